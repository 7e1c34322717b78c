"""The three roles of the database: what each may do, and the password it is known by."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

Role = Literal["owner", "reader", "export"]
READING: tuple[Role, ...] = ("reader", "export")
ROLES: tuple[Role, ...] = ("owner", *READING)


@dataclass(frozen=True)
class Limits:
    """What one reading role may take of the server.

    Attributes
    ----------
    connections : int
        Of all programs together.
    statement, idle : str
        How long a statement may take, and how long a transaction may wait for a client that does not read.
    """

    connections: int
    statement: str
    idle: str

    @property
    def parameters(self) -> dict[str, str]:
        """The server's parameters that say so."""
        return {
            "default_transaction_read_only": "on",
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
        }


LIMITS = {"reader": Limits(24, "5s", "30s"), "export": Limits(6, "30min", "5min")}


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
    name = quote(role_name(database, role))
    return (
        f"CREATE ROLE {name} LOGIN",
        *restored_role(database, role, password),
        *reading_grants(database, owner, role_name(database, role)),
    )


def reading_grants(database: str, owner: str, name: str) -> tuple[str, ...]:
    """Statements, given inside a database, that let a role read what `owner` has and will have there."""
    name = quote(name)
    return (
        f"GRANT CONNECT ON DATABASE {quote(database)} TO {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {quote(owner)} IN SCHEMA public GRANT SELECT ON TABLES TO {name}",
    )


def restored_role(database: str, role: Role, password: str) -> tuple[str, ...]:
    """Statements that give a reading role its password and limits back.

    PostgreSQL lets every role change its own password and defaults, and no right that could be withheld
    stops it: so they are set anew whenever the private server starts or an owner who may do so comes in.
    Meanwhile each of our connections brings its own limits, which count for more than the role's.
    """
    name, limits = quote(role_name(database, role)), LIMITS[role]
    return (
        f"ALTER ROLE {name} PASSWORD '{password}' CONNECTION LIMIT {limits.connections}",
        f"ALTER ROLE {name} RESET ALL",
        f"ALTER ROLE {name} IN DATABASE {quote(database)} RESET ALL",
        *(f"ALTER ROLE {name} SET {key} = '{value}'" for key, value in limits.parameters.items()),
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
