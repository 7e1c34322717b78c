"""Figures are streamed piece by piece as the reader gives them whole, of any release, holding nothing."""

from datetime import date

import pyarrow as pa
import pytest
from sqlalchemy import NullPool, create_engine

from geodata.store import SCHEMA, Place, Stream, Wanted
from indicators.errors import NotFoundError, StoreError
from indicators.observations import COLUMNS

SHEEP = [
    *(
        ("sheep", f"0{n}", str(year), "total", float(n * year))
        for n in (1, 2, 3, 4)
        for year in range(2015, 2024)
    ),
    ("sheep", "01", "2020-Q4", "total", 0.1 + 0.2, "pe"),
    ("sheep", "02", "2020-06", "area=town", -1e-300, "b"),
    ("sheep", "02", "2020", "area=town", float("nan"), "u"),
]
PEOPLE = [("population", code, "2020", "total", 5.0) for code in ("SQ", "01", "02")]


@pytest.fixture
def written(desk):
    """A desk with one release of two data sets, and a stream on its reader."""
    desk.release(sheep=SHEEP, people=PEOPLE)
    desk.stream = Stream(desk.read.engine)
    return desk


def rows(pieces):
    """What was streamed, as plain rows."""
    table = pa.Table.from_batches(pieces, SCHEMA)
    return [tuple(row.values()) for row in table.to_pylist()]


def whole(desk, release, **only):
    """What the reader gives, in the stream's order."""
    frame = desk.read.observations(release, **only)[[*COLUMNS, "load"]]
    frame = frame.astype(object).where(frame.notna(), None)
    return {tuple(row) for row in frame.itertuples(index=False)}


def plain(streamed):
    """Rows of a stream with the columns of the reader."""
    return {(*row[:5], row[6], row[8]) for row in streamed}


@pytest.mark.parametrize("most", [1, 2, 7, 50_000])
def test_stream_gives_what_the_reader_gives(written, most):
    release = written.read.release(written.code)
    pieces = list(written.stream.pieces(release, Wanted(), most))
    assert all(piece.num_rows <= most for piece in pieces)
    streamed = rows(pieces)
    assert len(streamed) == len(set(streamed)) == len(SHEEP) + len(PEOPLE)
    assert plain(streamed) == whole(written, release)
    assert streamed == rows(written.stream.pieces(release, Wanted()))
    assert {(row[0], row[5], row[7]) for row in streamed} == {
        ("population", "people", "people"),
        ("sheep", "animals", "sheep"),
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(indicators=["population"]), 3),
        (Wanted(indicators=[]), 0),
        (Wanted(indicators=["'; drop table observation; --"]), 0),
        (Wanted(territories=["01", "99"]), 11),
        (Wanted(level="country"), 1),
        (Wanted(level="nowhere"), 0),
        (Wanted(parent="SQ"), 41),
        (Wanted(groups=["area=town"]), 2),
        (Wanted(at="M"), 1),
        (Wanted(since=date(2020, 1, 1), until=date(2020, 12, 31), indicators=["sheep"]), 7),
        (Wanted(since=date(2023, 1, 1)), 4),
        (Wanted(load=-1), 0),
    ],
)
def test_stream_is_narrowed(written, wanted, expected):
    release = written.read.release(written.code)
    assert len(rows(written.stream.pieces(release, wanted, 3))) == expected
    assert written.stream.count(release, wanted, 1_000) == expected
    assert written.stream.count(release, wanted, 2) == min(2, expected)


def test_an_older_release_is_streamed_as_it_was(written):
    first = written.read.release(written.code)
    revised = [(*row[:4], row[4] + 1, *row[5:]) for row in SHEEP[:20]]
    second = written.release(sheep=revised)
    third = written.release(sheep=SHEEP[:3])
    for release in (first, second, third):
        assert plain(rows(written.stream.pieces(release, Wanted(), 5))) == whole(written, release)
    [load] = {row[8] for row in rows(written.stream.pieces(third, Wanted(indicators=["sheep"])))}
    assert len(rows(written.stream.pieces(third, Wanted(load=load)))) == 3


def test_a_release_that_is_superseded_while_it_is_streamed_stays_whole(written):
    release = written.read.release(written.code)
    before = rows(written.stream.pieces(release, Wanted()))
    pieces = written.stream.pieces(release, Wanted(), 4)
    taken = [next(pieces)]
    written.release(sheep=SHEEP[:1], people=[])
    assert rows([*taken, *pieces]) == before


@pytest.mark.parametrize("most", [1, 5, 39, 41, 42, 43])
def test_pages_follow_each_other(written, most):
    release = written.read.release(written.code)
    met, end = [], None
    while True:
        page = written.stream.page(release, Wanted(), most, end)
        met += rows([page.rows])
        end = page.end
        if end is None:
            break
        assert page.rows.num_rows == most
        assert Place(*map(int, str(end).split("-"))) == end
    assert met == rows(written.stream.pieces(release, Wanted()))


def test_a_page_of_nothing_has_the_columns(written):
    page = written.stream.page(written.read.release(written.code), Wanted(level="nowhere"), 10)
    assert (page.rows.num_rows, page.rows.schema, page.end) == (0, SCHEMA, None)


@pytest.mark.parametrize("place", [Place(0, 0, 0, 0), Place(2**31, 1, 1, 1)])
def test_a_place_that_is_none_is_refused(written, place):
    with pytest.raises(NotFoundError, match="ends at"):
        written.stream.page(written.read.release(written.code), Wanted(), 10, place)


def test_no_connection_is_held_between_two_pieces(written):
    engine = create_engine(written.read.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    try:
        stream = Stream(engine)
        release = written.read.release(written.code)
        many = [stream.pieces(release, Wanted(), 2) for _ in range(3)]
        assert len({tuple(rows([next(pieces)])) for pieces in many}) == 1
        assert engine.pool.checkedout() == 0
        many[0].close()
        assert plain(rows([piece for pieces in many[1:2] for piece in pieces])) < whole(written, release)
    finally:
        engine.dispose()


def test_a_database_that_is_away_is_told(written):
    release = written.read.release(written.code)
    nowhere = create_engine(written.read.engine.url.set(port=1, host="127.0.0.1"), poolclass=NullPool)
    with pytest.raises(StoreError):
        Stream(nowhere).contents(release)


def test_pandas_takes_a_piece_as_it_is(written):
    written.release(sheep=[(*SHEEP[0][:4], 1.0), *SHEEP[1:]])
    [piece] = written.stream.pieces(written.read.release(written.code), Wanted())
    frame = piece.to_pandas()
    assert frame.loc[frame["data_set"] == "sheep", "load"].nunique() == 2
    assert all(frame[name].cat.categories.is_unique for name in ("unit", "data_set", "territory", "group"))
