"""Figures completed batch by batch are those completed all at once."""

from collections.abc import Mapping

import pandas as pd
import pytest

from etl.batches import Batch, in_batches
from indicators.derive import complete
from indicators.indicator import Indicator, catalogue
from indicators.observations import COLUMNS

CODES = ["gva_nominal", "cpi", "gva_constant_prices", "deaths", "population", "unemployment_rate"]
PARENTS = {"01": "EC", "02": "EC", "EC": None}
GROUPS = ["total", "sex=F", "sex=M"]


def known() -> dict[str, Indicator]:
    """What is declared, and what it is made of."""
    wanted = [*CODES]
    for code in wanted:
        wanted += [need for need in catalogue()[code].needs if need not in wanted]
    return {code: catalogue()[code] for code in wanted}


def figures() -> pd.DataFrame:
    rows = [
        (code, place, period, group, float(at + len(place + period + group) % 7), "")
        for at, code in enumerate(CODES, start=1)
        for place in ("01", "02")
        for period in ("2019", "2020", "2020-Q1")
        for group in GROUPS
        if code not in ("cpi", "gva_constant_prices")
    ]
    prices = [("cpi", "EC", period, "total", 110.0, "e") for period in ("2019", "2020")]
    return pd.DataFrame([*rows, *prices], columns=COLUMNS)


def taken(frame: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """What the store gives for a batch."""
    there = frame["indicator"].isin(batch.indicators)
    if batch.groups is not None:
        there &= frame["group"].isin(batch.groups) | frame["indicator"].isin(batch.whole)
    return frame[there].reset_index(drop=True)


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.groupby(["indicator", "group"]).size().rename("count").reset_index()


def derived(frame: pd.DataFrame, batch: Batch, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    given = taken(frame, batch)
    chosen = {code: indicators[code] for code in batch.indicators}
    new = complete(given, chosen, PARENTS).iloc[len(given) :]
    return new if batch.groups is None else new[new["group"].isin(batch.groups)]


@pytest.mark.parametrize("most", [1, 7, 20, 40, 1000])
def test_batches_of_any_size_give_the_same_figures(most: int) -> None:
    frame, indicators = figures(), known()
    batches = [*in_batches(counted(frame), indicators, most=most)]
    apart = pd.concat([derived(frame, batch, indicators) for batch in batches])
    at_once = complete(frame, indicators, PARENTS).iloc[len(frame) :]
    assert {"gva_constant_prices", "deaths"} <= {*at_once["indicator"]}
    assert len(batches) > 1 or most == 1000
    columns = ["indicator", "territory", "period", "group"]
    pd.testing.assert_frame_equal(
        apart.sort_values(columns, ignore_index=True), at_once.sort_values(columns, ignore_index=True)
    )


def test_what_an_inherited_computed_indicator_is_made_of_is_not_cut_by_group() -> None:
    indicators = known()
    indicators["cpi"] = indicators["cpi"].model_copy(update={"roll_up": "sum"})
    found = [*in_batches(counted(figures()), indicators, most=1)]
    [whole] = [batch for batch in found if "cpi" in batch.indicators]
    assert whole.groups is None
