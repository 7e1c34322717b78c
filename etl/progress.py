"""Bars for a person who waits: the steps of a load, and the bytes of what is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from etl.receive import TellBytes

NAME_WIDTH = 48


@contextmanager
def shown(console: Console, steps: int) -> Iterator[tuple[Callable[[str], None], TellBytes]]:
    """Show bars until the end of the block; the two functions given move them.

    Parameters
    ----------
    steps : int
        How many steps there will be.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        whole = progress.add_task("starting", total=steps)
        files: dict[str, TaskID] = {}

        def step(name: str) -> None:
            progress.update(whole, advance=1, description=name)

        def piece(url: str, done: int, total: int | None) -> None:
            if url not in files:
                files[url] = progress.add_task(url.partition("?")[0][-NAME_WIDTH:], total=total)
            progress.update(files[url], completed=done, total=total, visible=done != total)

        yield step, piece
