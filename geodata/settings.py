"""Where this copy keeps its data and which database it uses: one frozen value, read at the front door."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from indicators.errors import StoreError


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
    """

    model_config = SettingsConfigDict(env_prefix="RECOVERY_", env_ignore_empty=True, frozen=True)

    home: Annotated[Path, AfterValidator(_resolve)] = Field(default_factory=_default_home)
    database_url: str | None = Field(None, repr=False)
    reader_url: str | None = Field(None, repr=False)
    export_url: str | None = Field(None, repr=False)
    durable: bool = True

    @property
    def private(self) -> bool:
        """Whether the program runs its own database."""
        return not (self.database_url or self.reader_url or self.export_url)
