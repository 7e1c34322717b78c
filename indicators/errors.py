"""The one exception tree. A message says what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RecoveryError(Exception):
    """What went wrong, where, and how to mend it; the command line prints it without a traceback.

    Parameters
    ----------
    what : str
        The fault, in one sentence.
    where : str
        File, line, column, data set or address the fault was found at.
    mend : str
        What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__("\n  ".join(part for part in (f"{where}: {what}" if where else what, mend) if part))


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a declaration: the file and line, what is wrong, how to mend it."""

    file: str
    line: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        """Render as ``file:line: what (mend)``."""
        return f"{self.file}:{self.line}: {self.what}" + (f" ({self.mend})" if self.mend else "")


class DeclarationError(RecoveryError):
    """A YAML declaration does not hold; carries every fault at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"{len(self.faults)} fault(s) in the declaration:\n  " + "\n  ".join(str(f) for f in self.faults)
        )


class DataError(RecoveryError):
    """A data file cannot be used as declared."""


class FetchError(RecoveryError):
    """A file cannot, or may not, be fetched from its address."""


class StoreError(RecoveryError):
    """The database cannot be reached, started or changed as asked."""


class NotFoundError(RecoveryError):
    """An observatory, territory, indicator, shock or release that does not exist was asked for."""
