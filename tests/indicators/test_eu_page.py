"""The page of the EU's results is whole."""

import re

import pandas as pd
import pytest

from tests.indicators.eu_page import MOST, PAGE, SHOWN, show, show_theil

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["most recovered", "least recovered"])
def test_both_ends_of_the_ranking_are_there(title):
    table = TEXT.split(f"The {MOST} {title}")[1].split("##")[0]
    ranks = [int(line.split("|")[4]) for line in table.splitlines() if re.match(r"\| [A-Z]{2}", line)]
    assert len(ranks) == MOST
    assert ranks == sorted(ranks, reverse=title.startswith("least"))


def test_within_and_between_add_up():
    cells = [
        line.split("|")
        for line in TEXT.split("Town and country")[1].splitlines()
        if re.match(r"\| [A-Z]{2} ", line)
    ]
    assert cells
    for row in cells:
        whole, within, between = (float(cell) for cell in row[2:5])
        assert whole == pytest.approx(within + between, abs=0.11)


def test_it_says_what_it_does_not_say():
    assert len(TEXT.split("do not say")[1].split("\n- ")) > 5


def test_lines_are_written_as_shown():
    row = pd.DataFrame([("T1", "Town", 12.34, 3, 1.0, 3.0, 4.4, 0.5)], columns=SHOWN)
    assert show(row).splitlines()[-1] == "| T1 | Town | 12.3 | 3 | 1 | 3 | 4 | 0.5 |"
    theil = pd.DataFrame({"theil": [0.02], "theil_within": [0.015], "theil_between": [0.005]}, index=["2020"])
    assert show_theil(theil, "2020") == ["20.0", "15.0", "5.0", "25 %"]
    assert show_theil(theil, "2021") == [""] * 4
