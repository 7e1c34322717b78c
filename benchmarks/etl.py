"""How fast do figures and boundaries get from a file into PostGIS, beside the usual ways, in one run?

Run: `make bench`, or `.venv/bin/python -m benchmarks.etl [observations] [polygons]`.
"""

from __future__ import annotations

import json
import os
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
from sqlalchemy import create_engine

from etl.load import load
from etl.sources import SOURCES
from geodata.cluster import Cluster
from geodata.database import connect
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
    """`pandas.read_csv` and `to_sql` of a slice, scaled to all rows."""
    engine = create_engine(Cluster(settings).url("owner").replace("postgresql:", "postgresql+psycopg:"))
    taken = min(SLICE, rows)

    def run() -> None:
        pd.read_csv(folder / "figures.csv", nrows=taken).to_sql("by_pandas", engine, index=False)

    spent = seconds(run) * rows / taken
    engine.dispose()
    return spent


def boundaries(settings: Settings, folder: Path, polygons: int) -> tuple[float, float]:
    """Versioned, indexed and published territories, beside `to_postgis` of the same frame."""
    places = squares(polygons)
    frame = places.rename(columns={"code": "territory"}).assign(
        level="region", parent=None, name_local=places["code"], role=None, role_derived=False, enclave=False
    )
    bounds = places.geometry.bounds
    frame = frame.assign(
        area_km2=1.0, west=bounds.minx, south=bounds.miny, east=bounds.maxx, north=bounds.maxy
    )
    frame = frame.assign(name_en=None, name_es=None, name_fr=None)[PLACES]
    frame = frame.set_geometry(shapely.multipolygons(frame.geometry.to_numpy().reshape(-1, 1)), crs=4326)
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

    try:
        return seconds(ours), seconds(lambda: frame.to_postgis("by_geopandas", engine))
    finally:
        engine.dispose()


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
            ours, theirs = boundaries(settings, folder, polygons)
            print(
                f"{polygons:,} polygons: {ours:.1f} s, to_postgis {theirs:.1f} s, ratio {theirs / ours:.1f}"
            )
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
