"""Names beside a row: inert, and folded so that they leave room for the drawing."""

from __future__ import annotations

from html import escape
from textwrap import wrap

WIDTH, LINES = 26, 6


def inert(text: str) -> str:
    """Write a text so that plotly shows it as it is: neither its markup nor its blanks mean anything.

    Quotes stay: plotly would show what stands for them.

    Examples
    --------
    >>> inert("<b>"), inert('"%{x}"')
    ('&lt;b&gt;', '"%&#123;x}"')
    """
    return escape(text, quote=False).replace("%{", "%&#123;")


def fold(name: str, width: int = WIDTH) -> str:
    """Break a name into at most `LINES` lines of at most `width` letters.

    Examples
    --------
    >>> fold("Gross value added per inhabitant at <b>"), fold("Jobs")
    ('Gross value added per<br>inhabitant at &lt;b&gt;', 'Jobs')
    """
    return "<br>".join(map(inert, wrap(name, width, max_lines=LINES, placeholder="…")))
