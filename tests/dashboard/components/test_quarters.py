"""A territory by quarter."""

import pandas as pd
import pytest

from dashboard.components.quarters import by_quarter, quarters
from dashboard.desk import Desk, open_desk
from dashboard.library import Library


@pytest.fixture
def quarterly(library: Library) -> Desk:
    """A reader of a territory whose jobs are told by quarter: the season doubles the second one."""
    fresh = Library(library.source)
    rows = [
        ("jobs", "01", f"{year}-Q{quarter}", "total", (10.0 + year - 2012) * (2 if quarter == 2 else 1), "")
        for year in range(2012, 2023)
        for quarter in (1, 2, 3, 4)
    ]
    columns = ["indicator", "territory", "period", "group", "value", "status"]
    frame = pd.DataFrame(rows, columns=columns)
    fresh.edition("small").keep(("quarters", "jobs"), lambda: frame)
    return open_desk(fresh, "/en/small/territory", "territory=01")


def test_each_quarter_is_compared_with_its_own(quarterly: Desk) -> None:
    found = by_quarter(quarterly, quarterly.edition.indicator("jobs")).set_index("period")
    assert found.loc["2022-Q1"].tolist() == [20.0, 17.0]
    assert found.loc["2022-Q2"].tolist() == [40.0, 34.0]
    assert len(quarters(quarterly)) == 1


def test_who_has_no_quarters_has_no_section(library: Library) -> None:
    assert quarters(open_desk(library, "/en/small/territory", "territory=01")) == []
