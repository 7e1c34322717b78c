"""Faults 1 to 20, 50 and 51: tables. Each test is named after its number in the catalogue of faults.

What is refused leaves what is served byte for byte as it was, and the good file loads again. What is taken
is taken whole, or row by row with every reject named.
"""

from datetime import date
from pathlib import Path

# ruff: noqa: E501 (a table of faults)
import openpyxl
import pytest
from sqlalchemy import Engine

from etl.load import Report
from geodata.settings import Settings
from geodata.store import Reader
from tests.etl.sources import books
from tests.etl.stand import Stand

CSV = "population.csv"
POPULATION = "    path: population.csv        # one row a value: territory, period, value\n"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory, settings: Settings, reader: Engine) -> Stand:
    return Stand.build("faulty-tables", tmp_path_factory.mktemp("tables") / "mine", settings, Reader(reader))


def rejects(report: Report) -> list[tuple[int, str, str]]:
    rows = report.results["population"].rejects[["line", "column", "reason"]]
    return [*rows.itertuples(index=False, name=None)]


def sheet(stand: Stand) -> list[list[object]]:
    head, *rows = (line.split(",") for line in stand.text(CSV).split())
    return [head, *([code, int(year), float(value)] for code, year, value in rows)]


@pytest.mark.parametrize(("number", "code"), [(1, "NA"), (2, "01001")])
def test_01_02_codes_stay_as_they_are_written(stand: Stand, number: int, code: str):
    was = stand.figures().replace({"territory": {"01": code}})
    with stand.accept(stand.everywhere("01", code)) as report:
        assert rejects(report) == []
        figures = stand.figures()
        key = ["territory", "period", "value"]
        assert sorted(figures[key].to_numpy().tolist()) == sorted(was[key].to_numpy().tolist())


def test_03_a_ragged_row_is_rejected_and_shifts_nothing(stand: Stand):
    was = stand.figures()
    with stand.accept({CSV: stand.text(CSV) + "01,2024\n01,2024,5,6\n"}) as report:
        assert rejects(report) == [
            (46, "", "2 fields where the header has 3"),
            (47, "", "4 fields where the header has 3"),
        ]
        assert stand.figures().equals(was)


def test_05_semicolons_and_decimal_commas_are_found_and_told(stand: Stand):
    was = stand.figures()
    head, *rows = stand.text(CSV).split()
    text = "\n".join([head.replace(",", ";"), *(row.replace(",", ";") + ",50" for row in rows)])
    with stand.accept({CSV: text}) as report:
        assert report.results["population"].notes == (
            "detected: encoding utf-8, delimiter semicolon, header on line 1",
            "detected: decimal ','",
        )
        assert (stand.figures()["value"] == was["value"] + 0.5).all()


@pytest.mark.parametrize(
    ("number", "cell", "reason"),
    [
        (6, "1.5 p", "not a number"),
        (6, ": c", "not a number"),
        (15, "1e999", "a number too large to store"),
        (15, "NaN", "not a number"),
        (15, "Infinity", "not a number"),
    ],
)
def test_06_15_what_is_no_number_is_rejected_by_line(stand: Stand, number: int, cell: str, reason: str):
    was = stand.figures()
    with stand.accept({CSV: stand.text(CSV) + f"01,2024,{cell}\n"}) as report:
        assert rejects(report) == [(46, "value", reason)]
        assert stand.figures().equals(was)


def test_10_a_byte_order_mark_is_no_part_of_the_header(stand: Stand):
    was = stand.figures()
    with stand.accept({CSV: "\ufeff" + stand.text(CSV)}):
        assert stand.figures().equals(was)


def test_11_latin_1_is_read_where_it_is_declared(stand: Stand):
    was = stand.figures()
    text = (stand.text(CSV).replace("\n", ",Cañar\n").replace("value,Cañar", "value,note")).encode("latin-1")
    message = stand.refuse({CSV: text})
    assert "population.csv:2: byte 0xf1 is not UTF-8 text" in message
    assert "declare 'encoding: cp1252'" in message
    declared = stand.declared(POPULATION, POPULATION + "    encoding: latin-1\n")
    with stand.accept({CSV: text, "observatory.yaml": declared}):
        assert stand.figures().equals(was)


def test_12_utf_16_is_found_and_told(stand: Stand):
    was = stand.figures()
    with stand.accept({CSV: stand.text(CSV).encode("utf-16")}) as report:
        assert "encoding utf-16" in report.results["population"].notes[0]
        assert stand.figures().equals(was)


def test_16_hidden_rows_are_read_and_told(stand: Stand):
    def hide(worksheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        worksheet.row_dimensions[5].hidden = True

    was = stand.figures()
    with stand.accept({CSV: books.xlsx(sheet(stand), hide)}) as report:
        assert "hidden, and read all the same: row 5" in report.results["population"].notes
        assert stand.figures().equals(was)


def test_18_names_in_two_unicode_forms_are_one(stand: Stand):
    changes = stand.everywhere("01", "Can\u0303ar")
    changes["districts.geojson"] = stand.everywhere("01", "Ca\u00f1ar")["districts.geojson"]
    with stand.accept(changes) as report:
        assert rejects(report) == []
        assert "Ca\u00f1ar" in set(stand.figures()["territory"])


def bomb(path: Path) -> bytes:
    """A small XLSX whose sheet unpacks to 100 MiB."""
    return books.with_part(
        books.xlsx([["territory", "period", "value"]]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</worksheet>", " " * (100 << 20) + "</worksheet>"),
    )


def with_entities(stand: Stand, entities: str) -> bytes:
    """An XLSX whose sheet declares entities."""
    part = "xl/worksheets/sheet1.xml"
    return books.with_part(books.xlsx(sheet(stand)), part, lambda t: f"<!DOCTYPE worksheet [{entities}]>{t}")


REFUSED = {
    "04_duplicate_header": (lambda s: "territory,period,value,value\n01,2020,5,6\n", "column 'value' is there twice"),
    "07_1_234_in_two_ways": (lambda s: s.text(CSV) + '01,2024,"1,234"\n', "'1,234' may mean 1.234 or 1234"),
    "08_unclosed_quote": (lambda s: s.text(CSV) + '01,"2024,5\n', "population.csv:46: a quote is opened here and never"),
    "09_nul_byte": (lambda s: s.text(CSV) + "01,20\x0024,5\n", "population.csv:46: the file holds a NUL character"),
    "13_empty_file": (lambda s: "", "the file is empty"),
    "14_header_only": (lambda s: "territory,period,value\n", "the file has a header and no rows"),
    "16_merged_cells": (
        lambda s: books.xlsx(sheet(s), lambda w: w.merge_cells("A2:A12")),
        "the cells A2:A12 are merged",
    ),
    "16_days_as_codes": (
        lambda s: books.xlsx([*sheet(s), [date(2020, 2, 1), 2020, 5.0]]),
        "population.csv:A46: the day 2020-02-01 where a code is expected",
    ),
    "16_numbers_as_codes": (
        lambda s: books.xlsx([*sheet(s), [4, 2024, 5.0]]),
        "population.csv:A46: the number 4 where a code is expected",
    ),
    "17_xlsx_bomb": (bomb, "unpacks to more than 250 times its size: a zip bomb"),
    "17_xlsx_far_cell": (
        lambda s: books.xlsx(sheet(s), lambda w: w.cell(1_000_000, 1000, "far")),
        "the sheet spans 1,000,000 rows and 1,000 columns",
    ),
    "50_billion_laughs": (lambda s: with_entities(s, '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'), "a document type of its own"),
    "51_external_entity": (lambda s: with_entities(s, '<!ENTITY a SYSTEM "file:///etc/passwd">'), "a document type of its own"),
    "19_lone_surrogate": (lambda s: s.text(CSV).encode() + b"\xed\xa0\x80,2024,5\n", "population.csv:46: byte 0xed is not"),
    "20_two_encodings": (lambda s: s.text(CSV).encode() + "é,2024,5\n".encode() + b"\xe9,2024,5\n", "population.csv:47: byte 0xe9"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_refused(stand: Stand, fault: str):
    write, message = REFUSED[fault]
    assert message in stand.refuse({CSV: write(stand)})


def test_20_utf_8_in_a_file_declared_latin_1(stand: Stand):
    text = stand.text(CSV).encode() + b"\xe9,2024,5\n" + "é,2024,5\n".encode()
    declared = stand.declared(POPULATION, POPULATION + "    encoding: latin-1\n")
    assert "population.csv:47: a line in UTF-8, where latin-1 is declared" in stand.refuse(
        {CSV: text, "observatory.yaml": declared}
    )
