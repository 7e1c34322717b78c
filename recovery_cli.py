"""The front door: the `recovery` command. A package is imported only when one of its commands runs."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from indicators.errors import RecoveryError

COMMANDS = {
    "init": ("etl.commands", "Write a commented starter observatory into a folder."),
    "load": ("etl.commands", "Bring an observatory's figures in, score them and publish a release."),
    "rejects": ("etl.commands", "List the rows that could not be loaded, with file and line."),
    "releases": ("geodata.commands", "List an observatory's releases."),
    "show": ("geodata.commands", "Print one territory's figures, with their states and reasons."),
    "serve": ("dashboard.commands", "Show the dashboard in the browser."),
    "db": ("geodata.db_commands", "Look after the private database."),
}

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="How far did each territory fall, has it come back, and did the gap between town and country widen?",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("territorial-recovery"))
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _mount(name: str, module: str, summary: str) -> None:
    """Offer a command that hands everything after its name to the app of the package that has it."""

    def run(context: typer.Context) -> None:
        import_module(module).app([name, *context.args], prog_name="recovery")

    handing_over = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command(name, help=summary, add_help_option=False, context_settings=handing_over)(run)


for _name, (_module, _summary) in COMMANDS.items():
    _mount(_name, _module, _summary)


def main() -> None:
    """Run the command line; an error of ours is printed without a traceback and ends with code 1."""
    try:
        app()
    except RecoveryError as error:
        Console(stderr=True, soft_wrap=True).print(Text(str(error), style="red"))
        sys.exit(1)
