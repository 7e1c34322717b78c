"""`recovery serve`: the dashboard under a production server."""

from __future__ import annotations

import typer
import uvicorn
from rich.console import Console

from dashboard.app import create_app
from geodata.service_user import step_down
from geodata.settings import Settings

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
    config = uvicorn.Config(server, host=host, port=port, log_level="warning", server_header=False)
    socket = config.bind_socket()
    kept = step_down()
    if kept:
        console.print(f"[yellow]Still running as root:[/] {kept}")
    console.print(
        f"Territorial Recovery is at [bold]http://{host}:{socket.getsockname()[1]}/[/]  (Ctrl-C stops it)"
    )
    uvicorn.Server(config).run(sockets=[socket])
