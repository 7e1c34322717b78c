"""GeoPackage and zipped Shapefile: features in longitude and latitude, whatever system they were drawn in."""

from __future__ import annotations

import math
import tempfile
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from pyproj import Transformer

from geodata.archive import unzip
from geodata.level import Boundaries
from geodata.reference_system import choose_system
from indicators.errors import DataError

GEOPACKAGE = b"SQLite format 3\0"
COMPANIONS = {".shx": "the index of shapes", ".dbf": "the table of codes", ".prj": "the reference system"}
T = TypeVar("T")
Found = tuple[list[dict[str, Any]], list[str]]


def read_geopackage(path: Path, source: Boundaries) -> Found:
    """Read one layer of a GeoPackage.

    Returns
    -------
    features : list of dict
        ``properties`` and ``geometry`` (shapely, EPSG:4326).
    notes : list of str
        What to know of the file: the reference system it came in.

    Raises
    ------
    DataError
        Where the file is damaged, has several layers of which none is declared, or no reference system.
    """
    where = str(path)
    layers, _ = _guarded(lambda: [str(name) for name, _ in pyogrio.list_layers(path)], where)
    return _read(path, choose_layer(layers, source.layer, where), source, None, where)


def read_shapefile(raw: bytes, source: Boundaries, where: str) -> Found:
    """Read a Shapefile from a zip of its parts; see `read_geopackage`.

    Raises
    ------
    DataError
        Naming the part that is missing: .shx, .dbf, .prj, or .cpg where a text is not plain ASCII.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {path.stem: path for path in unzip(raw, Path(folder), where) if path.suffix.lower() == ".shp"}
        name = choose_layer([*files], source.layer, where)
        there = {p.suffix.lower() for p in files[name].parent.iterdir() if p.stem == name}
        for suffix, what in COMPANIONS.items():
            if suffix not in there and not (suffix == ".prj" and source.crs):
                or_declare = " or declare 'crs'" if suffix == ".prj" else ""
                raise DataError(f"no {name}{suffix}, {what}", where=where, mend=f"zip it too{or_declare}")
        features, notes = _read(files[name], name, source, source.encoding, where)
    if ".cpg" not in there and source.encoding is None:
        _require_ascii(features, name, where)
    return features, notes


def choose_layer(layers: list[str], wanted: str | None, where: str) -> str:
    """Choose the declared layer, or the only one.

    Raises
    ------
    DataError
        Naming those there are.
    """
    if wanted in layers:
        return str(wanted)
    if wanted is None and len(layers) == 1:
        return layers[0]
    what = f"no layer '{wanted}'" if wanted else f"{len(layers)} layers of shapes, and none is declared"
    raise DataError(what, where=where, mend=f"declare 'layer'; there are: {', '.join(layers) or 'none'}")


def _require_ascii(features: list[dict[str, Any]], name: str, where: str) -> None:
    texts = (value for feature in features for value in feature["properties"].values())
    strange = next((text for text in texts if isinstance(text, str) and not text.isascii()), None)
    if strange is not None:
        raise DataError(
            f"no {name}.cpg, the encoding, and '{strange}' may be misread",
            where=where,
            mend="declare 'encoding' (UTF-8, or cp1252 from older Windows programs)",
        )


def _read(path: Path, layer: str, source: Boundaries, encoding: str | None, where: str) -> Found:
    def read() -> tuple[Any, ...]:
        return tuple(pyogrio.raw.read(path, layer=layer, encoding=encoding, datetime_as_string=True))

    (meta, _, shapes, columns), notes = _guarded(read, where)
    if shapes is None or not len(shapes):
        raise DataError("holds no feature", where=where, mend="export it again, or correct the filter")
    system = choose_system(meta["crs"], source.crs, where)
    geometry = shapely.from_wkb(shapes, on_invalid="ignore")
    if system.to_epsg() != 4326:
        turn = Transformer.from_crs(system, 4326, always_xy=True)
        geometry = shapely.transform(geometry, lambda xy: np.column_stack(turn.transform(*xy.T)))
        notes.append(f"{where}: reprojected from {system.to_string()[:40]} ({system.name})")
    names = [str(name) for name in meta["fields"]]
    rows = zip(*columns, strict=True) if columns else ((),) * len(geometry)
    return [
        {"properties": {n: _plain(v) for n, v in zip(names, row, strict=True)}, "geometry": shape}
        for row, shape in zip(rows, geometry, strict=True)
    ], notes


def _guarded(read: Callable[[], T], where: str) -> tuple[T, list[str]]:
    """Run a reader of GDAL's; what it warns of is noted, what it refuses is told in our words."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            return read(), [f"{where}: {told.message}" for told in caught]
    except (DataSourceError, DataLayerError, FeatureError, UnicodeDecodeError, LookupError) as error:
        what = f"a file of boundaries that cannot be read: {str(error)[:200]}"
        raise DataError(what, where=where, mend="export it again") from None


def _plain(value: Any) -> Any:
    """Turn a cell of a column into what JSON would hold."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isnan(value) else value
