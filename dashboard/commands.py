"""`recovery serve`: the dashboard under a production server."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from dashboard.keeper import Keeper
from dashboard.logs import configure
from geodata.cluster import Cluster
from geodata.service_user import service_user, step_down
from geodata.settings import Settings
from indicators.errors import RecoveryError

METRICS = "PROMETHEUS_MULTIPROC_DIR"
LOOPBACK = "127.0.0.1"

app = typer.Typer()


@app.callback()
def _commands() -> None:
    """Keep the command's name although it is the only one."""


@app.command()
def serve(
    host: str = typer.Option(LOOPBACK, help="Address to listen on; 0.0.0.0 lets other machines in."),
    port: int = typer.Option(8050, min=0, max=65535, help="Port to listen on."),
    workers: int = typer.Option(1, min=1, max=64, help="Processes that answer; one for each core."),
    log_json: bool = typer.Option(False, "--log-json", help="Log every request, one JSON object a line."),
    metrics_port: int | None = typer.Option(
        None, min=0, max=65535, help="Port of /metrics for Prometheus; none by default."
    ),
    metrics_host: str = typer.Option(LOOPBACK, help="Address of /metrics."),
) -> None:
    """Show the published releases in the browser."""
    configure(as_json=log_json)
    watched = None if metrics_port is None else (metrics_host, metrics_port)
    run(Settings(), (host, port), workers, watched)


def run(
    settings: Settings, address: tuple[str, int], workers: int = 1, watched: tuple[str, int] | None = None
) -> None:
    """Serve until interrupted; as root, only after root's rights are given up.

    Parameters
    ----------
    address, watched
        Host and port of the dashboard, and of ``/metrics``.
    """
    console = Console(stderr=True)
    revive = _revive(settings)  # a process of its own, made while this one is still small
    with _figures():
        # Only now: figures that several processes share must be told of the folder before they are made.
        from dashboard.app import create_app
        from dashboard.metrics import MetricsDoor
        from dashboard.watch import Watch
        from dashboard.workers import serve

        dashboard = Watch(create_app(settings, revive))
        listeners = [listen(*address), *([listen(*watched)] if watched else [])]
        ports = [listener.getsockname()[1] for listener in listeners]
        kept = step_down()
        if kept:
            console.print(f"[yellow]Still running as root:[/] {kept}")
        if watched:
            console.print(f"Figures for Prometheus are at http://{watched[0]}:{ports[1]}/metrics")
        console.print(
            f"Territorial Recovery is at [bold]http://{address[0]}:{ports[0]}/[/]  (Ctrl-C stops it)"
        )
        serve(MetricsDoor(dashboard, ports[1]) if watched else dashboard, listeners, workers)


def _revive(settings: Settings) -> Callable[[], object]:
    """Return what brings the database back, where that is ours to do."""
    if not settings.private:
        return lambda: None
    keeper = Keeper(Cluster(settings).start)
    keeper.begin()
    return keeper.ask


@contextmanager
def _figures() -> Iterator[None]:
    """Make the folder through which the processes share their figures; it goes with them."""
    folder = tempfile.mkdtemp(prefix="recovery-metrics-")
    if user := service_user():
        os.chown(folder, user.uid, user.gid)
    os.environ[METRICS] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder)


def listen(host: str, port: int) -> socket.socket:
    """Take a port before root's rights are given up; 0 takes any that is free.

    Raises
    ------
    RecoveryError
        Where the address is in use, not ours, or not one of this machine.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise RecoveryError(
            f"cannot listen there: {reason}",
            where=f"{host}:{port}",
            mend="choose another --port (make demo PORT=8051) or --host",
        ) from error
