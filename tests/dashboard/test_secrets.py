"""Passwords, and what readers look at, get into no message and no log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.app import build
from dashboard.library import Library
from dashboard.watch import Watch
from geodata.cluster import Cluster
from geodata.database import connect
from geodata.settings import Settings
from indicators.errors import RecoveryError
from tests.dashboard.hostile import ask

SECRET = "s3cr3t-of-anna"
ADDRESSES = {
    "nobody there": f"postgresql://anna:{SECRET}@127.0.0.1:1/figures",
    "no such host": f"postgresql://anna:{SECRET}@nowhere.invalid/figures",
    "an @ inside": f"postgresql://anna:x@{SECRET}@127.0.0.1:1/figures",
    "a port that is none": f"postgresql://anna:{SECRET}@h:port/figures",
    "another database": f"mysql://anna:{SECRET}@h/figures",
    "an option that is none": f"postgresql://anna:{SECRET}@127.0.0.1:1/figures?nonsense=1",
    "a password behind": f"postgresql://127.0.0.1:1/figures?user=anna&password={SECRET}",
    "two passwords": f"postgresql://anna:{SECRET}@127.0.0.1:1/figures?sslpassword={SECRET}",
    "no database": f"postgresql://anna:{SECRET}@127.0.0.1:1",
}


def told(act: Callable[[], object], caplog: pytest.LogCaptureFixture) -> str:
    """Return all that an error says, with its causes, and all that was logged meanwhile."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises((RecoveryError, ValidationError)) as caught:
        act()
    return "".join(traceback.format_exception(caught.value)) + caplog.text


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("kind", ["database_url", "reader_url", "export_url"])
def test_no_message_about_an_address_tells_the_password(
    name: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.model_validate({kind: ADDRESSES[name]})
    assert SECRET not in f"{settings!r} {settings}"
    role = "owner" if kind == "database_url" else kind.removesuffix("_url")
    said = told(lambda: connect(settings, role), caplog)  # type: ignore[arg-type]
    assert SECRET not in said
    assert "password" in said or "RECOVERY_" in said


def test_a_settings_error_tells_no_other_setting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("RECOVERY_DATABASE_URL", ADDRESSES["nobody there"])
    monkeypatch.setenv("RECOVERY_CALLS_PER_MINUTE", "many")
    assert SECRET not in told(Settings, caplog)


def test_the_secret_of_the_private_database_is_in_no_log_and_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(home=tmp_path, durable=False)  # no other test writes to its log
    cluster = Cluster(settings)
    caplog.set_level(logging.DEBUG)
    try:
        cluster.start()
        connect(settings).dispose()
        secret = (cluster.folder.base / "secret").read_text()
        log = Path(cluster.folder.data / "server.log").read_text(errors="replace")
    finally:
        cluster.reset()
    assert len(secret) > 32
    assert secret not in caplog.text + log + repr(settings) + str(cluster.status())
    assert "PASSWORD" not in log


def test_no_line_of_the_log_tells_what_a_reader_looks_at_or_sends(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app = Watch(build(library, lambda: None))
    headers = {"authorization": SECRET, "cookie": f"a={SECRET}", "referer": SECRET, "user-agent": SECRET}
    for path in ("/en/small/map", "/x", "/api/v1/observatories/small", "/api/v1/observatories/none"):
        ask(app, f"{path}?territory={SECRET}", headers=headers)
    ask(app, "/api/v1/observatories/small/scenarios", "POST", headers, f'{{"x": "{SECRET}"}}'.encode())
    ask(app, "/_dash-update-component", "POST", headers, SECRET.encode())
    assert "/en/small/map" in caplog.text
    assert SECRET not in caplog.text
    assert "192.0.2.66" not in caplog.text
