"""Who starts the private database again: a small process of its own, which may keep what the server gives up.

A server that was begun as root cannot start a database of root's any more. And two hundred readers who find
the database away would each look for its processes; here one looks, for all of them.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Never

from indicators.errors import StoreError

LOG = logging.getLogger("dashboard.keeper")
REST_S = 0.5
ENOUGH = 65_536


class Keeper:
    """Does one thing when it is asked, whoever asks and whatever they say; ends with the last who could ask.

    Parameters
    ----------
    start : callable
        Starts the database; does nothing where it runs.
    """

    def __init__(self, start: Callable[[], object]) -> None:
        self.start = start
        self._hears, self._asks = os.pipe()
        os.set_blocking(self._asks, False)

    def begin(self) -> None:
        """Make the process. Call it before the rights are given up, and before a port is taken."""
        if os.fork() == 0:
            self._live()
        os.close(self._hears)

    def ask(self) -> None:
        """Ask for the database; returns at once."""
        with suppress(BlockingIOError, BrokenPipeError):  # enough have asked, or nobody hears any more
            os.write(self._asks, b".")

    def _live(self) -> Never:
        try:
            os.close(self._asks)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # whoever is being answered may still ask
            while os.read(self._hears, ENOUGH):
                self._try()
        finally:
            os._exit(0)

    def _try(self) -> None:
        try:
            self.start()
        except StoreError as error:
            LOG.warning("%s", error)
        time.sleep(REST_S)
