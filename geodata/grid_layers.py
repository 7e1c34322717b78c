"""The layers of a population grid as they are declared, for the Degree of Urbanisation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicators.declaration import Frozen


class GridLayer(Frozen):
    """A file of square cells of 1 km2 in an equal-area reference system.

    Attributes
    ----------
    path : str
        GeoTIFF, GeoPackage or GeoParquet (the bytes tell which), relative to the observatory's folder or to
        ``--from``; or an https address.
    column : str, optional
        Of a GeoPackage or GeoParquet, in which every feature is a cell: the column with the figure.
    layer : str, optional
        Of a GeoPackage that has several.
    scale : float
        Factor from the file's unit to people, or to a share of the cell: 0.01 for percent, 0.000001 for m2.
    nodata : float, optional
        Figure that stands for none, where the file does not say so itself.
    crs : str, optional
        The reference system, where the file does not say.
    """

    path: str
    column: str | None = None
    layer: str | None = None
    scale: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    nodata: float | None = None
    crs: str | None = None
    publisher: str = ""
    licence: str = ""
    url: str = ""


class GridLayers(Frozen):
    """People in each cell, and the share of it that is land and that is built up, where they are known.

    Attributes
    ----------
    rule : {"R2023A", "R2022A"}
        The version of the method, by the JRC's data package that defines it.
    """

    population: GridLayer
    land: GridLayer | None = None
    built: GridLayer | None = None
    rule: Literal["R2022A", "R2023A"] = "R2023A"

    @property
    def all(self) -> tuple[GridLayer, ...]:
        """The layers that are declared."""
        return tuple(layer for layer in (self.population, self.land, self.built) if layer)
