"""The command `catalogue`: the built-in indicators, without a database."""

from __future__ import annotations

from typing import Annotated

import typer

from geodata import catalogue_text
from geodata.commands import Language
from indicators.indicator import Dimension

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _one_command_of_several() -> None:
    pass


@app.command()
def catalogue(
    dimension: Annotated[Dimension | None, typer.Option(help="Only those of one dimension.")] = None,
    language: Annotated[Language, typer.Option(help="Language of names and units.")] = Language.EN,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write the page docs/catalogue.md.")] = False,
) -> None:
    """List the built-in indicators: code, name, unit, and the published tables that carry each."""
    if markdown:
        typer.echo(catalogue_text.page(), nl=False)
        return
    for line in catalogue_text.lines(language.value, dimension):
        typer.echo(line)
