"""A data set as it is declared: the file, how it is read, where it comes from."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from geodata.checks import Checks
from geodata.text import Delimiter
from indicators.declaration import Frozen
from indicators.errors import DataError
from indicators.indicator import Code
from indicators.observations import TOTAL, frequency


def _tuple(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else (value,)


def _period(value: str) -> str:
    try:
        frequency(value)
    except DataError as error:
        raise ValueError(str(error)) from None
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", value):
        raise ValueError(f"'{value}' is not a day: write 2026-11-23")
    return value or None


def _group(value: str) -> str:
    pairs = value.split(";")
    if value != TOTAL and (
        pairs != sorted(pairs) or not all(re.fullmatch(r"[^=;]+=[^=;]+", pair) for pair in pairs)
    ):
        raise ValueError(
            f"'{value}' is not a group: write {TOTAL}, or sorted pairs as in sex=F;urbanisation=rural"
        )
    return value


Encoding = Literal["utf-8", "utf-16", "cp1252", "latin-1"]
Codes = Annotated[tuple[str, ...], BeforeValidator(_tuple)]
Group = Annotated[str, AfterValidator(_group)]


class Break(Frozen):
    """A period at which the series of a data set start anew, everywhere or in the territories named."""

    period: Annotated[str, AfterValidator(_period)]
    territories: Codes = ("all",)
    note: str = ""


class Columns(Frozen):
    """Names of the columns of a file; ``place`` are those that only repeat the territory in words."""

    territory: str = "territory"
    period: str = "period"
    value: str = "value"
    status: str | None = None
    place: Codes = ()
    unit: str | None = None


class DataSet(Frozen):
    """One published data set that feeds one indicator.

    Attributes
    ----------
    id : str
        Name of the data set inside the observatory; loads and rejects are listed under it.
    source : str
        The reader in `etl/sources`.
    path : str
        File, relative to the observatory's folder or to ``--from``; or an https address. A data set of
        Eurostat needs none: it is asked for by its `dataset`, with the codes of `filter` and `map`; nor does
        one of a `provider` of SDMX, whose `dataset` is the data flow.
    provider : str
        Of SDMX, by the name that sdmx1 gives it (``OECD``).
    key : str
        The codes asked of the provider, by dimension in the flow's own order: ``A.MEX+CHL..``.
    meta : str
        Of an ``opensdg`` data set: the repository's own description of the indicator, ``meta/8-5-2.md``.
    since : str
        First period that is asked of Eurostat or of a provider.
    columns : Columns
        Of a tidy ``table``.
    wide : bool
        A ``table`` with one column a period instead of `columns.period` and `columns.value`.
    delimiter, decimal, thousands, encoding, header, sheet : optional
        How a ``table`` is written; ``header`` is the line of the column names. What is left out is detected
        and reported, or asked for where the file may be read in two ways.
    code_width : int, optional
        Digits of codes that the file holds as numbers: with 2, the number 1 is the code ``01``.
    filter : dict
        Column -> the codes to keep; other rows are out of scope and counted as such.
    map : dict
        Column -> code -> group (``sex=F``); ``total`` is the whole population.
    group, territory, period : str
        Of every row, where the file does not say.
    split_years : {"first", "last"}, optional
        Which year a figure for two, like 2013/14, is filed under; without it such figures are rejected.
    out_of_scope : tuple of str
        Territory codes, with ``*``, that the file holds but the observatory does not want
        (``EU27_2020``, ``*ZZ``); every other unknown code is rejected by name.
    scale : float
        Factor from the published unit to the indicator's.
    retrieved : date
        Day on which the file was fetched from its publisher.
    checks : Checks
        What it must pass before it is published.
    version : str, optional
        The version of the hierarchy that its codes are of, where it is not the present one.
    moved : {"mark", "quarantine"}
        What is done with a figure of that version whose code is kept while its boundary moved: flagged ``d``
        (definition differs), or rejected with what became of it.
    conversion : {"population", "area", "off"}
        The weight that figures of other territories are converted by, with the crosswalks of the hierarchy.
    """

    id: Code
    source: Code
    path: str = ""
    provider: str = ""
    key: Annotated[str, Field(pattern=r"^[\w@$*.+-]*$")] = ""
    meta: str = ""
    since: Annotated[str, AfterValidator(_period)] | None = None
    indicator: Code
    unit: str = ""
    columns: Columns = Columns()
    wide: bool = False
    delimiter: Delimiter | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal[",", ".", " ", "'"] | None = None
    encoding: Encoding | None = None
    header: Annotated[int, Field(ge=1)] | None = None
    sheet: str | None = None
    code_width: Annotated[int, Field(ge=1, le=20)] | None = None
    filter: dict[str, Codes] = Field(default_factory=dict)
    map: dict[str, dict[str, Group]] = Field(default_factory=dict)
    group: Group = TOTAL
    territory: str = ""
    period: str = ""
    split_years: Literal["first", "last"] | None = None
    out_of_scope: tuple[str, ...] = ()
    scale: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    breaks: tuple[Break, ...] = ()
    checks: Checks = Checks()
    version: str | None = None
    moved: Literal["mark", "quarantine"] = "mark"
    conversion: Literal["population", "area", "off"] = "population"
    publisher: str
    dataset: str = ""
    licence: str
    url: str = ""
    read_from: str = ""
    retrieved: Annotated[date | None, BeforeValidator(_day)] = None
    note: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> DataSet:
        if self.provider and self.source != "sdmx":
            raise ValueError("a 'provider' is asked with 'source: sdmx'")
        if self.meta and self.source != "opensdg":
            raise ValueError("a 'meta' belongs to 'source: opensdg'")
        if self.key and not self.provider:
            raise ValueError("a 'key' needs a 'provider'")
        if not self.path and not (self.by_code and self.dataset):
            raise ValueError("it needs a 'path': a file, or an https address")
        return self

    @property
    def by_code(self) -> bool:
        """Whether its publisher can be asked for it by the code of the data set."""
        return self.source == "eurostat" or bool(self.provider)

    @property
    def fingerprint(self) -> str:
        """Hash of how the file is read: a change here reads the same bytes anew."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
