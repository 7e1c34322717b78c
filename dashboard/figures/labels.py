"""Names beside a row: inert, and folded so that they leave room for the drawing."""

from __future__ import annotations

from html import escape
from textwrap import wrap

WIDTH = 26


def fold(name: str, width: int = WIDTH) -> str:
    """Break a name into lines of at most `width` letters, where its words are not longer.

    Examples
    --------
    >>> fold("Gross value added per inhabitant at <b>"), fold("Jobs")
    ('Gross value added per<br>inhabitant at &lt;b&gt;', 'Jobs')
    """
    return "<br>".join(map(escape, wrap(name, width)))
