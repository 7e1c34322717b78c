"""The unprivileged user that the database and the web server run as when the program is called as root."""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import StoreError

NAMES = ("postgres", "nobody")


@dataclass(frozen=True)
class ServiceUser:
    """A system user without rights of its own."""

    name: str
    uid: int
    gid: int
    home: str


def service_user() -> ServiceUser | None:
    """Return the user that root steps down to; None for an ordinary user, who has nothing to step down from.

    Raises
    ------
    StoreError
        Where the system has neither of `NAMES`.
    """
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in NAMES:
        if name in known:
            user = known[name]
            return ServiceUser(name, user.pw_uid, user.pw_gid, user.pw_dir)
    raise StoreError(
        f"root may not run the database itself, and there is no user {' or '.join(NAMES)} to run it as",
        mend="create one: useradd --system --no-create-home postgres",
    )


def step_down(needed: Iterable[Path] = ()) -> str:
    """Give up root's rights for good, if the program can go on without them.

    Read passwords and open ports below 1024 first. The private database runs as the same user, so its
    socket stays within reach.

    Parameters
    ----------
    needed : iterable of Path
        Files and folders that are read later, beside the interpreter and everything on ``sys.path``.

    Returns
    -------
    str
        Empty where the rights are gone (or there were none), else why they had to be kept.

    Raises
    ------
    StoreError
        Where there is no user to step down to.
    """
    user = service_user()
    if user is None:
        return ""
    paths = [
        Path(sys.executable),
        Path(sys.prefix),
        Path(__file__),
        *map(Path, filter(None, sys.path)),
        *needed,
    ]
    for path in paths:
        if path.exists() and (barrier := find_barrier(path, user)):
            return f"the user {user.name} cannot read {barrier}, which {path} needs"
    os.setgroups([])
    os.setgid(user.gid)
    os.setuid(user.uid)
    os.environ["HOME"] = user.home  # libpq and fontconfig fail on files in a home they may not look into
    return ""


def find_barrier(path: Path, user: ServiceUser) -> Path | None:
    """Return the first folder on the way to `path`, or `path` itself, that `user` may not enter or read.

    Access lists beyond the nine permission bits are not looked at.
    """
    target = path.resolve()
    for step in (*reversed(target.parents), target):
        status = step.stat()
        digit = 6 if status.st_uid == user.uid else 3 if status.st_gid == user.gid else 0
        rights = status.st_mode >> digit & 0o7
        wanted = (4 if step == target else 0) | (1 if step.is_dir() else 0)
        if rights & wanted != wanted:
            return step
    return None
