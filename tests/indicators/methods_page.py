"""Write the table of functions in docs/methods.md anew: `python -m tests.indicators.methods_page`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import indicators

PAGE = Path(__file__).parents[2] / "docs" / "methods.md"
FIRST = "<!-- functions: written by `python -m tests.indicators.methods_page` -->"
LAST = "<!-- end of functions -->"
CHAPTERS = {
    "1": "Recovery from a shock",
    "2": "Urban-rural balance",
    "3": "Progress to targets",
    "4": "Composite",
    "5": "Uncertainty",
    "6": "Left behind",
    "7": "Space",
    "8": "Figures, weights and explanations",
}


def functions() -> Iterator[tuple[str, str, str]]:
    """Yield chapter, name and docstring of every function that names its line of the methods, or is lent."""
    for module in sorted(found.name for found in iter_modules(indicators.__path__)):
        room = import_module(f"indicators.{module}")
        for name, made in vars(room).items():
            if not inspect.isfunction(made) or made.__module__ != room.__name__ or name.startswith("_"):
                continue
            text, lent = inspect.getdoc(made) or "", name in indicators.__all__
            shown = name if lent else f"{module}.{name}"
            for chapter in chapters(text) or (lent and (chapters(room.__doc__ or "") or ["8"])) or []:
                yield chapter, shown, text


def chapters(text: str) -> list[str]:
    """Numbers of the chapters of the methods that a docstring names."""
    return re.findall(r"\d", "".join(re.findall(r"METHODS ([\d, ]+)", text)))


def describe(text: str) -> tuple[str, str]:
    """Take the first sentence and the references out of a docstring."""
    first = re.sub(r"\s*\((see )?METHODS[^)]*\)", "", " ".join(text.split("\n\n")[0].split())).rstrip(":.")
    source = re.search(r"References\n-+\n(.*?)(?=\n\n|\Z)", text, re.DOTALL)
    return first, " ".join(source[1].split()) if source else ""


def write_table() -> str:
    """Make the table of every chapter."""
    rows = sorted(set(functions()))
    parts = []
    for number, title in CHAPTERS.items():
        parts.append(f"### {number}. {title}\n\n| function | what it does | source |\n|---|---|---|")
        for chapter, name, text in rows:
            if chapter == number:
                what, source = (part.replace("|", "\\|") for part in describe(text))
                parts.append(f"| `{name}` | {what} | {source} |")
        parts.append("")
    return "\n".join(parts)


def split_page() -> tuple[str, str, str]:
    """Split the page into what stands before the table, the table, and what stands after it."""
    before, rest = PAGE.read_text(encoding="utf-8").split(FIRST)
    table, after = rest.split(LAST)
    return before, table, after


if __name__ == "__main__":
    before, _, after = split_page()
    PAGE.write_text(f"{before}{FIRST}\n\n{write_table()}\n{LAST}{after}", encoding="utf-8")
