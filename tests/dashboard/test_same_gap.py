"""The gap between town and country is the same beside the map, on its own page and on that of a territory."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard.components.balance import town_and_country
from dashboard.components.divide import inequality, means_over_time
from dashboard.components.standing import standing
from dashboard.desk import Desk, open_desk
from dashboard.gaps import rates
from dashboard.library import Library
from dashboard.pages import urban_rural
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader
from tests.dashboard.conftest import FakeReader


def spoken(node: object) -> str:
    """Every text of a component, one after the other."""
    if isinstance(node, str):
        return f"{node}\n"
    children = node if isinstance(node, list) else getattr(node, "children", None)
    return "".join(map(spoken, children if isinstance(children, list) else [children] if children else []))


def gap(text: str) -> str:
    """The first sentence that tells the gap."""
    said = re.search(r"[Tt]he \S+ territories stand at .*", text)
    assert said is not None, text
    return said[0][1:]


def theil(text: str) -> list[str]:
    """Index, and the share that lies between the classes."""
    return [*re.findall(r"\(Theil ([\d.]+)\)", text), *re.findall(r"(?:, )(\d+%)", text)]


def compare(library: Library, observatory: str, query: str) -> None:
    """Hold the two pages against each other in one view."""
    beside = open_desk(library, f"/en/{observatory}/map", query)
    divide = urban_rural.divide_of(open_desk(library, f"/en/{observatory}/urban-rural", query))
    assert divide is not None
    shown = spoken(town_and_country(beside.layer()))
    own = spoken(means_over_time(divide).children[1])
    assert gap(own).startswith(gap(shown))
    if "Theil" in shown:
        assert theil(shown)[:1] == theil(spoken(inequality(divide).children[1]))[:1]


@pytest.fixture(scope="module")
def gappy() -> Library:
    """The small observatory, where one territory begins late and another ends early."""
    reader = FakeReader()
    frame, period = reader.frame, reader.frame["period"].astype(int)
    late = (frame["territory"] == "04") & (period < 2021)
    early = (frame["territory"] == "06") & (period > 2022)
    reader.frame = frame[~(frame["indicator"].eq("gva") & (late | early))]
    return Library(reader)


@pytest.fixture(scope="module")
def ecuador(settings: Settings, address: str) -> Iterator[Library]:
    """The observatory of the whole run."""
    engine = connect(settings, "reader")
    yield Library(Reader(engine))
    engine.dispose()


@pytest.mark.parametrize("year", range(2016, 2025))
def test_beside_the_map_and_on_its_own_page_the_gap_is_one(gappy: Library, year: int) -> None:
    compare(gappy, "small", f"indicator=gva&show=value&year={year}")


def test_who_comes_and_goes_is_left_out_of_both(gappy: Library, library: Library) -> None:
    query = "indicator=gva&show=value&year=2022"
    desks = [open_desk(each, "/en/small/map", query) for each in (gappy, library)]
    assert len({gap(spoken(town_and_country(desk.layer()))) for desk in desks}) == 2


def test_in_ecuador_the_gap_of_every_rate_is_one(ecuador: Library) -> None:
    edition = ecuador.edition("ecuador")
    tried = 0
    for shock in edition.shocks():
        for rate in rates(edition, shock, "province"):
            years = edition.years(shock, rate.code, "value", "province")
            if edition.opening_year(shock, rate.code, "value", "province") >= max(
                edition.shock(shock).baseline
            ):
                for year in {years[-1], edition.opening_year(shock, rate.code, "value", "province")}:
                    compare(ecuador, "ecuador", f"shock={shock}&indicator={rate.code}&show=value&year={year}")
                    tried += 1
    assert tried > 15


def test_the_page_of_a_territory_sets_it_beside_the_same_means(gappy: Library) -> None:
    query = "indicator=gva&show=value&year=2022&territory=01"
    desk: Desk = open_desk(gappy, "/en/small/territory", query)
    divide = urban_rural.divide_of(desk)
    assert divide is not None
    row = divide.rows[divide.rows["year"] == 2022].iloc[0]
    text = spoken(standing(desk))
    assert all(desk.say.number(row[role], 1) in text for role in ("urban", "intermediate", "rural"))
    assert pd.notna(row["rural"])
