"""`recovery load`, `recovery refresh` and `recovery init`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from etl import observatories
from etl.check import NO_TERRITORY
from etl.journal import json_lines
from etl.load import Report
from etl.progress import shown
from etl.refresh import refresh
from etl.run import prepare
from geodata.settings import Settings

STEPS_BESIDE_DATA = 4
LINES_SHOWN = 5
BUILT_IN = ", ".join(observatories.BUILT_IN)

app = typer.Typer(no_args_is_help=True)

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help=f"A built-in observatory ({BUILT_IN}), or the folder of a declaration."
    ),
]
From = Annotated[Path | None, typer.Option("--from", help="Folder of the files, if not beside it.")]
AllowHost = Annotated[list[str] | None, typer.Option(help="A further host that may be asked for files.")]
Live = Annotated[bool, typer.Option("--live", help="Ask the publisher where it can be, not the folder.")]
Since = Annotated[str, typer.Option(help="First period that is asked of publishers, like 2012.")]


@app.command("load")
def load_command(
    observatory: Name,
    folder: From = None,
    allow_host: AllowHost = None,
    live: Live = False,
    since: Since = "",
) -> None:
    """Bring an observatory's figures in, score them and publish a release."""
    run = prepare(observatory, folder, hosts=allow_host or (), live=live, since=since)
    console = Console()
    with shown(console, len(run.declared.data) + STEPS_BESIDE_DATA) as (step, piece):
        report = run.load(Settings(), step, piece)
    print_report(report, console)


@app.command("refresh")
def refresh_command(
    observatory: Name,
    folder: From = None,
    allow_host: AllowHost = None,
    live: Live = False,
    since: Since = "",
    log_json: Annotated[bool, typer.Option("--log-json", help="Log as JSON to standard error.")] = False,
) -> None:
    """Fetch and load what changed, and say so in one line: for cron. Ends with 1 if anything failed."""
    with json_lines() if log_json else nullcontext():
        run = prepare(observatory, folder, hosts=allow_host or (), live=live, since=since)
        typer.echo(refresh(run, Settings()))


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="An empty or new one.")]) -> None:
    """Write a commented starter observatory into a folder."""
    for path in observatories.write_starter(folder):
        typer.echo(path)
    typer.echo(f"It loads as it stands: recovery load {folder}")


def print_report(report: Report, console: Console) -> None:
    """Print what was read, loaded and rejected, every unknown code by name, and the release."""
    name, number = report.release.observatory, report.release.number
    if report.newest is not None:
        console.print(_unchanged(report))
        return
    for note in report.notes:
        console.print(Text(note, style="yellow"))
    for note, names in _notes(report).items():
        console.print(Text(f"{', '.join(names)}: {note}"))
    console.print(_files(report))
    console.print(_counts(report))
    same = [data_set.id for data_set in report.release.declaration.data if data_set.id not in report.changed]
    if same:
        console.print(Text(f"As they were: {', '.join(same)}."))
    for data_set, result in report.results.items():
        for reason, rows in result.rejects.groupby("reason"):
            console.print(Text(f"{data_set}: {len(rows)} rejected: {reason}: {_which(str(reason), rows)}"))
    for row in report.checks.query("outcome == 'warned'").to_dict("records"):
        console.print(Text(f"{row['data_set']}: {row['name']}: {row['message']}", style="yellow"))
    if any(len(result.rejects) for result in report.results.values()):
        console.print(f"Every rejected row with its file and line: recovery rejects {name}")
    console.print(f"[bold]Release {number} of {name} is published.[/bold]")


def _notes(report: Report) -> dict[str, list[str]]:
    """Gather what was noted of the files: note -> the data sets it holds for."""
    found: dict[str, list[str]] = {}
    for name, result in report.results.items():
        for note in result.notes:
            found.setdefault(note, []).append(name)
    return found


def _unchanged(report: Report) -> str:
    name, number = report.release.observatory, report.release.number
    if report.newest == number:
        return f"Nothing changed: release {number} of {name} holds these very files already."
    return (
        f"Nothing changed: these very files are release {report.newest} of {name}, which was rolled back; "
        f"readers see release {number}. To go forward again: recovery rollback {name} --to {report.newest}"
    )


def _files(report: Report) -> Table:
    columns = [
        Column(name, justify="right", no_wrap=True) for name in ("read", "taken", "out of\nscope", "left")
    ]
    table = Table(Column("file of territories", overflow="fold"), "for", *columns, box=SIMPLE_HEAD)
    for row in report.files.to_dict("records"):
        counts = (f"{row[name]:,}" for name in ("read", "taken", "out_of_scope", "left"))
        table.add_row(row["path"], row["purpose"], *counts)
    return table


def _counts(report: Report) -> Table:
    numbers = ("read", "loaded", "rejected", "out of\nscope", "empty")
    columns = [Column(name, justify="right", no_wrap=True) for name in numbers]
    table = Table(Column("data set", overflow="fold"), *columns, box=SIMPLE_HEAD)
    for name, result in report.results.items():
        counts = (
            *(result.read, result.loaded, len(result.rejects)),
            *(result.out_of_scope, result.empty),
        )
        table.add_row(name, *(f"{count:,}" for count in counts))
    return table


def _which(reason: str, rows: pd.DataFrame) -> str:
    if reason.startswith(NO_TERRITORY):
        return ", ".join(f"{code} ({count})" for code, count in rows["code"].value_counts(sort=False).items())
    lines = rows["line"].head(LINES_SHOWN).astype(str).tolist()
    return f"line {', '.join(lines)}" + (" ..." if len(rows) > LINES_SHOWN else "")
