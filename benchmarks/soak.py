"""Mixed load for as long as wanted: does anything fail, does it get slower, does memory grow?

Run: `RECOVERY_HOME=... .venv/bin/python -m benchmarks.soak [minutes] [readers]`, on a loaded home.

Readers look at pages, move controls, take tables along, call the API and begin exports, each with a pause as
a person makes. Memory is that of the database and all workers (PSS), once every few seconds; its slope is
fitted to the means of stretches of time after the warm-up, so that one moment does not count for many.
"""

from __future__ import annotations

import http.client
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np
from scipy import stats

from benchmarks.memory import LIMIT_MB, weigh
from benchmarks.visits import Visit, calls, visits
from geodata.cluster import Cluster
from geodata.settings import Settings
from tests.dashboard.serving import run_server

SHARES = {"page": 20, "callback": 45, "geometry": 5, "download": 8, "api": 18, "export": 4}
"""Of a hundred requests, how many are of which kind."""
FINE = (200, 204)
ANNOUNCED = (429, 503)
"""Answers that are limits, as long as they say when to come again."""
PAUSE_S = (0.1, 1.5)
SAMPLE_S = 3.0
WARM = 0.25
STRETCHES = 12
WORKERS = 2


@dataclass
class Diary:
    """What happened."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    limits: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, dict[str, float]]] = field(default_factory=list)


def read(address: str, what: dict[str, list[Visit]], end: float, number: int, diary: Diary) -> None:
    """Be one reader until the end."""
    chance = random.Random(number)
    kinds, shares = zip(*SHARES.items(), strict=True)
    while time.monotonic() < end:
        visit = chance.choice(what[chance.choices(kinds, shares)[0]])
        line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=180)
        start = time.monotonic()
        try:
            status, again = send(visit, line)
        except (OSError, http.client.HTTPException) as error:
            diary.errors[f"{visit.path.partition('?')[0]} {error!r}"] += 1
            continue
        finally:
            line.close()
        diary.took[visit.kind].append(time.monotonic() - start)
        if status in ANNOUNCED and again:
            diary.limits[f"{visit.kind} {status}"] += 1
        elif status not in FINE:
            diary.errors[f"{visit.path} {status}"] += 1
        time.sleep(chance.uniform(*PAUSE_S))


def send(visit: Visit, line: http.client.HTTPConnection) -> tuple[int, str | None]:
    """Send a request and read the answer away; return its status and when to come again."""
    line.request(visit.method, visit.path, visit.body or None, visit.headers)
    answer = line.getresponse()
    while answer.read(1 << 16):
        pass
    return answer.status, answer.getheader("Retry-After")


def watch(server: int, database: int | None, end: float, diary: Diary) -> None:
    """Weigh the service until the end."""
    while time.monotonic() < end:
        diary.memory.append((time.monotonic(), weigh(server, database)))
        time.sleep(SAMPLE_S)


def slope(samples: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Fit a line to the memory after the warm-up.

    Returns
    -------
    float, float, float
        Megabytes an hour, and the ends of its 95 % interval (Student's t over the means of stretches).
    """
    at, megabytes = np.array(samples[int(WARM * len(samples)) :]).T
    parts = [part for part in np.array_split(np.arange(len(at)), STRETCHES) if len(part)]
    hours = np.array([at[part].mean() for part in parts]) / 3600
    fit = stats.linregress(hours, [megabytes[part].mean() for part in parts])
    margin = stats.t.ppf(0.975, len(parts) - 2) * fit.stderr
    return fit.slope, fit.slope - margin, fit.slope + margin


def main(minutes: float, readers: int) -> None:
    """Serve, let the readers read, report."""
    diary, what = Diary(), defaultdict(list)
    environment = {"RECOVERY_CALLS_PER_MINUTE": "600"}  # all readers come from one address
    with run_server(environment, "--workers", str(WORKERS)) as served:
        database = Cluster(Settings()).status().pid
        for visit in [*visits(served.address), *calls(served.address)]:
            what[visit.kind].append(visit)
        end = time.monotonic() + 60 * minutes
        threads = [
            threading.Thread(target=read, args=(served.address, what, end, number, diary))
            for number in range(readers)
        ]
        threads.append(threading.Thread(target=watch, args=(served.process.pid, database, end, diary)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        logged = [line.strip() for line in served.lines if " WARNING " in line or " ERROR " in line]
    report(diary, minutes, readers)
    common = Counter(line[24:140] for line in logged).most_common(5)
    print(f"lines in the log of the server: {len(logged)} {common}")


def report(diary: Diary, minutes: float, readers: int) -> None:
    """Print what was found."""
    total = sum(map(len, diary.took.values()))
    print(f"{total} requests of {readers} readers in {minutes:g} min, {WORKERS} workers")
    for kind, times in sorted(diary.took.items()):
        middle, most, worst = 1000 * np.quantile(times, [0.5, 0.95, 1])
        print(
            f"  {kind:9} {len(times):6}  median {middle:7.0f} ms  p95 {most:7.0f} ms  longest {worst:7.0f} ms"
        )
    print(f"errors: {sum(diary.errors.values())} {dict(diary.errors.most_common(10))}")
    print(f"announced limits: {dict(diary.limits)}")
    weighed = [(at, sum(parts.values())) for at, parts in diary.memory]
    megabytes = [each for _, each in weighed]
    first, highest, last = megabytes[0], max(megabytes), megabytes[-1]
    print(f"memory: first {first:.0f}, highest {highest:.0f}, last {last:.0f} MB of {LIMIT_MB}")
    quarters = [diary.memory[int(share * (len(diary.memory) - 1))][1] for share in (0, 0.25, 0.5, 0.75, 1)]
    for name in quarters[-1]:
        print(
            f"  {name}: " + ", ".join(f"{parts.get(name, 0):.0f}" for parts in quarters) + " MB by quarters"
        )
    per_hour, low, high = slope(weighed)
    print(f"slope after the first quarter: {per_hour:+.1f} MB/h (95 %: {low:+.1f} to {high:+.1f})")


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 30, int(given[1]) if len(given) > 1 else 12)
