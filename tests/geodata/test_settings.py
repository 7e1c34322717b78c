"""Settings come from the environment and are then fixed."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from geodata.settings import Settings
from indicators.errors import RecoveryError, StoreError


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


def test_the_sites_that_may_embed_pages_are_told_by_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOVERY_FRAMED_BY", "https://news.example  https://*.example.org:8443")
    assert Settings().framed_by == ("https://news.example", "https://*.example.org:8443")


@pytest.mark.parametrize(
    "origin", ["news.example", "https://a.example;script-src", "*", "https://a.example/x"]
)
def test_what_is_no_origin_cannot_get_into_the_policy(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("RECOVERY_FRAMED_BY", origin)
    with pytest.raises(RecoveryError, match="is not the origin of a site"):
        Settings()
