"""How a territory came through by quarter, each compared with the same quarter of the baseline."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.chart import chart, twin_table
from dashboard.desk import Desk
from dashboard.figures.quarters import quarter_lines
from indicators.indicator import Indicator
from indicators.observations import TOTAL, to_panel
from indicators.reference import refer
from indicators.season import cover, label_periods
from indicators.shock import touching


def quarters(desk: Desk) -> list[html.Section]:
    """Build a section for each indicator of the shock that the territory has by quarter."""
    shown = [desk.edition.indicator(code) for code in desk.edition.shock(desk.view.shock).indicators]
    return [_section(desk, one, frame) for one in shown if len(frame := by_quarter(desk, one))]


def by_quarter(desk: Desk, indicator: Indicator) -> pd.DataFrame:
    """Lay a territory's quarters beside the same quarters of the baseline: period, value, level."""
    edition, shock = desk.edition, desk.edition.shock(desk.view.shock)
    rows = edition.quarters(indicator.code)
    rows = rows[(rows["territory"] == desk.view.territory) & (rows["group"] == TOTAL)]
    if rows.empty:
        return pd.DataFrame(columns=["period", "value", "level"])
    panel = cover(to_panel(rows, indicator.code, at="Q"), shock)
    declared = edition.declaration
    others = touching(indicator.code, declared.shocks, declared.indicators)
    level = refer(panel, indicator, shock, declared.recipe, others).level[0]
    labels = label_periods(panel.ordinals.astype(float), panel.per_year)
    values = panel.values[0]  # noqa: PD011 -- an array of a Panel, not a frame
    frame = pd.DataFrame({"period": labels, "value": values, "level": level})
    return frame.dropna(subset=["value", "level"], ignore_index=True)


def _section(desk: Desk, indicator: Indicator, frame: pd.DataFrame) -> html.Section:
    say, shock = desk.say, desk.edition.shock(desk.view.shock)
    baseline = say.join([str(year) for year in shock.baseline])
    name, unit = indicator.name.in_(say.language), indicator.unit.in_(say.language)
    write = [
        [say.number(value, indicator.decimals + 1) for value in frame[key]] for key in ("value", "level")
    ]
    title = say("{indicator}, by quarter ({unit})", indicator=name, unit=unit)
    finding = say(
        "In {quarter}: {value}, against {level} in the same quarter of {baseline}.",
        quarter=frame["period"].iloc[-1],
        value=write[0][-1],
        level=write[1][-1],
        baseline=baseline,
    )
    words = {"value": name, "level": say("the same quarter of {baseline}", baseline=baseline)}
    cells = [list(row) for row in zip(frame["period"], *write, strict=True)]
    twin = twin_table([say("Quarter"), *words.values()], cells)
    figure = quarter_lines(frame, words, impact=shock.impact)
    return chart(desk, f"quarters-{indicator.code}", title, finding, figure, twin, [indicator.code])
