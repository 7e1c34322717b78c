"""What an observatory declares, as the tables `indicators` and `shocks` of the codebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geodata.codebook import tables
from geodata.observatory import Observatory
from indicators.declaration import Text
from indicators.indicator import Indicator
from indicators.shock import Shock

LANGUAGES = ("en", "es", "fr")


def declared_indicators(observatory: Observatory) -> pd.DataFrame:
    """Lay out the indicators, one a row, with the columns of the codebook; what is not declared is None."""
    return _frame("indicators", [_indicator(one) for one in observatory.indicators.values()])


def declared_shocks(observatory: Observatory) -> pd.DataFrame:
    """Lay out the shocks, one a row, with the columns of the codebook."""
    return _frame("shocks", [_shock(one) for one in observatory.shocks])


def _frame(table: str, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=tables()[table].names, dtype=object)


def _indicator(one: Indicator) -> dict[str, Any]:
    texts = {"name": one.name, "definition": one.definition, "unit": one.unit}
    facts = ("dimension", "direction", "change", "kind", "roll_up", "formula", "sdg", "target", "target_year")
    return {
        "indicator": one.code,
        **{key: value for name, text in texts.items() for key, value in _spoken(name, text).items()},
        "measured_in": one.measured_in,
        **{fact: getattr(one, fact) for fact in facts},
    }


def _shock(one: Shock) -> dict[str, Any]:
    return {
        "shock": one.code,
        **_spoken("name", one.name),
        "baseline": ",".join(str(year) for year in one.baseline),
        "impact_first": one.impact[0],
        "impact_last": one.impact[1],
        "trend_first": one.trend[0],
        "trend_last": one.trend[1],
        "indicators": ",".join(one.indicators),
    }


def _spoken(name: str, text: Text) -> dict[str, str | None]:
    return {f"{name}_{language}": getattr(text, language) for language in LANGUAGES}
