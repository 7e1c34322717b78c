"""Settings come from the environment and are then fixed."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from geodata.settings import Settings
from indicators.errors import StoreError


def test_without_anything_set_the_database_is_private() -> None:
    settings = Settings()
    assert settings.private
    assert settings.durable
    assert settings.home == Path(__file__).parents[2] / ".recovery"


@pytest.mark.parametrize("name", ["RECOVERY_DATABASE_URL", "RECOVERY_READER_URL", "RECOVERY_EXPORT_URL"])
def test_an_address_makes_it_somebody_elses(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert Settings().private
    monkeypatch.setenv(name, "postgresql://u:secret@host/db")
    assert not Settings().private
    assert "secret" not in repr(Settings())


def test_the_home_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOVERY_HOME", "here")
    assert Settings().home == tmp_path.resolve() / "here"
    monkeypatch.setenv("RECOVERY_HOME", "~no-such-user/here")
    with pytest.raises(StoreError, match="RECOVERY_HOME"):
        Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().durable = False  # type: ignore[misc]
