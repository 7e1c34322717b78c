"""Many readers of one address, each of whom moves something every few seconds."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
UPDATE = "/_dash-update-component"


def crowd(
    address: str, moves: Sequence[Sequence[str]], count: int, seconds: float, every: float
) -> tuple[list[float], list[str]]:
    """Let readers send moves for a while.

    Parameters
    ----------
    moves : sequence of sequences of str
        Each move is the bodies of the callbacks that a browser sent for it.
    count, seconds, every
        How many readers, for how long, and how long each waits after a move.

    Returns
    -------
    list of float
        Seconds that each callback took.
    list of str
        Whatever went wrong.
    """
    took: list[float] = []
    wrong: list[str] = []
    end = time.perf_counter() + seconds

    def read(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, every))
        while time.perf_counter() < end:
            move(address, chance.choice(moves), took, wrong)
            time.sleep(every)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(count)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return took, wrong


def move(address: str, bodies: Sequence[str], took: list[float], wrong: list[str]) -> None:
    """Send what a browser sent for one move; note the seconds of each answer, and whatever went wrong."""
    # The server lets go of a line that rests as long as a reader does.
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    for body in bodies:
        start = time.perf_counter()
        try:
            line.request("POST", UPDATE, body, HEADERS)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            wrong.append(repr(error))
            break
        took.append(time.perf_counter() - start)
        if answer.status not in (200, 204):
            wrong.append(f"status {answer.status}")
    line.close()
