"""The observatories that come with the program, and where a declaration is found."""

from __future__ import annotations

import shutil
from pathlib import Path

from indicators.errors import NotFoundError, RecoveryError

FOLDER = Path(__file__).parent
STARTER = "starter"
BUILT_IN = ("ecuador", "eu")


def find(name: str) -> Path:
    """Return the folder or file of a declaration, by the name of a built-in observatory or by its path.

    Raises
    ------
    NotFoundError
        Where neither exists.
    """
    if name in BUILT_IN:
        return FOLDER / name
    path = Path(name)
    declaration = path / "observatory.yaml" if path.is_dir() else path
    if not declaration.is_file():
        raise NotFoundError(
            f"there is no declaration at '{declaration}'",
            mend=f"name a folder, or a built-in observatory: {', '.join(BUILT_IN)}",
        )
    return declaration


def write_starter(folder: Path) -> list[Path]:
    """Write the starter observatory into a folder and return the files.

    Raises
    ------
    RecoveryError
        Where one of the files is there already, nothing being written then, or the folder cannot be written.
    """
    sources = sorted(path for path in (FOLDER / STARTER).iterdir() if path.is_file())
    targets = [folder / path.name for path in sources]
    taken = [path.name for path in targets if path.exists()]
    if taken:
        raise RecoveryError(
            f"{', '.join(taken)} would be overwritten", where=str(folder), mend="name an empty or new folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source, target in zip(sources, targets, strict=True):
            shutil.copyfile(source, target)
    except OSError as error:
        raise RecoveryError(
            f"cannot be written: {error.strerror}", where=str(error.filename), mend="name another folder"
        ) from None
    return targets
