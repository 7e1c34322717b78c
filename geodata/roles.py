"""The three roles of the database: what each may do, and the password it is known by."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

Role = Literal["owner", "reader", "export"]
READING: tuple[Role, ...] = ("reader", "export")
ROLES: tuple[Role, ...] = ("owner", *READING)
LIMITS = {
    "reader": {"connections": 24, "statement": "5s", "idle": "30s"},
    "export": {"connections": 6, "statement": "30min", "idle": "30min"},
}


def role_name(database: str, role: Role) -> str:
    """Return the role's name; it carries the database's, because roles belong to the whole server."""
    return f"{database}_{role}"


def role_password(secret: str, role: Role) -> str:
    """Derive the role's password from one secret, so that whoever knows the secret needs no second file."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def quote(name: str) -> str:
    """Quote an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def reading_role(database: str, owner: str, role: Role, password: str) -> tuple[str, ...]:
    """Statements that make a role which may SELECT what `owner` has and will have, and nothing more.

    ``default_transaction_read_only`` is only a second lock: a session can switch it off. What stops a write
    is that no right to write was ever granted.

    Parameters
    ----------
    database, owner : str
        The database and the role that makes its tables.
    role : {"reader", "export"}
        Sets the time-outs and the number of connections (`LIMITS`).
    password : str
        Hexadecimal digits.
    """
    name, limits = quote(role_name(database, role)), LIMITS[role]
    return (
        f"CREATE ROLE {name} LOGIN PASSWORD '{password}' CONNECTION LIMIT {limits['connections']}",
        f"ALTER ROLE {name} SET default_transaction_read_only = on",
        f"ALTER ROLE {name} SET statement_timeout = '{limits['statement']}'",
        f"ALTER ROLE {name} SET idle_in_transaction_session_timeout = '{limits['idle']}'",
        f"GRANT CONNECT ON DATABASE {quote(database)} TO {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {quote(owner)} IN SCHEMA public GRANT SELECT ON TABLES TO {name}",
    )


def private_database(database: str, password: str) -> tuple[str, ...]:
    """Statements for the superuser of a new private server: the owner, and the database that is its own."""
    owner = quote(role_name(database, "owner"))
    return (
        f"CREATE ROLE {owner} LOGIN PASSWORD '{password}'",
        f"CREATE DATABASE {quote(database)} OWNER {owner}",
        f"REVOKE ALL ON DATABASE {quote(database)}, postgres, template1 FROM PUBLIC",
    )


def private_schema() -> tuple[str, ...]:
    """Statements for the superuser inside a new private database: PostGIS, and nothing for everybody."""
    return (
        "CREATE EXTENSION postgis",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC",
    )
