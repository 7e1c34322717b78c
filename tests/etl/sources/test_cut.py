"""The quick way to cut a table and the careful one give the same."""

from hypothesis import given
from hypothesis import strategies as st

from etl.sources.cut import cut
from indicators.errors import DataError

CELLS = st.text(st.sampled_from("ab1é .,;'\t\r\n"), max_size=3)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(",".join), min_size=1, max_size=6)


def outcome(text: str, header: int) -> object:
    try:
        table = cut(text, ",", "a.csv", header=header)
    except DataError as error:
        return str(error)
    rows = table.rows.reset_index().to_numpy().tolist()
    return rows, [*table.rows], table.content.tolist(), table.broken.to_numpy().tolist(), table.header


@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]), last=st.booleans(), header=st.integers(1, 2))
def test_a_quote_anywhere_changes_nothing(lines: list[str], end: str, last: bool, header: int):
    text = end.join(["x,y", *lines]) + end * last
    quoted = text.replace("x,y", '"x",y', 1)
    assert outcome(text, header) == outcome(quoted, header)
