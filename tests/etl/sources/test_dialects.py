"""Any frame that a writer writes in any accepted dialect reads back equal (a property test)."""

import csv
import gzip
import io

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.sources.numbers import Style
from geodata.observatory import DataSet
from indicators.errors import DataError
from tests.etl.sources import books
from tests.etl.sources.reading import tidy_bytes

CODES = st.text(st.sampled_from("0123456789ABCNXabcñçß -._'"), min_size=1, max_size=6).filter(
    lambda code: code == code.strip()
)
YEARS = st.integers(1990, 2030).map(str)
PERIODS = st.one_of(
    YEARS,
    st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
)
VALUES = st.floats(-1e300, 1e300) | st.integers(-(10**12), 10**12).map(float)
FRAMES = st.dictionaries(st.tuples(CODES, PERIODS), VALUES, min_size=1, max_size=12).map(
    lambda cells: pd.DataFrame(
        [(code, period, value) for (code, period), value in cells.items()],
        columns=["territory", "period", "value"],
    )
)
STYLES = [Style(d, t) for d in ".," for t in ("", ",", ".", " ", "'") if t != d]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]


def data_set(**changes: object) -> DataSet:
    given = {"id": "jobs", "source": "table", "path": "jobs", "indicator": "jobs", "publisher": "Us"}
    return DataSet.model_validate({**given, "licence": "CC0", **changes})


def written(value: float, style: Style) -> str:
    if style.thousands and abs(value) < 1e15:
        text = f"{value:,.6f}" if float(f"{value:.6f}") == value else repr(value)
    else:
        text = repr(value)
    return text.translate({ord(","): style.thousands, ord("."): style.decimal})


def laid_out(frame: pd.DataFrame, wide: bool) -> pd.DataFrame:
    if not wide:
        return frame
    table = frame.set_index(["territory", "period"])["value"].unstack()  # noqa: PD010 (no aggregation)
    return table.reset_index().rename_axis(columns=None)


def same(tidied, frame: pd.DataFrame) -> bool:
    key = ["territory", "period"]
    read, wrote = (f[[*key, "value"]].sort_values(key).to_numpy().tolist() for f in (tidied.frame, frame))
    return read == wrote and not len(tidied.rejects)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    frame=FRAMES,
    style=st.sampled_from(STYLES),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    title=st.booleans(),
    packed=st.booleans(),
    wide=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_text_table_reads_back(frame, style, delimiter, encoding, quoting, title, packed, wide, end):
    table = laid_out(frame, wide)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    if title:
        writer.writerow(["A title"])
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        texts = [
            cell if isinstance(cell, str) else written(cell, style) if cell == cell else "" for cell in row
        ]
        writer.writerow(texts)
    raw = out.getvalue().encode(encoding)
    raw = gzip.compress(raw) if packed else raw
    known = {"encoding": encoding} if encoding in ("cp1252", "latin-1") else {}
    declared = {"decimal": style.decimal, **({"thousands": style.thousands} if style.thousands else {})}
    try:
        tidied = tidy_bytes(raw, data_set(wide=wide, **known), "jobs")
    except DataError as error:
        assert "declare 'decimal'" in error.mend  # never read in the wrong way: asked for
        tidied = tidy_bytes(raw, data_set(wide=wide, **known, **declared), "jobs")
    assert same(tidied, frame)
    assert same(tidy_bytes(raw, data_set(wide=wide, delimiter=delimiter, **known, **declared), "jobs"), frame)


@settings(deadline=None, max_examples=15)
@given(frame=FRAMES, wide=st.booleans())
@pytest.mark.parametrize("form", ["xlsx", "ods", "parquet"])
def test_a_typed_table_reads_back(form, frame, wide):
    frame["value"] = frame["value"].map(lambda value: float(f"{value:.15g}"))  # what a spreadsheet keeps
    table = laid_out(frame, wide)
    rows = [[*table.columns], *([c if c == c else None for c in row] for row in table.to_numpy(dtype=object))]
    if form == "parquet":
        file = io.BytesIO()
        table.to_parquet(file)
        raw = file.getvalue()
    else:
        raw = books.xlsx(rows) if form == "xlsx" else books.ods(books.ods_table(rows))
    assert same(tidy_bytes(raw, data_set(wide=wide), "jobs"), frame)
