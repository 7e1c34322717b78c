"""Where declared paths lead: a folder on disk, or anything that answers as one does."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Folder(Protocol):
    """What declared paths are relative to: a `Path`, or a folder that fetches what is declared by address."""

    def __truediv__(self, path: str, /) -> Path:
        """Return where the file lies on disk."""
