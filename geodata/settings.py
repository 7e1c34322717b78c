"""Where this copy keeps its data and which database it uses: one frozen value, read at the front door."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from indicators.errors import RecoveryError, StoreError

# Nothing that could end the header or the policy that the origins are written into.
_HOST = re.compile(r"\*|(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?")


def _default_home() -> Path:
    """A checkout keeps its data to itself, so that two copies never meet; an installation, with its user."""
    checkout = Path(__file__).parent.parent
    if (checkout / "setup.cfg").exists():
        return checkout / ".recovery"
    return user_data_path("territorial-recovery")


def _resolve(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except RuntimeError as error:  # an unknown ~user, or links that lead back to themselves
        raise StoreError(f"{path}: {error}", where="RECOVERY_HOME", mend="set it to a folder") from None


def _origins(text: str | tuple[str, ...]) -> tuple[str, ...]:
    origins = tuple(text.split()) if isinstance(text, str) else text
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise RecoveryError(
                f"'{origin}' is not the origin of a site",
                where="RECOVERY_FRAMED_BY",
                mend="write https://host or https://host:port, several separated by blanks",
            )
    return origins


def _hosts(text: str | tuple[str, ...]) -> tuple[str, ...]:
    hosts = tuple(text.split()) if isinstance(text, str) else text
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise RecoveryError(
                f"'{host}' is not the name of a host",
                where="RECOVERY_HOSTS",
                mend="write figures.example, without https:// and port; several separated by blanks",
            )
    return hosts


def _proxies(text: str | tuple[str, ...]) -> tuple[str, ...]:
    proxies = tuple(text.split()) if isinstance(text, str) else text
    for proxy in proxies:
        try:
            ip_network(proxy)
        except ValueError as error:
            raise RecoveryError(
                f"'{proxy}' is neither an address nor a network: {error}",
                where="RECOVERY_PROXIES",
                mend="write 127.0.0.1 or 172.18.0.0/16, several separated by blanks",
            ) from None
    return proxies


class Settings(BaseSettings):
    """Settings of one copy of the program, read from the environment and passed in from there on.

    Attributes
    ----------
    home : Path
        ``RECOVERY_HOME``: the private database and the raw snapshots. Two copies with two homes never meet.
    database_url : str, optional
        ``RECOVERY_DATABASE_URL``: the owner's address of a PostGIS server of your own. Without it the program
        runs a private one.
    reader_url, export_url : str, optional
        ``RECOVERY_READER_URL``, ``RECOVERY_EXPORT_URL``: addresses of roles that may only SELECT, for
        servers on which the owner may not create roles.
    durable : bool
        ``RECOVERY_DURABLE=0`` lets the private database lose data in a power cut; for tests only.
    framed_by : tuple of str
        ``RECOVERY_FRAMED_BY``: origins of the sites that may embed pages of the dashboard, separated by
        blanks, such as ``https://news.example https://*.example.org``. None by default.
    hosts : tuple of str
        ``RECOVERY_HOSTS``: names that the dashboard goes by, separated by blanks, such as
        ``figures.example *.example.org``; ``*`` for any. By default those of this machine and every address
        in figures: a name of somebody else's, made to lead here, is refused.
    proxies : tuple of str
        ``RECOVERY_PROXIES``: addresses or networks of the reverse proxies whose word is taken on who asks
        (``X-Forwarded-For``). Nobody's by default.
    calls_per_minute : int
        ``RECOVERY_CALLS_PER_MINUTE``: POSTs to the API, and exports, that one address may ask each process
        for. A whole venue may share one address.
    """

    model_config = SettingsConfigDict(env_prefix="RECOVERY_", env_ignore_empty=True, frozen=True)

    home: Annotated[Path, AfterValidator(_resolve)] = Field(default_factory=_default_home)
    database_url: str | None = Field(None, repr=False)
    reader_url: str | None = Field(None, repr=False)
    export_url: str | None = Field(None, repr=False)
    durable: bool = True
    framed_by: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_origins)] = ()
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = ()
    proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_proxies)] = ()
    calls_per_minute: int = Field(120, ge=1)

    @property
    def private(self) -> bool:
        """Whether the program runs its own database."""
        return not (self.database_url or self.reader_url or self.export_url)
