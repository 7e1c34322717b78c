"""The private PostGIS server that needs no set-up: made, started and mended on demand."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote as escape

import psutil

from geodata.cluster_folder import Folder, State
from geodata.cluster_setup import DATABASE, configure, create, restore, run_alone
from geodata.postgres import Postgres, find_postgres
from geodata.roles import Role, role_name, role_password
from geodata.settings import Settings
from indicators.errors import StoreError

START_S = 120.0
STOP_S = 30.0
ORPHANS_S = 2.0
LAUNCHES = 5


@dataclass(frozen=True)
class Status:
    """What `recovery db status` prints: `pid` is None where no server runs."""

    state: State
    pid: int | None
    data: Path
    socket: Path


class Cluster:
    """One PostgreSQL server of one RECOVERY_HOME, on a Unix socket and for its own user only.

    Called as root, the server runs as an unprivileged user and its data lie under ``/var/lib``, because that
    user may not be able to reach the home.

    Parameters
    ----------
    settings : Settings
        Says where the home is.
    """

    def __init__(self, settings: Settings) -> None:
        self.folder = Folder.of(settings.home)
        self.durable = settings.durable

    def start(self) -> bool:
        """Make sure that the server runs; tell whether this call started it.

        Orphans of a server that was killed hold its shared memory: they are given a moment, then ended.

        Raises
        ------
        StoreError
            Where PostgreSQL or PostGIS is missing, the disk cannot be written, or the server does not start.
        """
        begin, launches = time.monotonic(), 0
        with self.folder.locked() as lock:
            while (state := self.folder.state()) != "ready":
                waited = time.monotonic() - begin
                if launches == LAUNCHES or waited > START_S:
                    raise self._failure(state)
                if state == "absent":
                    create(self.folder, find_postgres(), self.durable, lock)
                elif state == "down":
                    self._launch(self._programs())
                    launches += 1
                elif state == "orphaned" and waited > ORPHANS_S:
                    self._kill()
                else:
                    time.sleep(0.05)
        return launches > 0

    def stop(self) -> bool:
        """Stop the server, cutting off whoever is connected; tell whether there was one to stop."""
        with self.folder.locked():
            return self._stop()

    def reset(self) -> None:
        """Stop the server and delete its data for good."""
        with self.folder.locked():
            self._stop()
            for folder in (self.folder.base, self.folder.socket):
                if folder.exists():
                    shutil.rmtree(folder)

    def administer(self, *steps: tuple[str, Sequence[str]]) -> None:
        """Stop the server, run statements on databases of it as its superuser, and start it again.

        Raises
        ------
        StoreError
            Where a statement fails; the server runs again even so.
        """
        try:
            with self.folder.locked() as lock:
                self._stop()
                for database, script in steps:
                    run_alone(self.folder, self._programs(), database, script, lock=lock)
        finally:
            self.start()

    def status(self) -> Status:
        """Look at the server without touching it."""
        state = self.folder.state()
        pid = self.folder.recorded()[0] if state in ("starting", "ready", "stopping") else None
        return Status(state, pid, self.folder.data, self.folder.socket)

    def url(self, role: Role) -> str:
        """Address of the database for one role, password included; psql and SQLAlchemy both understand it.

        Raises
        ------
        StoreError
            Where no database has been made yet.
        """
        try:
            secret = (self.folder.base / "secret").read_text()
        except FileNotFoundError:
            raise StoreError("there is no private database yet", mend="make one: recovery db start") from None
        password, host = role_password(secret, role), escape(str(self.folder.socket), safe="")
        return f"postgresql://{role_name(DATABASE, role)}:{password}@/{DATABASE}?host={host}"

    def _programs(self) -> Postgres:
        return find_postgres(int((self.folder.data / "PG_VERSION").read_text()))

    def _launch(self, postgres: Postgres) -> None:
        """Start the server once, where no process works on the data; the state tells whether it came up.

        What a dead server wrote down goes first: its pid may be another program's by now, and the server
        would take that program for itself.
        """
        (self.folder.data / "postmaster.pid").unlink(missing_ok=True)
        self.folder.make_own(self.folder.socket)
        configure(self.folder, self.durable)
        restore(self.folder, postgres)
        postgres.run(
            "pg_ctl", "start", "--wait", "--silent", "--pgdata=data", "--log=data/server.log",
            "--options=-c config_file=postgresql.conf", folder=self.folder.base, user=self.folder.user,
        )  # fmt: skip

    def _stop(self) -> bool:
        state = self.folder.state()
        if state in ("absent", "down"):
            return False
        self._signal(signal.SIGINT, only=self.folder.recorded()[0])  # PostgreSQL's "fast shutdown"
        if state == "orphaned" or not self._gone_within(STOP_S):
            self._kill()
        return True

    def _kill(self) -> None:
        """End every process of the server; the next start replays what was committed."""
        self._signal(signal.SIGKILL)
        self._gone_within(STOP_S)

    def _signal(self, number: signal.Signals, only: int | None = None) -> None:
        for process in self.folder.processes():
            if only in (None, process.pid):
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)

    def _gone_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self.folder.processes():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def _failure(self, state: State) -> StoreError:
        log = self.folder.data / "server.log"
        words = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else ["it left no log"]
        return StoreError(
            f"the private database does not start ({state}): {' / '.join(words)}",
            where=str(self.folder.data),
            mend="mend what the log says; `recovery db reset` deletes the database, to be loaded anew",
        )
