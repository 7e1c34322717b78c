"""The front door: the `recovery` command. A package is imported only when one of its commands runs."""

from __future__ import annotations

import signal
import subprocess
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
    "refresh": ("etl.commands", "Fetch and load what changed, in one line: for cron."),
    "catalogue": (
        "geodata.catalogue_commands",
        "List the built-in indicators and what carries them.",
    ),
    "rejects": ("geodata.commands", "List the rows that could not be loaded, with file and line."),
    "checks": ("geodata.commands", "Show what was checked before publishing, with the failing rows."),
    "loads": ("geodata.commands", "List the files behind the current release, with publisher and licence."),
    "releases": ("geodata.commands", "List an observatory's releases."),
    "coverage": ("geodata.place_commands", "Show how many territories have a value, by level and year."),
    "versions": ("geodata.place_commands", "List the versions of the hierarchy; say where a code stood."),
    "show": ("geodata.commands", "Print one territory's figures, with their states and reasons."),
    "diff": ("geodata.release_commands", "Show the values and scores that differ between two releases."),
    "rollback": ("geodata.release_commands", "Let readers see an earlier release again."),
    "export": ("dashboard.export_commands", "Write a release into a folder that anyone can use and verify."),
    "verify": ("geodata.release_commands", "Compute every score of a release, or of a folder, anew."),
    "trace": ("geodata.release_commands", "Say where one stored value comes from."),
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


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the dashboard, on this machine only.")] = 8050,
    observatory: Annotated[str, typer.Argument(help="A built-in observatory, or a folder.")] = "ecuador",
) -> None:
    """Load an observatory and serve it; at Ctrl-C, stop the database if this started it."""
    from geodata.cluster import Cluster
    from geodata.settings import Settings

    settings = Settings()
    started = settings.private and Cluster(settings).start()
    try:
        for step in (["load", observatory], ["serve", "--port", str(port)]):
            if code := _run_until_done(step):
                raise typer.Exit(code)
    finally:
        if started:
            Cluster(settings).stop()


def _run_until_done(arguments: list[str]) -> int:
    """Run a command in a process of its own, which may give up root's rights while this one keeps them.

    Ctrl-C reaches both; this one waits for the other to end in its own time. A polite end of this one
    is passed on.
    """
    child = subprocess.Popen([sys.executable, "-m", "recovery_cli", *arguments])
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: child.terminate()),
    }
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> None:
    """Run the command line; an error of ours is printed without a traceback and ends with code 1."""
    try:
        app()
    except RecoveryError as error:
        Console(stderr=True, soft_wrap=True).print(Text(str(error), style="red"))
        sys.exit(1)


if __name__ == "__main__":
    main()
