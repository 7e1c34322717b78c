"""XLSX, written as it is sent: figures as numbers, everything else as text that nothing runs.

A worksheet is a part of a ZIP file; its rows are joined as texts, a piece at a time. Cells hold their text
themselves (`inlineStr`), so that no list of all the texts has to be kept. After ECMA-376, part 1, 18.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.api.formats.sink import Sink
from dashboard.api.formats.texts import joined, texts
from geodata.codebook import Table

MOST_ROWS = 1_048_575  # below the header
LONGEST = 32_767  # characters of a cell
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_START = f'{_XML}<worksheet xmlns="{MAIN}"><sheetData>'
_END = "</sheetData></worksheet>"
EMPTY, _TRUE, _FALSE = "<c/>", '<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>'
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
SHEETS = ("data", "codebook")
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    + "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for at, _ in enumerate(SHEETS, 1)
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    + "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(SHEETS, 1))
    + "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in enumerate(SHEETS, 1)
    )
    + "</Relationships>",
}


def write(pieces: Iterable[pa.RecordBatch], table: Table) -> Iterator[bytes]:
    """Write a workbook: the rows, and what their columns mean.

    The caller makes sure that there are no more than `MOST_ROWS`.
    """
    sink = Sink()
    with ZipFile(sink, "w") as book:
        for name, text in PARTS.items():
            book.writestr(_part(name), _XML + text)
        for at, sheet in enumerate((pieces, [_codebook(table)]), 1):
            with book.open(_part(f"xl/worksheets/sheet{at}.xml"), "w") as part:
                start = _START
                for piece in sheet:
                    head = "".join(map(cell, piece.schema.names))
                    part.write(f"{start}<row>{head}</row>".encode() if start else b"")
                    part.write(_rows(piece))
                    start = ""
                    yield sink.take()
                part.write(_END.encode())
    yield sink.take()


def _part(name: str) -> ZipInfo:
    """Name a part; of no time, so that the same rows make the same file."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _rows(piece: pa.RecordBatch) -> bytes:
    columns = [_cells(column) for column in piece.columns]
    return joined([pa.array(["<row>"] * len(piece), pa.string()), *columns], "", "</row>")


def _cells(column: pa.Array) -> pa.Array:
    """Write each value as a cell; what is missing as an empty one."""
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, _TRUE, _FALSE).fill_null(EMPTY)
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        written = pc.binary_join_element_wise("<c><v>", texts(column), "</v></c>", "")
    else:
        written = texts(texts(column) if pa.types.is_timestamp(column.type) else column, cell)
    return written if column.null_count == 0 else pc.if_else(column.is_valid(), written, EMPTY)


def cell(text: str) -> str:
    """Write a text as a cell.

    Examples
    --------
    >>> cell("=1+1"), cell("")
    ('<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>', '<c/>')
    """
    if not text:
        return EMPTY
    shown = escape(_UNWRITABLE.sub(_escaped, text[:LONGEST]))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    """Write a character that XML cannot hold by its number; what looks like such a number, by its start."""
    return f"_x005F{found[0]}" if found[0][0] == "_" else f"_x{ord(found[0]):04X}_"


def _codebook(table: Table) -> pa.RecordBatch:
    rows = [
        {
            "column": column.name,
            "type": column.type,
            "unit": column.unit.en if column.unit else "",
            "description": column.description.en,
        }
        for column in table.columns
    ]
    return pa.RecordBatch.from_pylist(rows)
