"""What the checks ask of a data set's staged figures, and of the present ones that they would replace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geodata.store import statements
from geodata.store.packed import period_of, time_of
from geodata.store.stage import PLACE, Stage

MOST_ROWS = 20
SPREAD = {"key": "int64", "count": "int64", "flagged": "int64", "largest": "float64"}


@dataclass(frozen=True)
class Rows:
    """Some figures: how many there are, and the first `MOST_ROWS` of them."""

    count: int
    first: pd.DataFrame


class Survey:
    """Answers on one data set, everything of which is staged; get one from `Writer.survey`.

    `replaces` tells whether there are present figures.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage, self.replaces = stage, False
        if stage.replaces:
            stage.run(statements.CREATE_FORMER, data_set=stage.data_set)
            stage.run(statements.INDEX_FORMER)
            stage.run(statements.ANALYZE_FORMER)
            self.replaces = not self.former.empty

    @cached_property
    def new(self) -> pd.DataFrame:
        """Columns period, group, count, flagged (with a status) and largest (of the absolute values)."""
        plain = self._stage.statuses.index("") if "" in self._stage.statuses else -1
        return self._spread(statements.SURVEY, plain=plain)

    @cached_property
    def former(self) -> pd.DataFrame:
        """As `new`, of the present figures; empty where there are none."""
        return self._spread(statements.SURVEY_FORMER) if self._stage.replaces else self.new.head(0)

    def _spread(self, statement: str, **given: object) -> pd.DataFrame:
        return self._stage.decode(self._stage.read(statement, SPREAD, **given), ("period", "group"))

    def rows(self, periods: Collection[str] | None = None) -> Rows:
        """Staged figures, all or of some periods."""
        return self._rows(statements.ROWS, every=periods is None, times=_times(periods or ()))

    def mixed(self) -> Rows:
        """Staged figures whose series has more than one frequency."""
        return self._rows(statements.MIXED)

    def sums(self, percent: float) -> Rows:
        """Staged parents all of whose members are there and add up to something else, in `sum`."""
        return self._rows(statements.SUMS, {"sum": "float64"}, percent=percent)

    def magnitudes(self) -> pd.DataFrame:
        """Compare each period with the same series before: then, or at its latest period before.

        Returns
        -------
        DataFrame
            Columns period, count (of pairs) and magnitude (the median of the powers of ten between them).
        """
        types = {"time": "int64", "count": "int64", "magnitude": "float64"}
        found = self._stage.read(statements.RATIOS, types)
        found["key"] = found.pop("time")
        return self._stage.decode(found, ("period",)).sort_values("period", ignore_index=True)

    def paired(self, periods: Collection[str]) -> Rows:
        """Staged figures of some periods beside those of `magnitudes`, in `was`."""
        return self._rows(statements.RATIO_ROWS, {"was": "float64"}, times=_times(periods))

    def former_territories(self) -> int:
        """Count the territories of the present figures."""
        return int(self._stage.run(statements.FORMER_TERRITORIES).scalar_one())

    def gone(self, periods: Collection[str] | None = None, groups: Collection[str] = ()) -> Rows:
        """Present figures that are not staged: all, or those of some periods or groups."""
        return self._rows(
            statements.GONE,
            types={"key": "int64", "value": "float64"},
            every=periods is None,
            times=_times(periods or ()),
            groups=self._stage.group_keys(groups),
        )

    def revised(self) -> tuple[int, Rows]:
        """Count the figures that there were and are, and find those with another value, the old in `was`."""
        both, differ = self._stage.run(statements.REVISED).one()
        return both, self._rows(statements.REVISED_ROWS, {"was": "float64"}) if differ else Rows(0, NOTHING)

    def covered(self) -> pd.DataFrame:
        """Count territories by level and period: columns was and is; what is not counted is missing."""
        counts = {"was": self._covered("{former}"), "is": self._covered("{staged}")}
        return pd.DataFrame(counts).rename_axis(["level", "period"])

    def _covered(self, table: str) -> pd.Series[float]:
        rows = self._stage.run(statements.COVERED.replace("{table}", table))
        return pd.Series({(level, period_of(time)): count for level, time, count in rows}, dtype=float)

    def _rows(
        self,
        statement: str,
        more: dict[str, str] | None = None,
        types: dict[str, str] = PLACE,
        **given: object,
    ) -> Rows:
        asked = {**types, **(more or {}), "total": "int64"}
        found = self._stage.read(statement, asked, most=MOST_ROWS, **given)
        total = found.pop("total")
        return Rows(int(total.max(initial=0)), self._stage.decode(found))


NOTHING = pd.DataFrame()


def _times(periods: Collection[str]) -> list[int]:
    return [time_of(period) for period in periods]
