"""Tables as users save them: what is read, what is quarantined, and what is refused in words."""

import gzip

import pytest

from etl.sources.table import tidy
from geodata.observatory import DataSet
from indicators.errors import DataError

HEADER = "territory,period,value\n"


def data_set(**changes: object) -> DataSet:
    given = {"id": "jobs", "source": "table", "path": "jobs.csv", "indicator": "jobs"}
    return DataSet.model_validate({**given, "publisher": "Us", "licence": "CC0", **changes})


def read(text: str | bytes, **changes: object):
    raw = text if isinstance(text, bytes) else text.encode()
    return tidy(raw, data_set(**changes), "jobs.csv")


def reasons(tidied) -> list[tuple[int, str, str]]:
    return [*tidied.rejects[["line", "column", "reason"]].itertuples(index=False, name=None)]


def test_codes_stay_text_and_namibia_is_not_missing():
    frame = read(HEADER + "01,2020,5\nNA,2020,6\n").frame
    assert frame["territory"].tolist() == ["01", "NA"]
    assert frame["value"].tolist() == [5.0, 6.0]
    assert frame["line"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("01,2020", "", "2 fields where the header has 3"),
        ("01,2020,1,2", "", "4 fields where the header has 3"),
        ('01,2020,"1,234"', "value", "not a number"),
        ("01,2020,1.5 p", "value", "not a number"),
        ("01,2020,NaN", "value", "not a number"),
        ("01,2020,Infinity", "value", "not a number"),
        ("01,2020,1e999", "value", "a number too large to store"),
        ("01,2020,0x1F", "value", "not a number"),
        ("01,2020,１", "value", "not a number"),
        ("01,1/1/2020,5", "value", "not a period (write 2020, 2020-Q2 or 2020-06)"),
        ("01,2020-13,5", "value", "not a period (write 2020, 2020-Q2 or 2020-06)"),
        (",2020,5", "value", "no territory code"),
    ],
)
def test_a_broken_row_is_quarantined_by_itself(row: str, column: str, reason: str):
    tidied = read(HEADER + f"02,2020,7\n\n{row}\n03,2020,8\n")
    assert reasons(tidied) == [(4, column, reason)]
    assert tidied.frame["territory"].tolist() == ["02", "03"]
    assert tidied.read == 3


def test_a_value_left_out_is_empty_and_not_rejected():
    tidied = read(HEADER + "01,2020,\n01,2021,:\n01,2022,4\n")
    assert (tidied.empty, len(tidied.frame), len(tidied.rejects), tidied.read) == (2, 1, 0, 3)


def test_decimal_comma_and_semicolon():
    tidied = read(
        "territory;period;value\n01;2020;1,5\n02;2020;1.234\n03;2020;1.234,5\n", delimiter=";", decimal=","
    )
    assert tidied.frame["value"].tolist() == [1.5]
    assert [reason for *_, reason in reasons(tidied)] == ["not a number", "not a number"]


def test_an_undeclared_semicolon_is_named():
    with pytest.raises(DataError, match=r"jobs.csv:1: no column 'territory'(?s:.*)delimiter: \";\""):
        read("territory;period;value\n01;2020;5\n")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "jobs.csv: the file is empty"),
        (b"\xef\xbb\xbf \n", "jobs.csv: the file is empty"),
        (HEADER.encode(), "jobs.csv:1: the file has a header and no rows"),
        (HEADER.encode() + b"01;2020;5\n", "jobs.csv:2: 1 fields where the header has 3"),
        (b"PK\x03\x04" + bytes(8), "jobs.csv: the file is a ZIP or Excel file"),
        (b"territory,period,value,value\n01,2020,5,6\n", "jobs.csv:1: column 'value' is there twice"),
        (HEADER.encode() + b"01,2020,5\n02,20\x0020,5\n", "jobs.csv:3: the file holds a NUL character"),
        (HEADER.encode() + b"Caf\xe9,2020,5\n", "jobs.csv:2: byte 0xe9 is not UTF-8 text"),
        ((HEADER + "é,2020,5\n").encode() + b"\xe9,2020,6\n", "jobs.csv:3: byte 0xe9 is not UTF-8"),
        ((HEADER + "01,2020,5\n").encode("utf-16"), "jobs.csv: the file is UTF-16 text"),
        (HEADER.encode() + b'01,2020,5\n02,"2020,6\n03,2020,7\n', "jobs.csv:3: a quote is opened here"),
        (HEADER.encode() + b'01,2020,"5"6\n', "jobs.csv:2: not CSV"),
        (b"code,period,value\n01,2020,5\n", "jobs.csv:1: no column 'territory'; the file has 'code'"),
        (gzip.compress(HEADER.encode() * 99)[:-9], "jobs.csv: damaged gzip file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(raw: bytes, message: str):
    with pytest.raises(DataError) as caught:
        read(raw)
    assert str(caught.value).startswith(message)
    assert caught.value.mend


def test_byte_order_mark_and_gzip_are_read():
    text = b"\xef\xbb\xbf" + HEADER.encode() + b"01,2020,5\n"
    assert read(text).frame.equals(read(gzip.compress(text)).frame)


def test_names_in_two_unicode_forms_are_one():
    decomposed = "territory,an\u0303o,value\nCa\u00f1ar,2020,5\nCan\u0303ar,2021,6\n"
    frame = read(decomposed, columns={"period": "a\u00f1o"}).frame
    assert frame["territory"].unique().tolist() == ["Ca\u00f1ar"]


def test_a_quoted_line_break_does_not_shift_the_line_numbers():
    text = 'territory,note,period,value\n01,"two\nlines",2020,5\n02,,2020,x\n'
    assert reasons(read(text)) == [(4, "value", "not a number")]


def test_status_flags_are_sorted_and_confidential_values_never_kept():
    text = "territory,period,value,status\n01,2020,5,pe\n02,2020,678,c\n03,2020,7,?\n04,2020,,c\n"
    tidied = read(text, columns={"status": "status"})
    assert tidied.frame["status"].tolist() == ["ep"]
    assert [reason for *_, reason in reasons(tidied)] == [
        "confidential, never stored",
        "not status flags (small letters)",
    ]
    assert not tidied.rejects["content"].str.contains("678").any()
    assert tidied.empty == 1


def test_a_wide_table_takes_its_periods_from_the_header():
    tidied = read("code,name,2020,2021-Q1\n01,One,5,\n02,Two,6,x\n", wide=True, columns={"territory": "code"})
    assert [*tidied.frame[["territory", "period", "value"]].itertuples(index=False, name=None)] == [
        ("01", "2020", 5.0),
        ("02", "2020", 6.0),
    ]
    assert reasons(tidied) == [(3, "2021-Q1", "not a number")]
    assert tidied.read == 4


def test_a_wide_table_without_periods_is_refused():
    with pytest.raises(DataError, match="no column is named after a period"):
        read("territory,a,b\n01,5,6\n", wide=True)


def test_filter_and_map_choose_rows_and_groups():
    text = "territory,period,value,sex,area\n01,2020,5,F,r\n01,2020,6,T,r\n01,2020,7,M,u\n01,2020,8,X,r\n"
    sexes = {"F": "sex=F", "T": "total"}
    tidied = read(text, filter={"area": "r"}, map={"sex": sexes}, group="age=Y15-29")
    assert tidied.frame["group"].tolist() == ["age=Y15-29;sex=F", "age=Y15-29"]
    assert (tidied.out_of_scope, tidied.read) == (2, 4)


def test_the_unit_is_scaled():
    assert read(HEADER + "01,2020,2\n", scale=1000).frame["value"].tolist() == [2000.0]


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2020", "2020"),
        ("2020Q3", "2020-Q3"),
        ("2020-Q3", "2020-Q3"),
        ("2020M06", "2020-06"),
        ("2020-06", "2020-06"),
    ],
)
def test_periods_are_written_as_sdmx_does(written: str, period: str):
    assert read(HEADER + f"01,{written},2\n").frame["period"].tolist() == [period]
