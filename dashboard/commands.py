"""`recovery serve`: the dashboard under a production server."""

from __future__ import annotations

import os
import socket

import typer
import uvicorn
from rich.console import Console

from dashboard.app import create_app
from dashboard.warm import keep_warm
from geodata.service_user import step_down
from geodata.settings import Settings
from indicators.errors import RecoveryError

app = typer.Typer()


@app.callback()
def _commands() -> None:
    """Keep the command's name although it is the only one."""


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen on; 0.0.0.0 lets other machines in."),
    port: int = typer.Option(8050, min=0, max=65535, help="Port to listen on."),
) -> None:
    """Show the published releases in the browser."""
    run(Settings(), host, port)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; as root, only after root's rights are given up."""
    console = Console(stderr=True)
    server = create_app(settings)
    config = uvicorn.Config(server, log_level="warning", server_header=False)
    listener = listen(host, port)
    kept = step_down()
    if kept:
        console.print(f"[yellow]Still running as root:[/] {kept}")
    console.print(
        f"Territorial Recovery is at [bold]http://{host}:{listener.getsockname()[1]}/[/]  (Ctrl-C stops it)"
    )
    keep_warm(server.state.library)
    uvicorn.Server(config).run(sockets=[listener])


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
