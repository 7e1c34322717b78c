"""The keeper looks for all who ask, goes on after a failure, and ends with the last who could ask."""

from __future__ import annotations

import subprocess
import sys

import psutil

from tests.dashboard.serving import ROOT

STAND = """
import os, signal, sys
from dashboard.keeper import Keeper
from indicators.errors import StoreError

def start():
    print("looked", flush=True)
    raise StoreError("it does not start")

keeper = Keeper(start)
keeper.begin()
for line in sys.stdin:
    if line == "ask\\n":
        for _ in range(100_000):
            keeper.ask()
"""
PATIENCE_S = 20.0


def test_many_who_ask_make_it_look_a_few_times_and_it_outlives_a_failure_but_not_the_server() -> None:
    command = [sys.executable, "-c", STAND]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("ask\n")
        assert server.stdout.readline() == "looked\n"
        [keeper] = psutil.Process(server.pid).children()
        keeper.terminate()  # as a group is told to stop: whoever is being answered may still ask
        assert server.stdout.readline() == "looked\n"
        server.stdin.close()
        server.wait(timeout=PATIENCE_S)
        assert psutil.wait_procs([keeper], timeout=PATIENCE_S)[1] == []
        looked = 2 + server.stdout.read().count("looked")
        assert looked < 20
        assert server.stderr is not None
        assert server.stderr.read().count("it does not start") == looked


def test_asking_holds_nobody_up_where_nobody_hears() -> None:
    ask = "from dashboard.keeper import Keeper\nkeeper = Keeper(int)\nfor _ in range(200_000): keeper.ask()"
    assert (
        subprocess.run([sys.executable, "-c", ask], cwd=ROOT, check=True, timeout=PATIENCE_S).returncode == 0
    )
