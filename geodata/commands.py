"""Commands that look at what is stored: `releases`, `loads`, `rejects` and `show`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from geodata.database import connect
from geodata.lookup import require_known
from geodata.rows import records
from geodata.settings import Settings
from geodata.show import Question, credit, describe
from geodata.store import Reader
from geodata.vocabulary import Vocabulary

Name = Annotated[str, typer.Argument(help="An observatory that was loaded, by its code.", metavar="NAME")]

app = typer.Typer(no_args_is_help=True)


class Language(StrEnum):
    """The languages of the house."""

    EN = "en"
    ES = "es"
    FR = "fr"


@contextmanager
def open_reader() -> Iterator[Reader]:
    """Open the store for reading, and close it after use."""
    engine = connect(Settings(), "reader")
    try:
        yield Reader(engine)
    finally:
        engine.dispose()


@app.command()
def releases(name: Name) -> None:
    """List an observatory's releases, the newest first."""
    with open_reader() as reader:
        reader.release(name)
        for row in records(reader.releases(name)):
            moment = f"{row['published_at']:%Y-%m-%d %H:%M:%S %Z}"
            made = f"declaration {row['declaration_hash'][:12]}, software {row['software']}"
            typer.echo(
                f"{row['number']:>4}  {moment}  {made}{'  <- what readers see' * bool(row['current'])}"
            )


@app.command()
def loads(name: Name) -> None:
    """List the loads behind the current release: source, terms, hash of the bytes, rows."""
    with open_reader() as reader:
        rows = records(reader.loads(reader.release(name)))
    for row in rows:
        counts = {key: f"{row[f'rows_{key}']:,}" for key in ("read", "loaded", "rejected", "out_of_scope")}
        typer.echo(
            f"{row['data_set']}: {counts['loaded']} of {counts['read']} values loaded, "
            f"{counts['rejected']} rejected, {counts['out_of_scope']} out of scope"
        )
        if row["sha256"]:
            typer.echo(
                f"    {row['path']}, SHA-256 {row['sha256'][:16]}, {row['loaded_at']:%Y-%m-%d %H:%M %Z}"
            )
            typer.echo(f"    {credit(row)}")


@app.command()
def rejects(
    name: Name,
    data_set: Annotated[str | None, typer.Option(help="Only those of one data set.")] = None,
) -> None:
    """List the rows that could not be loaded, with file and line, column, reason and content."""
    with open_reader() as reader:
        known = reader.loads(reader.release(name))["data_set"]
        if data_set is not None:
            require_known("data set", data_set, known.tolist())
        rows = records(reader.rejects(name, data_set))
    for row in rows:
        where = ":".join(filter(None, (row["path"], f"{row['line']:.0f}", row["column"])))
        typer.echo(f"{where}: {row['reason']}: {row['code']!r} ({row['data_set']}): {row['content']}")
    if not rows:
        typer.echo("Nothing was rejected.")


@app.command()
def checks(
    name: Name,
    data_set: Annotated[str | None, typer.Option(help="Only those of one data set.")] = None,
) -> None:
    """Show what the last checks of each data set said, with the rows that failed."""
    with open_reader() as reader:
        rows = records(reader.checks(name, data_set))
        if not rows:
            reader.release(name)
    for row in rows:
        typer.echo(
            f"{row['data_set']}: {row['name']}: {row['outcome']}{': ' * bool(row['message'])}{row['message']}"
        )
        for failing in row["rows"]:
            typer.echo(
                "    " + ", ".join(f"{key} {value}" for key, value in failing.items() if value is not None)
            )
        if row["failing"] > len(row["rows"]):
            typer.echo(f"    and {row['failing'] - len(row['rows']):,} more")


@app.command()
def show(
    name: Name,
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    indicator: Annotated[str | None, typer.Option(help="One indicator in full; else all of them.")] = None,
    shock: Annotated[str | None, typer.Option(help="One shock; else all of them.")] = None,
    evaluation: Annotated[int | None, typer.Option(help="Evaluation year; else the shock's own.")] = None,
    language: Annotated[Language, typer.Option(help="Language of names, words and numbers.")] = Language.EN,
    release: Annotated[int | None, typer.Option(help="An earlier release; else the current one.")] = None,
) -> None:
    """Print one territory's figures and scores as stored, with their states, reasons and sources."""
    with open_reader() as reader:
        say = Vocabulary(language.value)
        question = Question(reader.release(name, release), territory, say, indicator, shock, evaluation)
        Console().print(describe(reader, question))
