"""Writers of small spreadsheets, for the tests."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<m:file-entry m:full-path="/" m:media-type="{KIND}"/></m:manifest>"""


def xlsx(
    rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] | None = None, *more: str
) -> bytes:
    """An XLSX file with one sheet of these rows, and empty sheets of further names."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    for name in more:
        book.create_sheet(name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(raw: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same archive, one part rewritten."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return file.getvalue()


def ods(table: str, prolog: str = "", styles: str = "") -> bytes:
    """An ODS file with these ``table:table`` elements."""
    spaces = " ".join(f"xmlns:{name}={quoteattr(uri)}" for name, uri in SPACES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return file.getvalue()


def ods_table(rows: Sequence[Sequence[Any]], name: str = "Sheet1") -> str:
    """One ``table:table`` of texts and numbers."""
    lines = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{lines}</table:table>'


def ods_cell(value: Any) -> str:
    """One cell."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    given = f'office:value-type="float" office:value="{value!r}"'
    return f"<table:table-cell {given}><text:p>{value}</text:p></table:table-cell>"
