"""The reference system that coordinates are in: as the file says, or as declared; never a guess."""

from __future__ import annotations

from pyproj import CRS
from pyproj.exceptions import CRSError

from indicators.errors import DataError


def choose_system(found: str | None, declared: str | None, where: str) -> CRS:
    """Choose the file's own reference system, else the declared one.

    Raises
    ------
    DataError
        Where neither is there, one is unknown, or they differ.
    """
    if found is None and declared is None:
        raise DataError("no reference system", where=where, mend="declare 'crs', as in 'crs: EPSG:32717'")
    try:
        own, told = (CRS.from_user_input(name) if name else None for name in (found, declared))
    except CRSError:
        raise DataError(
            f"'{declared or found}' is no reference system", where=where, mend="declare its EPSG code"
        ) from None
    if own and told and not own.equals(told, ignore_axis_order=True):
        raise DataError(
            f"the file is in {own.name}, and '{declared}' is declared", where=where, mend="drop 'crs'"
        )
    return own or told or CRS.from_epsg(4326)
