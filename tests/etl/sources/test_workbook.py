"""Spreadsheets and Parquet: read like a CSV, refused where their values alone would mislead."""

# ruff: noqa: E501 (a table of faults)
import io
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geodata.observatory import DataSet
from geodata.workbook import read_sheet, text_of
from indicators.errors import DataError
from tests.etl.sources import books
from tests.etl.sources.reading import tidy_bytes

TYPOLOGY = Path(__file__).parents[3].parent / "shared/data/eu/typology/NUTS2021-NUTS2024.xlsx"
HEADER = ["territory", "period", "value"]
ROWS = [HEADER, ["01", 2020, 1.5], ["NA", "2021", 2000], ["03", "2020-Q2", None]]
SHEET = "xl/worksheets/sheet1.xml"


def read(raw: bytes, **changes: object):
    given = {"id": "jobs", "source": "table", "path": "jobs", "indicator": "jobs", "publisher": "Us"}
    return tidy_bytes(raw, DataSet.model_validate({**given, "licence": "CC0", **changes}), "jobs.xlsx")


def parquet(rows: list[list[object]]) -> bytes:
    file = io.BytesIO()
    pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize("raw", [books.xlsx(ROWS), books.ods(books.ods_table(ROWS))], ids=["xlsx", "ods"])
def test_a_sheet_is_read_with_its_types(raw: bytes):
    tidied = read(raw)
    assert tidied.frame[["territory", "period", "value", "line"]].to_numpy().tolist() == [
        ["01", "2020", 1.5, 2],
        ["NA", "2021", 2000.0, 3],
    ]
    assert (tidied.empty, tidied.read) == (1, 3)
    assert tidied.notes[-1] == "detected: header in row 1"
    assert tidied.notes[0].endswith("(the only one)")


def test_parquet_is_read():
    rows = [[*HEADER, "more"], ["01", "2020", 1.5, 1], ["NA", "2021", None, 2]]
    tidied = read(parquet(rows))
    assert tidied.frame[["territory", "period", "value", "line"]].to_numpy().tolist() == [
        ["01", "2020", 1.5, 1]
    ]
    assert (tidied.empty, tidied.columns) == (1, tuple(HEADER))


@pytest.mark.parametrize(
    ("write", "place"),
    [
        (books.xlsx, "jobs.xlsx:A2"),
        (lambda rows: books.ods(books.ods_table(rows)), "jobs.xlsx:A2"),
        (parquet, "jobs.xlsx:1"),
    ],
    ids=["xlsx", "ods", "parquet"],
)
def test_codes_that_are_numbers_need_a_width(write, place):
    raw = write([HEADER, [1, "2020", 5.0], [24, "2020", 6.0]])
    with pytest.raises(DataError, match="the number 1 where a code is expected: a leading zero") as caught:
        read(raw)
    assert caught.value.where == place
    assert "declare 'code_width'" in caught.value.mend
    assert read(raw, code_width=2).frame["territory"].tolist() == ["01", "24"]


def test_a_wide_sheet_with_a_title_takes_its_periods_from_numbers():
    rows = [["Jobs", None, None], [None, None, None], ["territory", 2019, "2020Q1"], ["01", 5, 6]]
    tidied = read(books.xlsx(rows, lambda sheet: sheet.merge_cells("A1:C1")), wide=True)
    assert tidied.frame[["period", "value"]].to_numpy().tolist() == [["2019", 5.0], ["2020-Q1", 6.0]]
    assert "detected: header in row 3" in tidied.notes


def test_text_numbers_in_a_sheet_need_their_sign_declared():
    rows = [HEADER, ["01", 2020, "1,5"], ["02", 2020, 2.5]]
    assert read(books.xlsx(rows)).rejects["reason"].tolist() == ["not a number"]
    assert read(books.xlsx(rows), decimal=",").frame["value"].tolist() == [1.5, 2.5]


def test_of_several_sheets_one_is_declared():
    raw = books.xlsx(ROWS, None, "Notes")
    with pytest.raises(DataError, match=r"2 sheets, and none is declared\n.*there are: 'Sheet', 'Notes'"):
        read(raw)
    with pytest.raises(DataError, match="no sheet 'Data'"):
        read(raw, sheet="Data")
    assert len(read(raw, sheet="Sheet").frame) == 2


def hidden_book(kind: str, *names: str) -> bytes:
    """A book whose sheets of these names are hidden; all the sheets hold the same rows."""
    if kind == "ods":
        tables = "".join(books.ods_table(ROWS, name) for name in ("Open", "Secret"))
        for name in names:
            tables = tables.replace(f'table:name="{name}"', f'table:name="{name}" table:style-name="ta2"')
        styles = '<style:style style:name="ta{0}" style:family="table"><style:table-properties table:display="{1}"/>'
        told = "".join(styles.format(*of) + "</style:style>" for of in ((1, "true"), (2, "false")))
        return books.ods(tables, styles=told)
    book = openpyxl.Workbook()
    book.active.title = "Open"
    for sheet in (book.active, book.create_sheet("Secret")):
        for row in ROWS:
            sheet.append(list(row))
        sheet.sheet_state = "veryHidden" if sheet.title in names else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_hidden_sheet_is_read_where_it_is_declared_and_only_there(kind: str):
    raw = hidden_book(kind, "Secret")
    assert "sheet 'Open' (the only one that is not hidden, as is 'Secret')" in read(raw).notes
    hidden = read(raw, sheet="Secret")
    assert len(hidden.frame) == 2
    assert "the sheet 'Secret' is hidden" in hidden.notes
    assert not any("hidden" in note for note in read(raw, sheet="Open").notes)
    with pytest.raises(DataError, match=r"no sheet 'Data'\n.*there are: 'Open', 'Secret' \(hidden\)"):
        read(raw, sheet="Data")


def test_a_book_of_hidden_sheets_needs_a_declared_one():
    with pytest.raises(DataError, match="only hidden sheets, and none is declared"):
        read(hidden_book("ods", "Open", "Secret"))


def test_what_is_hidden_is_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    tidied = read(books.xlsx(ROWS, hide))
    assert len(tidied.frame) == 2
    assert "hidden, and read all the same: column C, row 3" in tidied.notes
    hidden = books.ods_table(ROWS).replace(
        'row><table:table-cell office:value-type="string"><text:p>NA',
        ('row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>NA'),
    )
    assert "hidden, and read all the same: row 3" in read(books.ods(hidden)).notes


def formula(cell: str):
    return lambda text: text.replace('<c r="C2" t="n"><v>1.5</v></c>', cell)


def test_a_formula_counts_as_its_stored_result():
    raw = books.with_part(books.xlsx(ROWS), SHEET, formula('<c r="C2"><f>1+2</f><v>3</v></c>'))
    assert read(raw).frame["value"].tolist() == [3.0, 2000.0]


def test_an_error_cell_is_rejected_and_not_called_empty():
    raw = books.with_part(books.xlsx(ROWS), SHEET, formula('<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    cell = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"/>'
    for file in (raw, books.ods(books.ods_table(ROWS).replace(books.ods_cell(1.5), cell))):
        tidied = read(file)
        assert tidied.rejects[["line", "reason"]].to_numpy().tolist() == [[2, "not a number"]]
        assert "#" in tidied.rejects["content"][0]


@pytest.mark.skipif(not TYPOLOGY.is_file(), reason="../shared is not there")
def test_a_workbook_of_eurostat_is_read_as_another_reader_reads_it():
    sheet = read_sheet(TYPOLOGY.read_bytes(), "NUTS-3 Typologies", "typology.xlsx")
    with closing(openpyxl.load_workbook(TYPOLOGY, read_only=True, data_only=True)) as book:
        cells = book["NUTS-3 Typologies"].iter_rows(values_only=True)
        wanted = [["" if c is None else str(c) for c in row] for row in cells]
    wanted = [row for row in wanted if any(row)]
    width = len(sheet.rows[0][1])
    assert [[text_of(cell) for cell in row] for _, row in sheet.rows] == [row[:width] for row in wanted]
    assert len(wanted) == 1166


ODS_FORMULA = '<table:table-cell table:formula="of:=1+1"/>'


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (books.xlsx(ROWS, lambda s: s.merge_cells("A2:A3")), "the cells A2:A3 are merged"),
        (books.ods(books.ods_table(ROWS).replace("cell office", 'cell table:number-rows-spanned="2" office', 4)),
         "the cells A1:A2 are merged"),
        (books.xlsx([HEADER, [date(2020, 2, 1), 2020, 5]]), "A2: the day 2020-02-01 where a code is expected"),
        (books.xlsx([HEADER, [1.5, 2020, 5]]), "A2: 1.5 where a code is expected"),
        (books.xlsx([HEADER, [True, 2020, 5]]), "A2: True where a code is expected"),
        (books.with_part(books.xlsx(ROWS), SHEET, formula('<c r="C2"><f>1+2</f><v></v></c>')),
         "the formula in C2 has no stored result"),
        (books.ods(books.ods_table(ROWS).replace("<table:table-cell/>", ODS_FORMULA)), "the formula in C4 has no"),
        (books.xlsx(ROWS, lambda s: s.cell(1_000_000, 1000, "far")), "spans 1,000,000 rows and 1,000 columns"),
        (books.ods(books.ods_table([*ROWS, ["x"]]).replace(
            "row><table:table-cell office:value-type=\"string\"><text:p>x",
            "row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"900\" "
            "office:value-type=\"string\"><text:p>x")), "spans 1,048,004 rows and 900 columns"),
        (books.ods(books.ods_table(ROWS), '<!DOCTYPE a [<!ENTITY b "c">]>'), "a document type of its own"),
        (books.with_part(books.xlsx(ROWS), SHEET, lambda text: text[:-30]), "damaged spreadsheet"),
        (books.xlsx(ROWS)[:-50], "damaged zip file"),
        (books.with_part(books.xlsx(ROWS), "xl/workbook.xml", lambda t: t.replace("rId1", "rId9")), "0 sheets"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
        (books.xlsx([]), "the file is empty"),
        (books.xlsx([HEADER]), "the file has a header and no rows"),
        (books.xlsx([["code", "period", "value"], ["01", 2020, 5]]), "no column 'territory'; the file has 'code'"),
        (parquet(ROWS[:2])[:-9], "damaged Parquet file"),
        (parquet([["code"], ["01"]]), "no column 'territory', 'period', 'value'; the file has 'code'"),
    ],
)  # fmt: skip
def test_a_sheet_that_would_mislead_is_refused(raw: bytes, message: str):
    with pytest.raises(DataError) as caught:
        read(raw)
    assert message in str(caught.value)
    assert caught.value.mend
