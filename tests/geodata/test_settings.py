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


def test_hosts_proxies_and_calls_are_told_by_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Settings().hosts, Settings().proxies) == ((), ())
    monkeypatch.setenv("RECOVERY_HOSTS", "figures.example  *.example.org")
    monkeypatch.setenv("RECOVERY_PROXIES", "127.0.0.1 172.18.0.0/16 ::1")
    monkeypatch.setenv("RECOVERY_CALLS_PER_MINUTE", "7")
    settings = Settings()
    assert settings.hosts == ("figures.example", "*.example.org")
    assert settings.proxies == ("127.0.0.1", "172.18.0.0/16", "::1")
    assert settings.calls_per_minute == 7


@pytest.mark.parametrize(
    "host", ["https://a.example", "a.example:80", "a/b", "*example.org", "a.*", "<b>", "ü.example"]
)
def test_what_is_no_host_is_refused(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("RECOVERY_HOSTS", host)
    with pytest.raises(RecoveryError, match=r"RECOVERY_HOSTS(?s:.*)is not the name of a host"):
        Settings()


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "10.0.0.0/33", "10.0.0.1/8", "1.2.3"])
def test_what_is_no_proxy_is_refused(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("RECOVERY_PROXIES", proxy)
    with pytest.raises(RecoveryError, match=r"RECOVERY_PROXIES(?s:.*)neither an address nor a network"):
        Settings()
