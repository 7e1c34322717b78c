"""The figures of every year laid out once, and answers made once for all who ask together."""

import threading

import numpy as np
import pandas as pd
import pytest

from dashboard.library import Library
from dashboard.recent import Recent, recent
from dashboard.sheets import Sheets, sheets


def lay(**columns: list[object]) -> Sheets:
    rows = pd.DataFrame({"territory": ["a", "b", "x", "a"], "year": [2020, 2020, 2020, 2021], **columns})
    return Sheets.of_rows(rows, pd.Index(["b", "a", "c"]))


def test_a_sheet_holds_every_territory_asked_for_in_its_order() -> None:
    found = lay(value=[1.0, 2.0, 9.0, 3.0], marks=["early", None, "", ""]).of(2020)
    assert found.index.tolist() == ["b", "a", "c"]
    np.testing.assert_array_equal(found["value"], [2.0, 1.0, np.nan])
    assert found["marks"].tolist() == ["", "early", ""]
    assert found["rank"].isna().all()


def test_a_year_without_figures_is_an_empty_sheet() -> None:
    found = lay(value=[1.0, 2.0, 9.0, 3.0]).of(1900)
    assert found["value"].isna().all()
    assert found["reason"].tolist() == ["", "", ""]


def test_the_last_year_is_that_of_the_last_figure() -> None:
    last = lay(value=[1.0, 2.0, 9.0, np.nan]).last
    np.testing.assert_array_equal(last, [2020, 2020, np.nan])


def test_nothing_has_no_years() -> None:
    empty = Sheets.of_rows(pd.DataFrame({"territory": [], "year": [], "value": []}), pd.Index(["a"]))
    assert empty.years == ()
    assert np.isnan(empty.last).all()


@pytest.mark.parametrize(("indicator", "show"), [("gva", "value"), ("gva", "change"), ("deaths", "value")])
def test_each_year_is_ranked_by_itself_the_better_first(library: Library, indicator: str, show: str) -> None:
    edition = library.edition("small")
    found = sheets(edition, "flood", indicator, show, "province")
    frame = found.of(2022).dropna(subset="value")
    sign = 1 if show == "change" else edition.indicator(indicator).sign
    best_first = (sign * frame["value"]).sort_values(ascending=False)
    assert frame["rank"].reindex(best_first.index).tolist() == list(range(1, len(frame) + 1))


def test_who_asks_together_gets_one_answer() -> None:
    made: list[int] = []
    gate = threading.Barrier(4)

    @recent(2)
    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    def ask() -> None:
        gate.wait()
        assert double(3) == 6

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [3]


def test_a_failure_is_not_kept() -> None:
    tries: list[int] = []

    @recent(2)
    def fail_once() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return 7

    with pytest.raises(ValueError, match="not yet"):
        fail_once()
    assert fail_once() == fail_once() == 7
    assert len(tries) == 2


def test_an_answer_may_need_another() -> None:
    made: list[str] = []
    kept: Recent[str] = Recent(3)

    def turned(word: str) -> str:
        return kept.get(word, lambda: made.append(word) or (turned(word[1:]) + word[0] if word else ""))

    assert [turned("ab"), turned("b"), turned("ab")] == ["ba", "b", "ba"]
    assert made == ["ab", "b", ""]
