"""Where an indicator is published: the table that carries it, and what is picked from it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from indicators.declaration import Frozen, Text

TABLES = {  # publisher -> the form of its table codes, and the address of a table
    "Eurostat": (r"[a-z][a-z0-9_]*", "https://ec.europa.eu/eurostat/databrowser/view/{}"),
    "OECD": (r"DSD_[A-Z0-9_]+@DF_[A-Z0-9_]+", "https://sdmx.oecd.org/public/rest/dataflow/OECD.CFE.EDS/{}"),
    "World Bank": (r"[A-Z0-9]{2,3}(\.[A-Z0-9]+)+", "https://data.worldbank.org/indicator/{}"),
    "UN SDG": (
        r"[A-Z0-9]{2}(_[A-Za-z0-9]+)+",
        "https://unstats.un.org/SDGAPI/v1/sdg/Series/Data?seriesCode={}",
    ),
    "ONS": (r"[a-z0-9]+(-[a-z0-9]+)*", "https://www.ons.gov.uk/datasets/{}"),
}


def _codes(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else (value,)


class Source(Frozen):
    """A published table that carries an indicator.

    Attributes
    ----------
    publisher : str
        The office; the table codes of those in `TABLES` are checked for their form.
    table : str
        Code of the table, or the name of the register, survey or bulletin.
    keys : dict
        Dimension of the table -> the codes to pick.
    level : str
        The smallest territories that it is published for: ``NUTS 2``, ``province``.
    note : Text, optional
        How it differs from the definition.
    """

    publisher: str
    table: str
    keys: dict[str, Annotated[tuple[str, ...], BeforeValidator(_codes)]] = Field(default_factory=dict)
    level: str = "country"
    note: Text | None = None

    @model_validator(mode="after")
    def _is_a_code(self) -> Source:
        form, _ = TABLES.get(self.publisher, (".+", ""))
        if not re.fullmatch(form, self.table):
            raise ValueError(f"'{self.table}' is no code of a table of {self.publisher}")
        return self

    @property
    def url(self) -> str:
        """Address of the table; empty where the publisher's tables have none that is known."""
        return TABLES.get(self.publisher, ("", ""))[1].format(self.table)
