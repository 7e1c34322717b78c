"""A section that shows its title and its finding, and opens for the rest; on paper it is open."""

from __future__ import annotations

from typing import Any

from dash import html


def fold(section: html.Section, opened: bool = False) -> html.Details:
    """Fold a section behind its heading and the paragraph that follows it, its finding.

    Parameters
    ----------
    section : Section
        A heading, then whatever it holds.
    """
    head, *rest = section.children
    said = rest[:1] if rest and isinstance(rest[0], html.P) else []
    more: dict[str, Any] = {"aria-label": label} if (label := getattr(section, "aria-label", None)) else {}
    return html.Details(
        [html.Summary([head, *said]), html.Div(rest[len(said) :], className="folded")],
        open=opened,
        className=f"{vars(section)['className']} fold",
        **more,
    )
