"""How fast does the API answer? Beside `COPY TO STDOUT` and Datasette on the same figures, in one run.

Run: `.venv/bin/python -m benchmarks.api [observations] [seconds]`. Datasette is found on the PATH,
or where `DATASETTE` says it is; it has requirements of its own (`python -m venv`, `pip install datasette`).
"""

from __future__ import annotations

import http.client
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.etl import PLACES_LOADED, seconds, write_files
from etl.load import load
from geodata.cluster import Cluster
from geodata.observatory import read_observatory
from geodata.settings import Settings
from tests.dashboard.serving import serve

HERE = "/api/v1/observatories/table-bench/observations"
CLIENTS = 8
BLOCK = 1 << 20
EVERY_S = 0.05
ROUNDS = 3
COLUMNS = "indicator, territory, period, grouping, value, unit, status, data_set, load"
LABELLED = """
select i.code, t.code, to_char(o.period_start, 'YYYY'), g.code, o.value, 'people', o.status, d.code,
    o.load_from
from observation o
join indicator i on i.id = o.indicator
join territory t on t.id = o.territory
join grouping g on g.id = o.grouping
join data_set d on d.id = o.data_set
where o.load_to is null
"""
PLAIN = "select * from observation where load_to is null"


def copied(settings: Settings, query: str) -> tuple[float, int]:
    """`COPY TO STDOUT` of a query as CSV: seconds, bytes."""
    command = ["psql", "-qXc", f"copy ({query}) to stdout (format csv)", Cluster(settings).url("owner")]
    start, size = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while block := process.stdout.read(BLOCK):
            size += len(block)
    return time.perf_counter() - start, size


def downloaded(address: str, name: str, encoding: str = "identity") -> tuple[float, int]:
    """The same figures from the API: seconds, bytes."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)
    start, size = time.perf_counter(), 0
    line.request("GET", f"{HERE}?format={name}", headers={"Accept-Encoding": encoding})
    answer = line.getresponse()
    assert answer.status == 200, answer.read()
    while block := answer.read(BLOCK):
        size += len(block)
    line.close()
    return time.perf_counter() - start, size


class Weight:
    """The memory of every process below this one that runs `recovery serve`, while a download runs."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Weight:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        servers = [one for one in psutil.Process().children(True) if "serve" in one.cmdline()]
        while not self._end.wait(EVERY_S):
            self.seen.append(sum(one.memory_info().rss for one in servers) / 1e6)

    @property
    def told(self) -> str:
        """Memory after the first and the last quarter of the download, in megabytes."""
        quarter = len(self.seen) // 4
        return f"{self.seen[quarter]:,.0f} MB after a quarter, {max(self.seen[-quarter:]):,.0f} MB at the end"


def into_sqlite(settings: Settings, path: Path) -> None:
    """Write the same table for Datasette, with an index for the questions that are asked."""
    command = [
        "psql",
        "-qXAtc",
        f"copy ({LABELLED}) to stdout (delimiter '|')",
        Cluster(settings).url("owner"),
    ]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        sqlite3.connect(path) as base,
    ):
        assert process.stdout is not None
        base.execute(f"create table figures ({COLUMNS})")
        rows = (line.rstrip("\n").split("|") for line in process.stdout)
        typed = ([*row[:4], float(row[4]), *row[5:]] for row in rows)
        base.executemany("insert into figures values (?, ?, ?, ?, ?, ?, ?, ?, ?)", typed)
        base.execute("create index place on figures (territory, grouping, period)")


@contextmanager
def datasette(path: Path) -> Iterator[str | None]:
    """Run Datasette on a table; nothing where it is not installed."""
    program = os.environ.get("DATASETTE") or shutil.which("datasette")
    if program is None:
        yield None
        return
    command = [program, "serve", "-i", str(path), "--port", "8097", "--setting", "num_sql_threads", "8"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            time.sleep(0.1)
            try:
                http.client.HTTPConnection("127.0.0.1:8097", timeout=5).request("GET", "/-/versions.json")
                break
            except ConnectionRefusedError:
                continue
        yield "http://127.0.0.1:8097"
    finally:
        process.terminate()
        process.wait(20)


def asked_ours(number: int) -> str:
    """One territory, one group: fifty figures as JSON."""
    return f"{HERE}?territory=R{number % PLACES_LOADED:06}&group=age%3DY{number % 7:03}&limit=100"


def asked_datasette(number: int) -> str:
    """The same of Datasette, which is let off counting and suggesting."""
    only = f"territory=R{number % PLACES_LOADED:06}&grouping=age%3DY{number % 7:03}"
    return f"/figures/figures.json?{only}&_size=100&_nocount=1&_nofacet=1&_nosuggest=1&_shape=objects"


def rate(address: str, path: object, for_s: float, *, known: bool = False) -> float:
    """Answers a second to a few callers who each keep their line; with `known`, to who has them already."""
    ended, counts = time.perf_counter() + for_s, [0] * CLIENTS

    def call(me: int) -> None:
        line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        tags: dict[str, str] = {}
        number = me
        while time.perf_counter() < ended:
            at = path(number % 50 if known else number)  # type: ignore[operator]
            given = {"If-None-Match": tags[at]} if at in tags else {}
            line.request("GET", at, headers={"Accept-Encoding": "identity", **given})
            answer = line.getresponse()
            body = answer.read()
            assert answer.status == (304 if given else 200), (answer.status, body[:500])
            if known and not given:
                tags[at] = answer.headers["ETag"]
            else:
                counts[me] += 1
            number += CLIENTS
        line.close()

    callers = [threading.Thread(target=call, args=(me,)) for me in range(CLIENTS)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    return sum(counts) / for_s


def stream(settings: Settings, address: str) -> None:
    """Print how long everything takes as CSV, beside COPY, before and after."""
    downloaded(address, "json")
    before, size = copied(settings, LABELLED)
    bare, _ = copied(settings, PLAIN)
    with Weight() as weight:
        spent, ours = downloaded(address, "csv")
    packed, small = downloaded(address, "csv", "gzip")
    parquet, smaller = downloaded(address, "parquet")
    again, _ = copied(settings, LABELLED)
    best = min(before, again)
    print(
        f"COPY of the same rows: {before:.1f} s, {again:.1f} s, {size / 1e6:,.0f} MB; bare table {bare:.1f} s"
    )
    beside = f"{spent / best:.2f} x COPY, {spent / bare:.2f} x the bare table"
    print(f"CSV: {spent:.1f} s, {ours / 1e6:,.0f} MB, {beside}")
    print(f"memory of the server: {weight.told}")
    print(f"CSV with gzip: {packed:.1f} s, {small / 1e6:,.0f} MB")
    print(f"Parquet: {parquet:.1f} s, {smaller / 1e6:,.0f} MB")


def small(settings: Settings, path: Path, for_s: float) -> None:
    """Print how many small answers a second, by one worker and by two, beside Datasette."""
    into_sqlite(settings, path)
    home = {"RECOVERY_HOME": str(settings.home)}
    for workers in ("1", "2"):
        ours, known, theirs = 0.0, 0.0, 0.0
        with serve(home, "--workers", workers) as address, datasette(path) as other:
            # By turns, because the machine may be busier at one time than at another.
            for _ in range(ROUNDS):
                ours = max(ours, rate(address, asked_ours, for_s))
                theirs = max(theirs, rate(other, asked_datasette, for_s)) if other else 0.0
                known = max(known, rate(address, asked_ours, for_s, known=True))
        told = f"small answers, workers {workers}: {ours:,.0f}/s, with ETag {known:,.0f}/s"
        beside = f"{ours / theirs:.2f} x, with ETag {known / theirs:.2f} x" if theirs else "not installed"
        print(f"{told}; Datasette {theirs:,.0f}/s: {beside}", flush=True)


def main(observations: int, for_s: float) -> None:
    """Load, serve, measure."""
    with tempfile.TemporaryDirectory(prefix="recovery-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = Settings(home=folder / "home")
        settings.home.mkdir()
        write_files(folder, observations)
        print(f"{observations:,} observations; load of the machine {os.getloadavg()[0]:.1f}")
        try:
            declared = read_observatory(folder / "table.yaml")
            took = seconds(lambda: load(declared, folder, settings, str))
            print(f"loaded in {took:.0f} s")
            with serve({"RECOVERY_HOME": str(settings.home)}) as address:
                stream(settings, address)
            small(settings, folder / "figures.db", for_s)
        finally:
            Cluster(settings).reset()


if __name__ == "__main__":
    rows, for_s = [*sys.argv[1:], *("5000000", "10")[len(sys.argv) - 1 :]]
    main(int(rows), float(for_s))
