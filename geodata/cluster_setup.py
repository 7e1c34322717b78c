"""How a private server is made and configured."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from geodata.cluster_folder import Folder
from geodata.postgres import Postgres
from geodata.roles import (
    READING,
    ROLES,
    private_database,
    private_schema,
    reading_role,
    restored_role,
    role_name,
    role_password,
)
from indicators.errors import StoreError

DATABASE = "recovery"
RESTORED = f"{DATABASE}_restored"
"""The database that a dump is put into, beside the one in use."""
ALONE_S = 600  # after a crash, a server first replays what was committed
CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
hba_file = 'pg_hba.conf'
max_connections = 40
shared_buffers = 128MB
effective_cache_size = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
wal_level = minimal
max_wal_senders = 0
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""


def create(folder: Folder, postgres: Postgres, durable: bool, lock: int) -> None:
    """Make a server complete under another name, then rename it: what is called data is never half made.

    The superuser gets no password and no line in ``pg_hba.conf``: nobody can connect as superuser.

    Parameters
    ----------
    folder, postgres
        Where, and with which programs.
    durable : bool
        Whether to wait for the disk.
    lock : int
        The programs inherit it, so that it outlives a caller who is killed while they work.

    Raises
    ------
    StoreError
        Where a program fails; carries what it said.
    """
    folder.make_base()
    folder.make_own(folder.base / "new")
    secret = secrets.token_hex(32)
    # One collation for ever: an upgrade of the system's own would silently corrupt every text index.
    done = postgres.run(
        "initdb", "--pgdata=new", "--username=postgres", "--auth=reject", "--encoding=UTF8", "--locale=C",
        "--data-checksums", *(() if durable else ("--no-sync",)),
        folder=folder.base, user=folder.user, keep_open=(lock,),
    )  # fmt: skip
    if done.returncode:
        raise StoreError(f"initdb failed: {done.stderr.strip()}", where=str(folder.base))
    options = ("-D", "new", *(() if durable else ("-F",)))

    def run(database: str, *script: str) -> None:
        run_alone(folder, postgres, database, script, options=options, lock=lock)

    run("postgres", *private_database(DATABASE, role_password(secret, "owner")))
    owner = role_name(DATABASE, "owner")
    reading = [reading_role(DATABASE, owner, role, role_password(secret, role)) for role in READING]
    run(DATABASE, *private_schema(), *(line for lines in reading for line in lines))
    folder.write("secret", secret, 0o600)
    (folder.base / "new").rename(folder.data)


def run_alone(
    folder: Folder,
    postgres: Postgres,
    database: str,
    script: Sequence[str],
    *,
    lock: int,
    options: Sequence[str] = ("-D", "data", "-c", "config_file=postgresql.conf"),
) -> None:
    """Run statements as the superuser on one database of a server that is down.

    Raises
    ------
    StoreError
        Where one fails; those before it are done, unless they stand after a BEGIN.
    """
    lines = "".join(f"{statement}\n" for statement in script)
    done = postgres.run(
        "postgres", "--single", *options, database,
        folder=folder.base, user=folder.user, script=lines, keep_open=(lock,), timeout_s=ALONE_S,
    )  # fmt: skip
    if done.returncode or "ERROR:" in done.stderr:  # a single-user server ends well after an error
        raise StoreError(f"postgres failed: {done.stderr.strip()}", where=str(folder.base))


def restore(folder: Folder, postgres: Postgres) -> None:
    """Give the reading roles their passwords and limits back, while no server runs.

    Where the program does not come up at all, neither will the server that is started next, which tells it.

    Raises
    ------
    StoreError
        Where a statement fails; carries what was said.
    """
    secret = (folder.base / "secret").read_text()
    script = [line for role in READING for line in restored_role(DATABASE, role, role_password(secret, role))]
    done = postgres.run(
        "postgres", "--single", "-D", "data", "-c", "config_file=postgresql.conf", DATABASE,
        folder=folder.base, user=folder.user, script="".join(f"{line}\n" for line in script),
    )  # fmt: skip
    if "ERROR:" in done.stderr:
        raise StoreError(
            f"the reading roles cannot be restored: {done.stderr.strip()}", where=str(folder.base)
        )


def configure(folder: Folder, durable: bool) -> None:
    """Write the server's configuration anew, so that a newer program brings its own.

    It lies outside the data folder, where the server's user could put a link to one of root's files.
    """
    wait = "on" if durable else "off"
    folder.write("postgresql.conf", CONFIGURATION.format(socket=folder.socket, durable=wait), 0o644)
    roles = ",".join(role_name(DATABASE, role) for role in ROLES)
    entries = {DATABASE: roles, RESTORED: role_name(DATABASE, "owner")}
    lines = [f"local {database} {who} scram-sha-256\n" for database, who in entries.items()]
    folder.write("pg_hba.conf", "".join(lines), 0o644)
