"""How the figures on the map spread, small, beside its legend."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.choice import every_year
from dashboard.components.aria import aria
from dashboard.components.legend import legend
from dashboard.figures.spread import place, spread
from dashboard.layer import Layer


def key(layer: Layer) -> list[Any]:
    """Explain the colours, and how the figures spread over them."""
    return [legend(layer), distribution(layer)]


def distribution(layer: Layer) -> html.Div | None:
    """Draw a histogram in the colours of the map; None where classes, ranks or equal values are shown."""
    if layer.worded or layer.derived:
        return None
    say, every = layer.say, every_year(layer.edition, layer.view)
    bins = spread(layer.frame["value"], every.within(layer.frame.index), layer.scale)
    if bins.empty:
        return None
    top = max(bins["count"].max(), 1)
    bars = [
        html.Span(style={"height": f"{100 * count / top:.0f}%", "background": colour})
        for count, colour in zip(bins["count"], bins["colour"], strict=True)
    ]
    known = layer.frame["value"].dropna()
    told = say(
        "Half of {count} {places} lie between {low} and {high}.",
        count=say.number(len(known), 0),
        places=layer.places,
        low=layer.write(float(known.quantile(0.25))) if len(known) else "–",
        high=layer.write(float(known.quantile(0.75))) if len(known) else "–",
    )
    drawing = html.Div([*bars, *_marks(layer, bins)], className="spread", role="img", **aria(label=told))
    return html.Div([drawing, html.Span(told)], className="distribution")


def _marks(layer: Layer, bins: Any) -> list[html.I]:
    """Mark where the territory chosen stands, and those kept."""
    view, marks = layer.view, []
    for code, look in [*((code, "pinned") for code in view.pins), (view.territory, "selected")]:
        value = layer.frame["value"].get(code, float("nan"))
        if value == value:
            marks.append(html.I(className=look, style={"left": f"{100 * place(value, bins):.1f}%"}))
    return marks
