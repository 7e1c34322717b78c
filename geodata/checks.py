"""What a data set must pass before it is published, and what happens where it does not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicators.declaration import Frozen

Severity = Literal["stop", "warn", "off"]
Percent = Annotated[float, Field(gt=0, le=100)]


class Checks(Frozen):
    """Severity of each check: ``stop`` publishes nothing, ``warn`` is told and stored, ``off`` is not made.

    Attributes
    ----------
    units : str
        The figures are a power of ten away from those of the last load, or shares where percentages stood.
    range : str
        More than a tenth of the values lie outside the indicator's bounds.
    sums : str
        Children do not add up to their published parent, to within `sums_percent`.
    rows : str
        More than `rows_percent` of the figures of the last load are missing.
    empty : str
        A period, group or flag that the last load had holds not one value.
    columns : str
        Columns of the file that the last one did not have, or had.
    future : str
        Periods that have not begun.
    mixed : str
        One series in more than one frequency.
    duplicates : str
        One key with two different values; the further ones are in quarantine in any case.
    revised : str
        Figures that were changed since the last load.
    coverage : str
        A level that lost more than a fifth of its territories in some period.
    """

    units: Severity = "stop"
    range: Severity = "stop"
    sums: Severity = "warn"
    rows: Severity = "stop"
    empty: Severity = "stop"
    columns: Severity = "warn"
    future: Severity = "stop"
    mixed: Severity = "stop"
    duplicates: Severity = "warn"
    revised: Severity = "warn"
    coverage: Severity = "warn"
    rows_percent: Percent = 30.0
    sums_percent: Percent = 1.0
