"""How fast do figures and boundaries get from a file into PostGIS, beside the usual ways, in one run?

Run: `make bench`, or `.venv/bin/python -m benchmarks.etl [observations] [polygons]`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import create_engine, text

from etl.load import load
from etl.sources import SOURCES
from geodata.cluster import Cluster
from geodata.database import connect
from geodata.hierarchy import SIDES
from geodata.observatory import read_observatory
from geodata.settings import Settings
from geodata.store import Load, Writer
from geodata.tables import composite, measure
from geodata.territory import COLUMNS as PLACES

YEARS = [str(year) for year in range(1974, 2024)]
PLACES_LOADED, SLICE = 1000, 100_000
DECLARATION = """
observatory: {source}-bench
name: {{en: Benchmark}}
languages: [en]
hierarchy:
  version: "1"
  levels:
    - {{code: country, name: {{en: Country}}, places: [{{code: XX, name: {{en: X}}}}]}}
    - {{code: region, name: {{en: Region}}, parent: XX, boundaries: {{path: regions.geojson, key: code}}}}
population: population
benchmark: country
score_level: region
map_levels: [region]
map: {{extent: [0, 0, 60, 60]}}
shocks: []
data:
  - id: population
    source: {source}
    path: {path}
    indicator: population
    {reading}
    map: {{age: {{{groups}}}}}
    publisher: Made up
    licence: CC0
"""


def squares(count: int) -> geopandas.GeoDataFrame:
    """A grid of squares of a tenth of a degree or less, under codes R00001 and on."""
    side = int(np.ceil(np.sqrt(count)))
    x, y = np.divmod(np.arange(count), side)
    step = 50 / side
    boxes = shapely.box(x * step, y * step, (x + 1) * step, (y + 1) * step)
    codes = [f"R{i:06}" for i in range(count)]
    return geopandas.GeoDataFrame({"code": codes}, geometry=boxes, crs=4326)


def write_files(folder: Path, observations: int) -> None:
    """The same seeded figures as a tidy CSV and as a Eurostat TSV, each with its declaration."""
    groups = max(1, observations // (PLACES_LOADED * len(YEARS)))
    ages = [f"Y{i:03}" for i in range(groups)]
    values = np.random.default_rng(1).integers(1, 1_000_000, (groups, PLACES_LOADED, len(YEARS)))
    places = squares(PLACES_LOADED)
    places.to_file(folder / "regions.geojson")
    index = pd.MultiIndex.from_product([ages, places["code"], YEARS], names=["age", "territory", "period"])
    tidy = pd.DataFrame({"value": values.ravel()}, index=index).reset_index()
    tidy[["territory", "period", "age", "value"]].to_csv(folder / "figures.csv", index=False)
    rows = pd.MultiIndex.from_product([["A"], ["NR"], ages, places["code"]]).map(",".join)
    wide = pd.DataFrame(values.reshape(-1, len(YEARS)), columns=YEARS)
    wide.insert(0, "freq,unit,age,geo\\TIME_PERIOD", rows)
    wide.to_csv(folder / "figures.tsv", sep="\t", index=False)
    mapped = ", ".join(f"{age}: age={age}" for age in ages)
    for source, path, reading in (
        ("table", "figures.csv", "columns: {territory: territory, period: period, value: value}"),
        ("eurostat", "figures.tsv", "filter: {freq: A, unit: NR}"),
    ):
        text = DECLARATION.format(source=source, path=path, reading=reading, groups=mapped)
        (folder / f"{source}.yaml").write_text(text)


def seconds(call: Callable[[], object]) -> float:
    """One run: it writes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def apart(what: str, *arguments: str | Path) -> list[float]:
    """Run `load_here` or `parse_here` in a process of its own; what it prints."""
    command = [sys.executable, "-P", __file__, what, *map(str, arguments)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    numbers: list[float] = json.loads(told)
    return numbers


def peak_mb() -> float:
    """The most memory that this program ever took; unlike `ru_maxrss` not that of the one that started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def parse_here(declaration: str) -> None:
    """Read the file of a declaration and keep nothing: seconds, peak memory in MB."""
    path = Path(declaration)
    [data_set] = read_observatory(path).data
    pieces = SOURCES[data_set.source].tidy(path.parent / data_set.path, data_set, data_set.path)
    print(json.dumps([seconds(lambda: deque(pieces, maxlen=0)), peak_mb()]))


def load_here(home: str, declaration: str) -> None:
    """Load, and load again: seconds, seconds, peak memory in MB."""
    path = Path(declaration)
    observatory, settings = read_observatory(path), Settings(home=Path(home))

    def run() -> None:
        load(observatory, path.parent, settings, str)

    first, again = seconds(run), seconds(run)
    print(json.dumps([first, again, peak_mb()]))


def raw_copy(settings: Settings, folder: Path) -> float:
    """`psql \\copy` of the same rows into a table with the same primary key."""
    url = Cluster(settings).url("owner")
    table = "raw (territory text, period text, age text, value float8, primary key (territory, period, age))"
    subprocess.run(["psql", "-qX", url, "-c", f"create table {table}"], check=True)
    copy = f"\\copy raw from '{folder / 'figures.csv'}' csv header"
    return seconds(lambda: subprocess.run(["psql", "-qX", url, "-c", copy], check=True))


def to_sql(settings: Settings, folder: Path, rows: int) -> float:
    """`read_csv` and `to_sql` of a slice, into a table with the primary key of `raw`; scaled to all rows."""
    engine = create_engine(Cluster(settings).url("owner").replace("postgresql:", "postgresql+psycopg:"))
    taken = min(SLICE, rows)
    with engine.begin() as connection:
        connection.execute(text("create table by_pandas (like raw including all)"))

    def run() -> None:
        frame = pd.read_csv(folder / "figures.csv", nrows=taken, dtype={"period": str})
        frame.to_sql("by_pandas", engine, index=False, if_exists="append")

    spent = seconds(run) * rows / taken
    engine.dispose()
    return spent


def territories(polygons: int) -> geopandas.GeoDataFrame:
    """A grid of squares as `territory.assemble` would give it."""
    places = squares(polygons)
    bounds = places.geometry.bounds
    frame = places.rename(columns={"code": "territory"}).assign(
        **dict.fromkeys(["parent", "role", "name_en", "name_es", "name_fr"]),
        **dict.fromkeys(["role_derived", "enclave"], False),
        **dict(zip(SIDES, (bounds.minx, bounds.miny, bounds.maxx, bounds.maxy), strict=True)),
        **{"level": "region", "area_km2": 1.0, "name_local": places["code"]},
    )[PLACES]
    return frame.set_geometry(shapely.multipolygons(frame.geometry.to_numpy().reshape(-1, 1)), crs=4326)


def boundaries(settings: Settings, folder: Path, polygons: int) -> dict[str, float]:
    """Seconds of a frame of polygons into PostGIS by each way.

    Ours are versioned, unique by code, hashed, analyzed and published. `to_postgis` writes the same columns
    into a table as it makes it, with its spatial index (which ours, drawn whole, has no use for) and no key;
    then with the primary key on the code too, without which a second run would double the rows. `ogr2ogr`
    copies the same rows from a GeoPackage, as it makes its table: key and spatial index.
    """
    frame = territories(polygons)
    declared = read_observatory(folder / "table.yaml").model_copy(
        update={"observatory": "places", "data": ()}
    )
    engine = connect(settings, "owner")
    given = Load(data_set="territories", kind="territories", sha256="", fingerprint="")
    empty = [pd.DataFrame(columns=[column.name for column in t.c]) for t in (measure, composite)]

    def ours() -> None:
        with Writer.open(engine, "places") as writer:
            writer.write_territories(given, frame, "1")
            writer.publish(declared, *empty)

    def key() -> None:
        with engine.begin() as connection:
            connection.execute(text("alter table by_geopandas add primary key (territory)"))

    try:
        spent = {
            "ours": seconds(ours),
            "to_postgis": seconds(lambda: frame.to_postgis("by_geopandas", engine)),
        }
        spent["to_postgis with a primary key"] = spent["to_postgis"] + seconds(key)
    finally:
        engine.dispose()
    if shutil.which("ogr2ogr"):
        spent["ogr2ogr"] = by_ogr(settings, folder, frame)
    return spent


def by_ogr(settings: Settings, folder: Path, frame: geopandas.GeoDataFrame) -> float:
    """`ogr2ogr` of a GeoPackage of the frame, by COPY, which is its fastest way."""
    path = folder / "polygons.gpkg"
    frame.to_file(path)
    target = f"PG:{Cluster(settings).url('owner')}"
    command = ["ogr2ogr", "-q", "--config", "PG_USE_COPY", "YES", "-nln", "by_ogr", target, str(path)]
    return seconds(lambda: subprocess.run(command, check=True))


def main(observations: int, polygons: int) -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory(prefix="recovery-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = Settings(home=folder / "home")
        settings.home.mkdir()
        write_files(folder, observations)
        Cluster(settings).start()
        connect(settings, "owner").dispose()
        try:
            print(f"{observations:,} observations; load of the machine {os.getloadavg()[0]:.1f}")
            copied = raw_copy(settings, folder)
            pandas = to_sql(settings, folder, observations)
            print(f"psql \\copy {copied:.1f} s; pandas to_sql {pandas:.0f} s (scaled from {SLICE:,} rows)")
            for source in ("table", "eurostat"):
                parsed, least = apart("parse", folder / f"{source}.yaml")
                speed = f"{observations / parsed:,.0f} rows/s, peak {least:,.0f} MB"
                print(f"{source}: reading alone {parsed:.1f} s, {speed}")
                spent, again, peak = apart("load", settings.home, folder / f"{source}.yaml")
                speed = f"{observations / spent:,.0f} rows/s, {spent / copied:.1f} x \\copy"
                slower = f"to_sql takes {pandas / spent:.1f} x as long"
                print(f"{source}: {spent:.1f} s, {speed}, {slower}, again {again:.2f} s, peak {peak:,.0f} MB")
            ways = boundaries(settings, folder, polygons)
            ours = ways.pop("ours")
            told = [f"{way} {took:.1f} s ({took / ours:.1f} x ours)" for way, took in ways.items()]
            missing = [] if "ogr2ogr" in ways else ["ogr2ogr is not installed"]
            load_now = f"load of the machine {os.getloadavg()[0]:.1f}"
            print(f"{polygons:,} polygons; {load_now}: {ours:.1f} s; {'; '.join(told + missing)}")
        finally:
            Cluster(settings).reset()


if __name__ == "__main__":
    if sys.argv[1:2] == ["load"]:
        load_here(*sys.argv[2:])
    elif sys.argv[1:2] == ["parse"]:
        parse_here(*sys.argv[2:])
    else:
        sizes = [int(size) for size in sys.argv[1:]]
        main(*(sizes + [5_000_000, 100_000][len(sizes) :]))
