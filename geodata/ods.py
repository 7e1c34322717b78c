"""The parts of an ODS file: which sheets there are, and what a sheet says beside its values."""

from __future__ import annotations

from zipfile import ZipFile

from geodata.archive import read_member
from geodata.xml_scan import Attributes, Layout, Scan, Sheets, cell_name, scan

CONTENT = "content.xml"
HIDDEN = ("collapse", "filter")


def sheets(archive: ZipFile, where: str) -> Sheets[Layout]:
    """Sheet -> what it says beside its values."""
    handler = _Content()
    scan(read_member(archive, CONTENT, where), handler, f"{where}:{CONTENT}")
    return Sheets(handler.sheets, frozenset(handler.hidden))


class _Content(Scan):
    def __init__(self) -> None:
        self.sheets: dict[str, Layout] = {}
        self.hidden: set[str] = set()
        self._style, self._hiding = "", set[str]()
        self._layout = Layout()
        self._row = self._column = self._columns = 0
        self._rows = 1

    def start(self, name: str, given: Attributes) -> None:
        if name == "table":
            self._layout = self.sheets[given["table:name"]] = Layout()
            self._row = self._columns = 0
            if given.get("table:style-name") in self._hiding:
                self.hidden.add(given["table:name"])
        elif name == "table-column":
            first, self._columns = (
                self._columns + 1,
                self._columns + int(given.get("table:number-columns-repeated", 1)),
            )
            if given.get("table:visibility") in HIDDEN:
                self._layout.hide_columns(first, self._columns)
        elif name == "table-row":
            self._row, self._column = self._row + 1, 0
            self._rows = int(given.get("table:number-rows-repeated", 1))
            if given.get("table:visibility") in HIDDEN:
                last = self._row + self._rows - 1
                self._layout.hidden.append(f"row {self._row}" + (f" to {last}" if self._rows > 1 else ""))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(given)
        else:
            self._styled(name, given)

    def _styled(self, name: str, given: Attributes) -> None:
        """Remember the styles that hide a sheet; they stand before it."""
        if name == "style":
            self._style = given.get("style:name", "")
        elif name == "table-properties" and given.get("table:display") == "false":
            self._hiding.add(self._style)

    def _cell(self, given: Attributes) -> None:
        wide = int(given.get("table:number-columns-repeated", 1))
        at = (self._row, self._column + 1)
        self._column += wide
        if "office:value-type" in given:
            self._layout.reach(self._row + self._rows - 1, self._column)
        elif "table:formula" in given:
            self._layout.uncomputed.append(cell_name(*at))
        across, down = (int(given.get(f"table:number-{way}-spanned", 1)) for way in ("columns", "rows"))
        if across > 1 or down > 1:
            last = (at[0] + down - 1, at[1] + across - 1)
            self._layout.merged.append((last[0], f"{cell_name(*at)}:{cell_name(*last)}"))
        if given.get("calcext:value-type") == "error":
            self._layout.errors[at] = "#ERROR!"

    def end(self, name: str) -> None:
        if name == "table-row":
            self._row += self._rows - 1
