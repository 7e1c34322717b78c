"""Tables as users save them: what is read, what is quarantined, and what is refused in words."""

import gzip

import pytest

from geodata.observatory import DataSet
from indicators.errors import DataError
from tests.etl.sources.reading import tidy_bytes

HEADER = "territory,period,value\n"


def data_set(**changes: object) -> DataSet:
    given = {"id": "jobs", "source": "table", "path": "jobs.csv", "indicator": "jobs"}
    return DataSet.model_validate({**given, "publisher": "Us", "licence": "CC0", **changes})


def read(text: str | bytes, **changes: object):
    raw = text if isinstance(text, bytes) else text.encode()
    return tidy_bytes(raw, data_set(**changes), "jobs.csv")


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
        ('01,2020,"12,34,5"', "value", "not a number"),
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


def test_what_is_declared_is_held_to():
    text = "territory;period;value\n01;2020;1,5\n02;2020;1.5\n03;2020;1 234,5\n04;2020;1234\n"
    tidied = read(text, delimiter=";", decimal=",", thousands=" ")
    assert tidied.frame["value"].tolist() == [1.5, 1234.5, 1234]
    assert reasons(tidied) == [(3, "value", "not a number")]


@pytest.mark.parametrize(
    ("cells", "values", "told"),
    [
        (["1,5", "2"], [1.5, 2], ["decimal ','"]),
        (["1.5", "2,234.0"], [1.5, 2234], ["thousands ','"]),
        (["1.234.567", "1,25"], [1234567, 1.25], ["decimal ','", "thousands '.'"]),
        (["1\u202f234", "12\u00a0345"], [1234, 12345], ["thousands ' '"]),
        (["1'234.5"], [1234.5], ["thousands " + 3 * chr(39)]),
        (["0.5", "1.234"], [0.5, 1.234], []),
        (["-1e-3", "+4."], [-0.001, 4], []),
        (["1,234,567"], [1234567], ["thousands ','"]),
        (["1234,567"], [1234.567], ["decimal ','"]),
    ],
)
def test_the_way_numbers_are_written_is_found_and_told(
    cells: list[str], values: list[float], told: list[str]
):
    rows = "\n".join(f"{i:02};2020;{cell}" for i, cell in enumerate(cells))
    tidied = read(f"territory;period;value\n{rows}\n")
    assert tidied.frame["value"].tolist() == values
    dialect, *style = tidied.notes
    assert dialect == "detected: encoding utf-8, delimiter semicolon, header on line 1"
    assert style == ([f"detected: {', '.join(told)}"] if told else [])


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1.234", "7"], "'1.234' may mean 1.234 or 1234, and no other value tells which"),
        (["1,234", "12,345"], "'1,234' may mean 1.234 or 1234"),
        (["1.5", "2,7"], "numbers are written in two ways, as in '1.5' and '2,7'"),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_refused(cells: list[str], message: str):
    rows = "\n".join(f"{i:02};2020;{cell}" for i, cell in enumerate(cells))
    with pytest.raises(DataError, match=message) as caught:
        read(f"territory;period;value\n{rows}\n")
    assert "declare 'decimal'" in caught.value.mend


def test_a_header_below_a_title_is_found_or_declared():
    text = "Jobs by district\n\nterritory;period;value\n01;2020;5\nSource: Us\n"
    tidied = read(text)
    assert tidied.frame[["line", "value"]].to_numpy().tolist() == [[4, 5]]
    assert reasons(tidied) == [(5, "", "1 fields where the header has 3")]
    assert "header on line 3" in tidied.notes[0]
    assert read(text, header=3).frame.equals(tidied.frame)


def test_columns_that_two_signs_may_cut_are_asked_for():
    with pytest.raises(DataError, match="columns may be cut by comma or semicolon"):
        read("territory,period,value\nterritory;period;value\n")


def test_an_undeclared_column_is_named():
    with pytest.raises(DataError, match=r"jobs.csv:1: no column 'territory'(?s:.*)as the file names them"):
        read("code,period,value\n01,2020,5\n")


def test_another_delimiter_than_the_declared_one_is_named():
    with pytest.raises(DataError, match=r"jobs.csv:1: no column 'territory'(?s:.*)delimiter: \";\""):
        read("territory;period;value\n01;2020;5,5\n", delimiter=",")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_encodings(encoding: str):
    text = "\ufeff" * (encoding == "utf-16-le") + HEADER + "Ca\u00f1ar,2020,5\n"
    declared = {} if encoding.startswith("utf") else {"encoding": encoding}
    assert read(text.encode(encoding), **declared).frame["territory"].tolist() == ["Ca\u00f1ar"]


def test_the_unit_column_is_held_to():
    text = "territory,period,value,unit\n01,2020,5,EUR\n02,2020,6,EUR\n"
    column = {"columns": {"unit": "unit"}}
    assert read(text, **column).notes[-1] == "detected: unit 'EUR'"
    assert read(text, unit="EUR", **column).frame["value"].tolist() == [5, 6]
    with pytest.raises(DataError, match="has the unit 'EUR', and 'USD' is declared"):
        read(text, unit="USD", **column)
    with pytest.raises(DataError, match="2 units in the column 'unit': 'EUR', 'USD'"):
        read(text + "03,2020,7,USD\n", **column)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "jobs.csv: the file is empty"),
        (b"\xef\xbb\xbf \n", "jobs.csv: the file is empty"),
        (HEADER.encode(), "jobs.csv:1: the file has a header and no rows"),
        (HEADER.encode() + b"01;2020;5\n", "jobs.csv:2: 1 fields where the header has 3"),
        (b"territory,period,value,value\n01,2020,5,6\n", "jobs.csv:1: column 'value' is there twice"),
        (HEADER.encode() + b"01,2020,5\n02,20\x0020,5\n", "jobs.csv:3: the file holds a NUL character"),
        (HEADER.encode() + b"Caf\xe9,2020,5\n", "jobs.csv:2: byte 0xe9 is not UTF-8 text"),
        ((HEADER + "é,2020,5\n").encode() + b"\xe9,2020,6\n", "jobs.csv:3: byte 0xe9 is not UTF-8"),
        ((HEADER + "01,2020,5\n").encode("utf-16")[:-1], "jobs.csv:2: damaged UTF-16 text"),
        (HEADER.encode() + b'01,2020,5\n02,"2020,6\n03,2020,7\n', "jobs.csv:3: a quote is opened here"),
        (HEADER.encode() + b'01,2020,"5"6\n', "jobs.csv:2: not CSV"),
        (b"code,period,value\n01,2020,5\n", "jobs.csv:1: no column 'territory'; the file has 'code'"),
        (gzip.compress(HEADER.encode() * 99)[:-9], "jobs.csv: damaged gzip file"),
        (b"<!DOCTYPE html>\n<title>Sign in</title>\n", "jobs.csv: a web page or XML, not a table"),
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
        "confidential, left out by the publisher",
    ]
    assert not tidied.rejects["content"].str.contains("678").any()


def test_a_wide_table_takes_its_periods_from_the_header():
    tidied = read("code,name,2020,2021-Q1\n01,One,5,\n02,Two,6,x\n", wide=True, columns={"territory": "code"})
    assert [*tidied.frame[["territory", "period", "value"]].itertuples(index=False, name=None)] == [
        ("01", "2020", 5.0),
        ("02", "2020", 6.0),
    ]
    assert reasons(tidied) == [(3, "2021-Q1", "not a number")]
    assert tidied.read == 4


def test_a_wide_table_names_the_columns_that_it_leaves_alone():
    notes = read("code,name,2020,Y2021\n01,One,5,6\n", wide=True, columns={"territory": "code"}).notes
    assert "columns left alone: 'name', 'Y2021'" in notes
    assert not any("left alone" in note for note in read("territory,2020\n01,5\n", wide=True).notes)


def test_a_wide_table_without_periods_is_refused():
    with pytest.raises(DataError, match="no column is named after a period"):
        read("territory,a,b\n01,5,6\n", wide=True)


def test_filter_and_map_choose_rows_and_groups():
    text = "territory,period,value,sex,area\n01,2020,5,F,r\n01,2020,6,T,r\n01,2020,7,M,u\n01,2020,8,X,r\n"
    sexes = {"F": "sex=F", "T": "total"}
    tidied = read(text, filter={"area": "r"}, map={"sex": sexes}, group="age=Y15-29")
    assert tidied.frame["group"].tolist() == ["age=Y15-29;sex=F", "age=Y15-29"]
    assert (tidied.out_of_scope, tidied.read) == (2, 4)


def test_the_values_themselves_may_be_filtered():
    tidied = read(HEADER + "01,2020,5\n01,2021,-999\n", filter={"value": ["5"]})
    assert (tidied.frame["value"].tolist(), tidied.out_of_scope) == ([5.0], 1)


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
