"""A series and its period as one whole number, which sorts and compares several times faster than its parts.

From the highest bit: 17 of the grouping's key, 22 of the territory's, 22 of the day on which the period
begins, 2 of the frequency. Groups come first, so that a group is read without the others; within a series the
order is that of time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.errors import StoreError
from indicators.observations import frequency, period_label, period_start

FREQUENCIES = "AQM"
GROUP, TERRITORY, DAY = 46, 24, 2  # how far each is shifted
MOST_TERRITORIES, MOST_GROUPS = 1 << 22, 1 << 17

PACKED = """(
    (o.grouping::bigint << 46) | (o.territory::bigint << 24)
    | ((o.period_start - date '0001-01-01' + 1)::bigint << 2)
    | case o.frequency when 'A' then 0 when 'Q' then 1 else 2 end
)"""
"""The packed key of an observation `o`, in SQL."""

UNPACKED = """
    ((s.key >> 24) & 4194303)::integer as territory,
    case s.key & 3 when 0 then 'A'::char(1) when 1 then 'Q' else 'M' end as frequency,
    date '0001-01-01' + ((s.key >> 2) & 4194303)::integer - 1 as period_start,
    (s.key >> 46)::integer as grouping
"""
"""The parts of a staged row `s`, in SQL."""


def pack(
    territory: NDArray[np.int64], group: NDArray[np.int64], time: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Pack keys of territories and groupings and times from `time_of`.

    Raises
    ------
    StoreError
        Where a key is too large for its bits.
    """
    for what, given, most in (("territories", territory, MOST_TERRITORIES), ("groups", group, MOST_GROUPS)):
        if given.max(initial=0) >= most:
            raise StoreError(f"the database has more than {most:,} {what}", mend="use another database")
    return (territory << TERRITORY) | (group << GROUP) | time


def time_of(period: str) -> int:
    """Number a period: its first day, counted from year 1, and the frequency in the two lowest bits.

    Raises
    ------
    DataError
        Where the text is not a year, a quarter or a month.

    Examples
    --------
    >>> time_of("2020-Q1") < time_of("2020-06") < time_of("2021")
    True
    """
    return (period_start(period).toordinal() << DAY) | FREQUENCIES.index(frequency(period))


def period_of(time: int) -> str:
    """Write the period of a number from `time_of`.

    Examples
    --------
    >>> [period_of(time_of(period)) for period in ("2020", "2020-Q2", "2020-06")]
    ['2020', '2020-Q2', '2020-06']
    """
    return period_label(*time_parts(time))


def is_time(number: int) -> bool:
    """Tell whether a number is one that `time_of` makes.

    Examples
    --------
    >>> is_time(time_of("2020")), is_time(0), is_time(time_of("2020") + 3)
    (True, False, False)
    """
    return 1 <= number >> DAY <= date.max.toordinal() and number & 3 < len(FREQUENCIES)


def time_parts(time: int) -> tuple[date, str]:
    """Return the first day and the frequency of a number from `time_of`."""
    return date.fromordinal(time >> DAY), FREQUENCIES[time & 3]


def unpack(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Take packed keys apart: keys of territories, of groupings, and times for `period_of`."""
    return (key >> TERRITORY) & (MOST_TERRITORIES - 1), key >> GROUP, key & ((1 << TERRITORY) - 1)


def written(numbers: NDArray[Any], name: Callable[[int], str]) -> pd.Series[Any]:
    """Write numbers as texts, each different one looked up once.

    Examples
    --------
    >>> written(np.array([3, 3, 1]), "abcd".__getitem__).tolist()
    ['d', 'd', 'b']
    """
    codes, met = pd.factorize(numbers)
    names = pd.Series([name(number) for number in met.tolist()], dtype="str")
    return names.take(codes).reset_index(drop=True)
