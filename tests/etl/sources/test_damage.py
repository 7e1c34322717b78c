"""A damaged table is read or refused in our words; no other error comes out."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.observatory import DataSet
from indicators.errors import DataError
from tests.etl.sources import books
from tests.etl.sources.reading import tidy_bytes

ROWS = [["territory", "period", "value"], ["01", 2020, 1.5], ["NA", 2021, 2000]]
TEXT = 'territory;period;value\n01;2020;1,5\nNA;2021;"2 000"\n'
JOBS = DataSet.model_validate(
    {"id": "a", "source": "table", "path": "a", "indicator": "a", "publisher": "Us", "licence": "CC0"}
)
DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5)


def unpacked(raw: bytes) -> bytes:
    """The same archive without compression, so that damage reaches the XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


XLSX, ODS = books.xlsx(ROWS), books.ods(books.ods_table(ROWS))
FILES = {
    "csv": TEXT.encode(),
    "utf-16": TEXT.encode("utf-16"),
    "xlsx": XLSX,
    "xlsx plain": unpacked(XLSX),
    "ods": ODS,
}


def damaged(raw: bytes, damage: list[tuple[float, int]]) -> bytes:
    changed = bytearray(raw)
    for at, byte in damage:
        changed[int(at * len(changed))] = byte
    return bytes(changed)


def read(raw: bytes) -> None:
    try:
        tidied = tidy_bytes(raw, JOBS, "a")
    except DataError as error:
        assert error.where
        assert error.mend
    else:
        assert tidied.read == len(tidied.frame) + len(tidied.rejects) + tidied.empty


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE, kept=st.floats(0, 1))
@pytest.mark.parametrize("form", FILES)
def test_damaged_bytes(form: str, damage: list[tuple[float, int]], kept: float):
    raw = FILES[form]
    read(damaged(raw, damage))
    read(raw[: int(kept * len(raw))])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE)
@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (XLSX, "xl/worksheets/sheet1.xml"),
        (XLSX, "xl/workbook.xml"),
        (XLSX, "xl/_rels/workbook.xml.rels"),
        (ODS, "content.xml"),
    ],
)
def test_damaged_parts(raw: bytes, part: str, damage: list[tuple[float, int]]):
    read(books.with_part(raw, part, lambda text: damaged(text.encode(), damage).decode("utf-8", "replace")))
