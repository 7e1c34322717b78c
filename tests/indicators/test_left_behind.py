"""Who is left behind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import DataError
from indicators.left_behind import LEFT_BEHIND, LEFT_BEHIND_REASONS, left_behind, left_behind_groups
from indicators.standing import LeftBehindRule

PLACES = [f"{i:02}" for i in range(20)]
YEARS = (2019, 2020, 2021)


def figures(series, group="total"):
    """Make rows of places: code -> values of 2019, 2020, 2021."""
    return [
        ("x", place, f"{year}", group, value)
        for place, values in series.items()
        for year, value in zip(YEARS, values, strict=True)
        if value is not None
    ]


def plain(**changed):
    """Twenty places from 51 to 70, the country at 70; the others as told."""
    series = {place: (51.0 + i,) * 3 for i, place in enumerate(PLACES)} | {"EC": (70.0,) * 3}
    return series | {name.lstrip("p"): values for name, values in changed.items()}


def judge(frame, declare, series, **options):
    found = left_behind(frame(*figures(series)), declare(), PLACES, "EC", **options)
    return found.set_index("territory")


def test_the_worst_tenth_whose_gap_stays(declare, frame):
    found = judge(frame, declare, plain())
    assert found.index[found["state"] == "left behind"].tolist() == ["00", "01"]
    first = found.loc["00"]
    assert first[["evaluation", "group", "value", "benchmark", "years", "reference"]].tolist() == [
        2021,
        "total",
        51,
        70,
        2,
        20,
    ]
    assert first[["gap_before", "gap"]].tolist() == pytest.approx([19 / 70] * 2)
    assert first["reason"] == "among the worst,gap not closing"
    assert found.loc["02", ["state", "reason"]].tolist() == ["not left behind", "not among the worst"]


@pytest.mark.parametrize(
    ("values", "state", "reason", "years"),
    [
        ((50, 50, 50), "left behind", "among the worst,gap not closing", 2),
        ((50, 50, 50.3), "left behind", "among the worst,gap not closing", 2),  # 0.4 % of 70: not material
        ((50, 50, 50.5), "not left behind", "gap closing", 0),
        ((48, 50, 50), "not left behind", "gap closing", 1),
        ((60, 50, 50), "left behind", "among the worst,gap not closing", 2),
        ((50, 60, 50), "not left behind", "not among the worst,gap closing", 1),
        ((50, 49, 69), "not left behind", "not among the worst,gap closing", 0),
        ((50, 50, None), "not counted", "no figure", 0),
        ((None, 50, 50), "not counted", "no figure", 1),
    ],
)
def test_two_years_on_end(declare, frame, values, state, reason, years):
    found = judge(frame, declare, plain(p00=values)).loc["00"]
    assert found[["state", "reason", "years"]].tolist() == [state, reason, years]


def test_how_many_years_and_how_many_territories(declare, frame):
    rising = plain(p00=(48, 50, 50))
    assert judge(frame, declare, rising, rule=LeftBehindRule(years=1)).loc["00", "state"] == "left behind"
    few = {place: values for place, values in plain().items() if place in ("00", "01", "02", "EC")}
    assert set(judge(frame, declare, few).loc[["00", "01"], "reason"]) == {"too few territories"}
    assert judge(frame, declare, few, rule=LeftBehindRule(fewest=3)).loc["00", "state"] == "left behind"
    assert judge(frame, declare, few, rule=LeftBehindRule(fewest=3)).loc["09", "reason"] == "no figure"
    assert judge(frame, declare, plain(), evaluation=2020).loc["00", "state"] == "not counted"
    assert (
        judge(frame, declare, plain(), evaluation=2020, rule=LeftBehindRule(years=1)).loc["00", "state"]
        == "left behind"
    )


def test_nobody_is_worst_of_equals_nor_left_behind_ahead_of_the_benchmark(declare, frame):
    equal = judge(frame, declare, dict.fromkeys([*PLACES, "EC"], (5.0,) * 3))
    assert set(equal["reason"]) == {"not among the worst,not behind"}
    low = judge(frame, declare, plain(EC=(40.0,) * 3))
    assert low.loc["00", ["state", "reason"]].tolist() == ["not left behind", "not behind"]
    absent = judge(frame, declare, plain(EC=(None,) * 3))
    assert absent.loc["00", ["state", "reason"]].tolist() == ["not counted", "nothing to compare with"]
    nought = judge(frame, declare, plain(EC=(0.0,) * 3))
    assert nought.loc["00", "state"] == "not counted"


@given(
    st.lists(st.tuples(*[st.floats(1, 100)] * 3), min_size=20, max_size=20),
    st.sampled_from([0.25, 1024.0]),
    st.randoms(),
)
def test_direction_mirrors_units_and_order_change_nothing(declare, frame, rows, scale, random):
    series = dict(zip(PLACES, rows, strict=True)) | {"EC": (50.0,) * 3}
    made = frame(*figures(series))
    found = left_behind(made, declare(change="absolute"), PLACES, "EC")
    assert set(",".join(found["reason"]).split(",")) <= set(LEFT_BEHIND_REASONS)
    assert (found["state"] == "left behind").sum() <= 4
    larger = left_behind(made.assign(value=made["value"] * scale), declare(change="absolute"), PLACES, "EC")
    assert larger["state"].equals(found["state"])
    turned = made.assign(value=-made["value"])
    mirrored = left_behind(turned, declare(change="absolute", direction="lower"), PLACES, "EC")
    assert mirrored["state"].equals(found["state"])
    assert mirrored["gap"].to_numpy() == pytest.approx(found["gap"].to_numpy())
    codes = random.sample(PLACES, 20)
    shuffled = left_behind(made, declare(change="absolute"), codes, "EC").set_index("territory")
    assert shuffled.loc[PLACES, "state"].tolist() == found["state"].tolist()


def test_groups_against_the_total_of_their_own_territory(declare, frame):
    total = dict.fromkeys(PLACES, (70.0,) * 3)
    rural = {place: (51.0 + i,) * 3 for i, place in enumerate(PLACES)}
    women = dict.fromkeys(PLACES[:15], (70.0,) * 3)
    rows = frame(*figures(total), *figures(rural, "urbanisation=rural"), *figures(women, "sex=F"))
    found = left_behind_groups(rows, declare(), PLACES)
    assert list(found.columns) == LEFT_BEHIND
    flagged = found[found["state"] == "left behind"]
    assert flagged[["territory", "group"]].to_numpy().tolist() == [
        ["00", "urbanisation=rural"],
        ["01", "urbanisation=rural"],
    ]
    uncounted = found[found["state"] == "not counted"]
    assert uncounted["territory"].tolist() == PLACES[15:]
    assert set(uncounted["group"]) == {"sex=F"}


def test_no_groups_and_no_figures(declare, frame):
    nothing = frame(("y", "00", "2020", "total", 1.0))
    assert left_behind_groups(nothing, declare(), PLACES).empty
    found = left_behind(nothing, declare(), PLACES, "EC", evaluation=2020)
    assert set(found["state"]) == {"not counted"}
    assert np.isnan(found["gap"]).all()


@pytest.mark.parametrize("kind", ["total", "index"])
def test_only_rates_are_compared(declare, frame, kind):
    with pytest.raises(DataError, match="cannot be compared"):
        left_behind(frame(*figures(plain())), declare(kind=kind), PLACES, "EC")
