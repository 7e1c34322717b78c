"""Names of countries in the reader's language, for sources that name each country in its own."""

from __future__ import annotations

import pandas as pd
from babel import Locale

# Eurostat writes two countries otherwise than ISO 3166.
ISO = {"EL": "GR", "UK": "GB"}


def translated(names: pd.Series[str], places: pd.DataFrame, language: str) -> pd.Series[str]:
    """Name countries in a language where the source has only their own name, or one for all languages.

    Parameters
    ----------
    names : Series
        Territory code -> name as the source gives it.
    places : DataFrame
        Indexed by code: parent, name_en, name_es, name_fr, name_local. A country has no parent, and as code
        two letters of ISO 3166 or of Eurostat.
    """
    once = (places["name_en"] == places["name_es"]) & (places["name_es"] == places["name_fr"])
    own = places[f"name_{language}"] == places["name_local"]
    countries = places.index[(once | own) & places["parent"].isna() & (places.index.str.len() == 2)]
    known = Locale(language).territories
    found = {code: known[ISO.get(code, code)] for code in countries if ISO.get(code, code) in known}
    return pd.Series({**names.to_dict(), **found}, dtype=names.dtype).reindex(names.index)
