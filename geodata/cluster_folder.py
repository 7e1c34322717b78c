"""Where a private server keeps its things, who owns them, and which processes work there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from geodata.service_user import ServiceUser, service_user
from indicators.errors import StoreError

SHORT = Path("/tmp")  # what lies there is made anew for one user, mode 0700  # nosec B108
SYSTEM_DATA = Path("/var/lib/territorial-recovery")
SOCKET = ".s.PGSQL.5432"
SOCKET_BYTES = 107

State = Literal["absent", "down", "orphaned", "starting", "ready", "stopping"]


@dataclass(frozen=True)
class Folder:
    """The folders of one server.

    Attributes
    ----------
    home : Path
        RECOVERY_HOME; holds the lock.
    base : Path
        Secret and configuration. Root's own where root calls, so that the server cannot change what root
        reads or writes; the server's user may only walk through.
    socket : Path
        Folder of the socket: beside the data, or in /tmp where that path is too long for a socket.
    user : ServiceUser, optional
        Whom the server runs as, if not as the caller.
    """

    home: Path
    base: Path
    socket: Path
    user: ServiceUser | None

    @classmethod
    def of(cls, home: Path) -> Folder:
        """Find the folders that belong to a home.

        Raises
        ------
        StoreError
            Where root finds no user to run the server as.
        """
        user = service_user()
        mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        base = SYSTEM_DATA / mark if user else home / "cluster"
        near = base / "run"
        plain = re.fullmatch(r"[\w./+-]+", str(near), re.ASCII) and len(str(near / SOCKET)) <= SOCKET_BYTES
        return cls(home, base, near if plain else SHORT / f"recovery-{os.geteuid()}-{mark}", user)

    @property
    def data(self) -> Path:
        """The server's data folder; it exists only when it is complete."""
        return self.base / "data"

    @contextmanager
    def locked(self) -> Iterator[int]:
        """Hold the one lock of the server; yields its file descriptor.

        Raises
        ------
        StoreError
            Where a file or folder cannot be made, read, written or removed meanwhile.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "cluster.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield lock.fileno()
        except OSError as error:
            raise StoreError(
                f"the private database's files cannot be used: {error.strerror}",
                where=str(error.filename or self.home),
                mend="make room or give the rights, or set RECOVERY_HOME to a folder of your own",
            ) from error

    def make_base(self) -> None:
        """Make the base folder, passable for the server's user whatever the umask."""
        self.base.mkdir(parents=True, exist_ok=True)
        if self.user:
            self.base.parent.chmod(0o755)
        self.base.chmod(0o711 if self.user else 0o700)

    def make_own(self, folder: Path) -> None:
        """Make a new, empty folder that only the server's user can enter, in place of an old one."""
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(0o700)
        if self.user:
            os.chown(folder, self.user.uid, self.user.gid)

    def write(self, name: str, text: str, mode: int) -> None:
        """Write a file of the base folder whole or not at all, never readable for more than `mode` says."""
        draft = self.base / f"{name}.new"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        draft.chmod(mode)
        draft.rename(self.base / name)

    def processes(self) -> list[psutil.Process]:
        """Return the server's processes: they work in its data folder.

        A pid alone proves nothing: numbers are used again, and the dead keep theirs until they are reaped.
        """
        wanted = {"name": "postgres", "cwd": str(self.data)}
        return [process for process in psutil.process_iter(list(wanted)) if process.info == wanted]

    def recorded(self) -> tuple[int | None, str]:
        """Pid and phase that the server wrote down; they may be those of a server long dead."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None, ""
        return int(lines[0]) if lines else None, lines[7].strip() if len(lines) > 7 else ""

    def state(self) -> State:
        """What the server is doing, from what it wrote down and from the processes that are there."""
        if not self.data.exists():
            return "absent"
        processes = self.processes()
        pid, phase = self.recorded()
        if any(process.pid == pid for process in processes):
            return "ready" if phase == "ready" else "stopping" if phase == "stopping" else "starting"
        return "orphaned" if processes else "down"
