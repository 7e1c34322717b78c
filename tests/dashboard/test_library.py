"""One edition for all who read, whatever they ask at the same time."""

from __future__ import annotations

import threading

from dashboard.library import Library
from geodata.store import Release
from tests.dashboard.conftest import FakeReader


class Slow(FakeReader):
    """A store whose answers to threads of their own arrive when they are let through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = threading.Semaphore(0), threading.Event()

    def release(self, observatory: str, number: int | None = None) -> Release:
        found = super().release(observatory, number)
        if threading.current_thread() is not threading.main_thread():
            self.asked.release()
            assert self.let.wait(30)
        return found


def start(library: Library) -> threading.Thread:
    """Ask for the edition on another thread, as far as the store."""
    thread = threading.Thread(target=library.edition, args=("small",))
    thread.start()
    assert isinstance(library.source, Slow)
    library.source.asked.acquire()
    return thread


def test_who_comes_first_together_gets_one_edition() -> None:
    reader = Slow()
    library = Library(reader)
    made: list[object] = []
    library.prepare = made.append
    threads = [start(library) for _ in range(4)]
    reader.let.set()
    for thread in threads:
        thread.join()
    assert made == [library.edition("small")]


def test_an_answer_that_arrives_late_does_not_bring_an_old_release_back() -> None:
    reader = Slow()
    library = Library(reader)
    late = start(library)
    reader.number = 2
    new = library.edition("small")
    reader.let.set()
    late.join()
    assert library.edition("small", within_s=60) is new
    assert new.release.number == 2
