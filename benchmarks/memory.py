"""How much memory does the whole service take, database included, after every page was visited?

Run: `RECOVERY_HOME=... .venv/bin/python -m benchmarks.memory [workers]`, with `eu` loaded in the home.

Memory is counted as PSS: what several processes share is divided among them, so that the parts add up to what
the machine gives.
"""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.visits import calls, visits
from geodata.cluster import Cluster
from geodata.settings import Settings
from tests.dashboard.serving import run_server

LIMIT_MB = 1500


def pss_mb(process: psutil.Process) -> float:
    """Proportional share of memory of one process, in megabytes (10^6 bytes)."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return 0.0
    [line] = [line for line in text.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) * 1024 / 1e6


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all its descendants."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def visit_all(address: str, workers: Sequence[int]) -> Counter[str]:
    """Visit everything in every worker, side by side; count the answers by kind and status."""
    answers: Counter[str] = Counter()
    todo = [*visits(address), *calls(address)]

    def see(line: http.client.HTTPConnection) -> None:
        for visit in todo:
            answers[f"{visit.kind} {visit.send(line)[0]}"] += 1

    threads = [threading.Thread(target=see, args=(reach(address, pid),)) for pid in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def reach(address: str, pid: int) -> http.client.HTTPConnection:
    """Open a connection that one process has accepted: whoever comes again and again meets each of them."""
    while True:
        line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
        line.request("GET", "/health/live")
        line.getresponse().read()
        port = line.sock.getsockname()[1]
        if any(each.raddr and each.raddr.port == port for each in psutil.Process(pid).net_connections("tcp")):
            return line
        line.close()


def answering(server: int) -> list[int]:
    """Return the processes of a server that answer: its workers, or itself where it has none."""
    listening = [
        each.pid for each in family(server) if any(c.status == "LISTEN" for c in each.net_connections("tcp"))
    ]
    return listening[1:] or listening


def weigh(server: int, database: int | None) -> dict[str, float]:
    """Megabytes of each process of the server, and of the database as a whole."""
    parts = {f"server process {each.pid}": pss_mb(each) for each in family(server)}
    if database is not None:
        parts["database"] = sum(pss_mb(each) for each in family(database))
    return parts


def main(workers: int) -> None:
    """Serve, visit, weigh."""
    with run_server({}, "--workers", str(workers)) as served:
        database = Cluster(Settings()).status().pid
        time.sleep(2)
        pid = served.process.pid
        crew = answering(pid)
        tell("before the first visit", weigh(pid, database))
        start = time.perf_counter()
        answers = visit_all(served.address, crew)
        print(f"{sum(answers.values())} visits in {time.perf_counter() - start:.0f} s: {dict(answers)}")
        total = tell("after all visits", weigh(pid, database))
    print(f"{total:.0f} MB of {LIMIT_MB} MB: {'within' if total < LIMIT_MB else 'OVER'} the limit")


def tell(when: str, parts: dict[str, float]) -> float:
    """Print the parts; return their sum."""
    total = sum(parts.values())
    listed = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in parts.items())
    print(f"{when}: {total:.0f} MB ({listed})")
    return total


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
