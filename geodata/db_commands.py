"""`recovery db`: look after the private database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from geodata.cluster import Cluster
from geodata.database import address, connect
from geodata.dump import Header, dump, read_header
from geodata.restore import restore
from geodata.roles import Role
from geodata.settings import Settings
from indicators.errors import StoreError

app = typer.Typer()
db = typer.Typer(no_args_is_help=True, help="Look after the private database.")
app.add_typer(db, name="db")


@app.callback()
def _only_groups() -> None:
    """Keep `db` a name of its own: Typer drops the name of an only command."""


@db.command()
def start() -> None:
    """Start the private database; make it first if there is none."""
    settings = Settings()
    started = _cluster(settings).start()
    connect(settings, "owner").dispose()
    typer.echo("The database runs now." if started else "The database was running already.")


@db.command()
def stop() -> None:
    """Stop the private database; its data stay."""
    typer.echo("Stopped." if _cluster(Settings()).stop() else "The database was not running.")


@db.command()
def status() -> None:
    """Say whether the database runs, and where it is."""
    settings = Settings()
    table = Table.grid(padding=(0, 2))
    if settings.private:
        found = Cluster(settings).status()
        table.add_row("state", "running" if found.state == "ready" else found.state)
        table.add_row("pid", str(found.pid or "-"))
        table.add_row("data", str(found.data))
        table.add_row("socket", str(found.socket))
        table.add_row("home", str(settings.home))
    else:
        role: Role = "owner" if settings.database_url else "reader"
        connect(settings, role).dispose()
        table.add_row("state", "running")
        table.add_row("server", address(settings, role).render_as_string(hide_password=True))
    Console(soft_wrap=True).print(table)


@db.command()
def url(
    role: Annotated[
        Role, typer.Option(help="Who connects: owner writes, reader and export only read.")
    ] = "owner",
) -> None:
    """Print the database's address, password included, for psql; start the private database if need be."""
    settings = Settings()
    connect(settings, role).dispose()
    found = address(settings, role).set(drivername="postgresql")
    typer.echo(found.render_as_string(hide_password=False))


@db.command("dump")
def write_dump(
    file: Annotated[
        Path, typer.Argument(help="File to write; one that is there is replaced when all is in.")
    ],
) -> None:
    """Write the whole database into one file, while it is in use."""
    header = dump(Settings(), file)
    size = file.stat().st_size / 1e6
    typer.echo(f"{file}: {size:.1f} MB, {_told(header)}; SHA-256 {header.sha256} (without the header).")


@db.command("restore")
def read_dump(
    file: Annotated[Path, typer.Argument(help="File that `recovery db dump` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put what a dump holds in the place of everything in the database; at a fault, nothing changes."""
    header = read_header(file)
    if not yes:
        typer.confirm(f"Replace every figure and score in the database by {_told(header)}?", abort=True)
    typer.echo(f"Restored {_told(restore(Settings(), file))}.")


def _told(header: Header) -> str:
    releases = [f"release {number} of {name}" for name, number in header.observatories.items()]
    return f"{', '.join(releases) or 'no release'}, as of {header.made_at:%Y-%m-%d %H:%M} UTC"


@db.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the private database for good; figures must be loaded anew."""
    settings = Settings()
    cluster = _cluster(settings)
    if not yes:
        typer.confirm(f"Delete every figure and score in the database of {settings.home}?", abort=True)
    cluster.reset()
    typer.echo("Deleted. The next command that needs a database makes a new one.")


def _cluster(settings: Settings) -> Cluster:
    if not settings.private:
        raise StoreError(
            "the database is a server of your own, which this command does not touch",
            where="RECOVERY_DATABASE_URL",
            mend="unset it to use the private database",
        )
    return Cluster(settings)
