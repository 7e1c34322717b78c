"""The installed PostgreSQL: where its programs are, and how they are run without root's rights."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from geodata.service_user import ServiceUser
from indicators.errors import StoreError

DEBIAN = Path("/usr/lib/postgresql")
INSTALL = (
    "Debian or Ubuntu: apt-get install postgresql-15-postgis-3 (or the version your release offers); "
    "macOS: brew install postgresql@17 postgis; Windows: run it under WSL, or `docker compose up`; "
    "or set RECOVERY_DATABASE_URL to a PostGIS server you have"
)


@dataclass(frozen=True)
class Postgres:
    """Programs of one major version of PostgreSQL that has PostGIS."""

    programs: Path
    major: int

    def run(
        self,
        program: str,
        *arguments: str,
        folder: Path,
        user: ServiceUser | None,
        script: str = "",
        keep_open: tuple[int, ...] = (),
        timeout_s: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run one program inside `folder`, as `user` where given, with nothing of the caller's environment.

        Paths are given relative to `folder`: these programs put them into shell commands of their own,
        where a ``$`` or a quote in the caller's path would do harm.

        Raises
        ------
        StoreError
            Where the program does not end within `timeout_s` seconds.
        """
        try:
            return subprocess.run(
                [str(self.programs / program), *arguments],
                cwd=folder,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                user=user.uid if user else None,
                group=user.gid if user else None,
                extra_groups=[] if user else None,
                input=script,
                pass_fds=keep_open,
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise StoreError(f"{program} did not end within {timeout_s:.0f} s", where=str(folder)) from None


def find_postgres(major: int | None = None) -> Postgres:
    """Find the newest PostgreSQL that has PostGIS, or the one of a given major version.

    Debian keeps each version's programs in a folder of their own; elsewhere `pg_config` on the PATH knows.

    Raises
    ------
    StoreError
        Where PostgreSQL, or PostGIS for it, is missing; says what to install.
    """
    found = [(version, folder) for version, folder in _installed() if major in (None, version)]
    if not found and major is None:
        raise StoreError("PostgreSQL is not installed", mend=INSTALL)
    for version, folder in found:
        if _has_postgis(folder):
            return Postgres(folder, version)
    if major is not None:
        raise StoreError(
            f"the private database was made by PostgreSQL {major}, which is no longer here with PostGIS",
            mend=f"install postgresql-{major}-postgis-3 again; or `recovery db reset`, and load again",
        )
    raise StoreError(f"PostgreSQL {found[0][0]} is installed, but PostGIS for it is not", mend=INSTALL)


def find_client(major: int, name: str) -> Path:
    """Find a client program, such as `pg_dump`, for a server of a major version: of the same or a later.

    Raises
    ------
    StoreError
        Where there is none.
    """
    folders = {int(folder.parent.name): folder for folder in DEBIAN.glob("[0-9]*/bin")}
    found = [folder / name for version, folder in sorted(folders.items()) if version >= major]
    if on_path := shutil.which(name):
        said = re.search(r"\d+", _ask(on_path, "--version"))
        found += [Path(on_path)] if said and int(said[0]) >= major else []
    for program in found:
        if program.exists():
            return program
    mend = f"install PostgreSQL's client programs of version {major} (Debian: postgresql-client-{major})"
    raise StoreError(f"there is no {name} for PostgreSQL {major} here", mend=mend)


def _installed() -> list[tuple[int, Path]]:
    found = {
        int(folder.parent.name): folder
        for folder in DEBIAN.glob("[0-9]*/bin")
        if (folder / "initdb").exists()
    }
    if on_path := shutil.which("pg_config"):
        folder, version = Path(_ask(on_path, "--bindir")), re.search(r"\d+", _ask(on_path, "--version"))
        if version and (folder / "initdb").exists():
            found.setdefault(int(version[0]), folder)
    return sorted(found.items(), reverse=True)


def _has_postgis(programs: Path) -> bool:
    return (Path(_ask(str(programs / "pg_config"), "--sharedir")) / "extension" / "postgis.control").exists()


def _ask(program: str, option: str) -> str:
    return subprocess.run([program, option], capture_output=True, text=True, check=True).stdout.strip()
