"""The parts of an XLSX file: which sheets there are, and what a sheet says beside its values."""

from __future__ import annotations

from zipfile import ZipFile

from geodata.archive import read_member
from geodata.xml_scan import Attributes, Layout, Scan, Sheets, cell_at, cell_name, scan

BOOK, PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def sheets(archive: ZipFile, where: str) -> Sheets[str]:
    """Sheet -> its part of the archive."""
    book, parts = _Book(), _Parts()
    for name, handler in ((BOOK, book), (PARTS, parts)):
        scan(read_member(archive, name, where), handler, f"{where}:{name}")
    found = {sheet: parts.paths[key] for sheet, key in book.sheets.items() if key in parts.paths}
    return Sheets(found, frozenset(book.hidden))


def layout(archive: ZipFile, part: str, where: str) -> Layout:
    """Look through one sheet."""
    sheet = _Sheet()
    scan(read_member(archive, part, where), sheet, where)
    return sheet.layout


class _Book(Scan):
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()

    def start(self, name: str, given: Attributes) -> None:
        if name == "sheet":
            self.sheets[given["name"]] = next((key for at, key in given.items() if at.endswith(":id")), "")
            if given.get("state", "visible") != "visible":
                self.hidden.add(given["name"])


class _Parts(Scan):
    def __init__(self) -> None:
        self.paths: dict[str, str] = {}

    def start(self, name: str, given: Attributes) -> None:
        if name == "Relationship":
            target = given["Target"]
            self.paths[given["Id"]] = target.removeprefix("/") if target[0] == "/" else f"xl/{target}"


class _Sheet(Scan):
    def __init__(self) -> None:
        self.layout = Layout()
        self._at = (0, 0)
        self._kind, self._value = "", ""
        self._formula = self._inside = False

    def start(self, name: str, given: Attributes) -> None:
        if name == "c":
            row, column = self._at
            self._at = cell_at(given["r"]) if "r" in given else (row, column + 1)
            self._kind, self._value, self._formula = given.get("t", "n"), "", False
        elif name == "v":
            self._inside = self._formula or self._kind == "e"
            self.layout.reach(*self._at)
        elif name == "is":
            self.layout.reach(*self._at)
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._at = (int(given.get("r", self._at[0] + 1)), 0)
            if given.get("hidden") in ("1", "true"):
                self.layout.hidden.append(f"row {self._at[0]}")
        elif name == "col" and given.get("hidden") in ("1", "true"):
            self.layout.hide_columns(int(given["min"]), int(given["max"]))
        elif name == "mergeCell":
            first, _, last = given["ref"].partition(":")
            self.layout.merged.append((cell_at(last or first)[0], given["ref"]))

    def end(self, name: str) -> None:
        if name == "v":
            self._inside = False
        elif name == "c" and self._formula and not self._value and self._kind != "str":
            self.layout.uncomputed.append(cell_name(*self._at))
        elif name == "c" and self._kind == "e":
            self.layout.errors[self._at] = self._value

    def text(self, data: str) -> None:
        if self._inside:
            self._value += data
