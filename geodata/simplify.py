"""Boundaries with fewer points, in which neighbours still share every border."""

from __future__ import annotations

import pandas as pd
import shapely

METRES_PER_DEGREE = 40_075_017 / 360  # of the equator


def simplify(shapes: pd.Series[bytes], tolerance_m: float) -> pd.Series[bytes]:
    """Simplify the boundaries of the territories of one level together.

    Corners whose triangle is smaller than the tolerance squared are taken away (Visvalingam and Whyatt,
    1993), on a shared border the same ones on both sides.

    Parameters
    ----------
    shapes : Series of bytes
        Polygons in well-known binary, degrees.
    tolerance_m : float
        Metres on the equator; with 0 nothing changes.

    Returns
    -------
    Series of bytes
        Multipolygons, whatever they were.

    Examples
    --------
    >>> bent = shapely.from_wkt("POLYGON ((0 0, 1 0.0001, 2 0, 2 2, 0 2, 0 0))")
    >>> plain = simplify(pd.Series([shapely.to_wkb(bent)]), 2_000)
    >>> print(shapely.from_wkb(plain[0]))
    MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)))
    """
    if not tolerance_m:
        return shapes
    drawn = shapely.from_wkb(shapes.to_numpy(dtype=object))
    fewer = shapely.coverage_simplify(drawn, tolerance_m / METRES_PER_DEGREE)
    several = [shapely.multipolygons(shapely.get_parts(shape)) for shape in fewer]
    return pd.Series(shapely.to_wkb(several), index=shapes.index, dtype=object)
