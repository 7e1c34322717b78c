"""One file taken in piece by piece: what is staged, what is put aside, and that no value is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from etl.intake import Result, take_in
from etl.sources import table
from etl.sources.cells import Tidied
from geodata.observatory import read_observatory
from geodata.store import Stage, Writer
from indicators.errors import DataError

SQUARES = Path(__file__).parent.parent / "specimens" / "squares"
Take = Callable[..., tuple[Result, Stage]]


@pytest.fixture
def take(owner: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Take]:
    """Take a table of sheep in; what was staged is gone with the test."""
    squares = read_observatory(SQUARES)

    def run(rows: str, **changes: object) -> tuple[Result, Stage]:
        file = tmp_path / "sheep.csv"
        file.write_text(f"territory,period,value\n{rows}")
        data_set = squares.data[1].model_copy(update=changes)
        stage = writer.stage("sheep")
        return take_in(squares, data_set, file, stage, {"01", "02"}, ()), stage

    with pytest.raises(ZeroDivisionError), Writer.open(owner, "intake" + request.node.name) as writer:
        places = pd.DataFrame({"territory": ["SQ", "01", "02"], "level": "x", "parent": [None, "SQ", "SQ"]})
        writer.place(places, "1")
        yield run
        _ = 1 / 0  # rolls back


def staged(stage: Stage) -> list[list[object]]:
    frame = stage.figures(["01", "02"]).sort_values("line")
    return frame[["territory", "period", "group", "value"]].to_numpy().tolist()


def test_a_second_value_of_a_key_is_put_aside_wherever_it_stands(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = table.tidy

    def in_pieces(*given: object) -> Iterator[Tidied]:
        """Two rows at a time: the second value comes in another piece than the first."""
        for piece in whole(*given):
            for start in range(0, len(piece.frame), 2):
                yield Tidied(piece.frame[start : start + 2], piece.rejects.head(0), piece.content)

    monkeypatch.setattr(table, "tidy", in_pieces)
    result, stage = take("01,2020,5\n01,2021,6\n02,2020,7\n01,2020,8\n02,2020,7\n")
    assert result.rejects.to_numpy().tolist() == [
        [5, "value", "01", "given already on line 2 with another value", "01,2020,8"],
        [6, "value", "02", "given already on line 4 with the same value", "02,2020,7"],
    ]
    assert staged(stage) == [
        ["01", "2020", "total", 5.0],
        ["01", "2021", "total", 6.0],
        ["02", "2020", "total", 7.0],
    ]
    assert (result.loaded, result.read) == (3, 5)


def test_every_value_has_one_fate(take: Take) -> None:
    result, _ = take("01,2020,5\n01,2021,\n77,2020,1\nEU,2020,1\n02,2020,x\n", out_of_scope=("EU",))
    counts = (result.loaded, len(result.rejects), result.empty, result.out_of_scope)
    assert (counts, result.read) == ((1, 2, 1, 1), 5)
    assert result.columns == ("territory", "period", "value")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("98,2020,5\n99,2020,6\n", "not one of 2 values can be stored: 2 x no territory of this code"),
        ("01,2020,\nEU,2020,6\n", "not one of 2 values can be stored: 1 x out of scope; 1 x empty"),
    ],
)
def test_a_file_of_which_nothing_is_left_is_refused(take: Take, rows: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        take(rows, out_of_scope=("EU",))
