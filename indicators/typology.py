"""Urban, intermediate, rural: classes of territories by their people, and of the level above (METHODS 2)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from indicators.arrays import Words
from indicators.contrast import ROLES
from indicators.errors import DataError
from indicators.frames import require_columns, require_words

URBAN, INTERMEDIATE, RURAL = ROLES
HALF = 0.5


def by_cuts(values: ArrayLike, cuts: tuple[float, float]) -> Words:
    """Class by how urban a figure says a place is: below the first cut rural, from the second on urban.

    The figure is the population density (the classes are then called "by density") or the share of the people
    who live in urban places.

    Parameters
    ----------
    values : array, shape (R,)
    cuts : two floats, the lower first
        In the unit of the values.

    Returns
    -------
    ndarray of str, shape (R,)
        None where there is no value.

    Raises
    ------
    DataError
        Where the cuts are not in order.

    Examples
    --------
    >>> by_cuts([10.0, 50.0, 150.0, None], (50, 150)).tolist()
    ['rural', 'intermediate', 'urban', None]
    """
    x = np.asarray(values, dtype=float)
    low, high = cuts
    if not low < high:
        raise DataError(f"the cuts {low:g} and {high:g} are not in order", mend="give the lower one first")
    found = np.select([x < low, x < high], [RURAL, INTERMEDIATE], URBAN).astype(object)
    found[np.isnan(x)] = None
    return found


def derive_class(members: pd.DataFrame) -> dict[str, str]:
    """Class a territory by its members: urban (rural) where at least half of its people live in such.

    Parameters
    ----------
    members : DataFrame
        Columns parent, role, people.

    Returns
    -------
    dict
        Parent -> class; without the parents of which a member has no class or no count, or where nobody
        lives.

    Raises
    ------
    DataError
        Where a role is no such.

    References
    ----------
    METHODS 2, after Eurostat's urban-rural typology of NUTS 3.

    Examples
    --------
    >>> rows = [("P", "urban", 5.0), ("P", "rural", 5.0), ("Q", "urban", 5.0), ("Q", None, 1.0)]
    >>> derive_class(pd.DataFrame(rows, columns=["parent", "role", "people"]))
    {'P': 'urban'}
    """
    require_columns(members, ["parent", "role", "people"], "the members")
    require_words(members["role"], ROLES, "role")
    known = members["role"].notna() & members["people"].notna()
    whole = known.groupby(members["parent"]).all()
    people = members.pivot_table(index="parent", columns="role", values="people", aggfunc="sum", fill_value=0)
    share = people.reindex(index=whole.index[whole], columns=list(ROLES), fill_value=0)
    share = share[share.sum(axis=1) > 0]
    share = share.div(share.sum(axis=1), axis=0)
    found = np.select([share[URBAN] >= HALF, share[RURAL] >= HALF], [URBAN, RURAL], INTERMEDIATE)
    return dict(zip(share.index, found.tolist(), strict=True))
