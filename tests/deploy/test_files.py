"""compose, the image and the units: they name what is there, open nothing to the world, and are well formed.

No container engine runs in the tests: what compose does with its file is not tried here, only what it says.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from geodata.settings import Settings
from tests.dashboard.serving import ROOT, recovery

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 20  # tenths, of 100


def test_every_service_has_an_image_of_a_named_version() -> None:
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    assert SERVICES["app"]["build"] == "."
    assert all(re.fullmatch(r"[\w/]+:\d[\w.-]+", image) for image in images), images


def test_only_the_proxy_is_open_and_only_to_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {"proxy": ["127.0.0.1:8050:80"]}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["database"]["networks"] == ["inside"]


def test_what_is_mounted_and_named_is_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_the_settings_are_ours_and_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    given = SERVICES["app"]["environment"]
    assert {name.removeprefix("RECOVERY_").lower() for name in given} <= set(Settings.model_fields)
    for name, value in given.items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+(:-)?([^}]*)\}", r"\2", value))
    settings = Settings()
    assert settings.proxies == (COMPOSE["networks"]["outside"]["ipam"]["config"][0]["subnet"],)


def test_the_template_of_the_proxy_is_filled_in_whole() -> None:
    template = (DEPLOY / "nginx" / "default.conf.template").read_text()
    assert set(re.findall(r"\$\{(\w+)\}", template)) == set(SERVICES["proxy"]["environment"])


@pytest.mark.parametrize("path", [ROOT / "Dockerfile", *UNITS], ids=lambda path: path.name)
def test_commands_that_are_started_have_the_options_given(path: Path) -> None:
    said = subprocess.run(recovery("serve", "--help"), capture_output=True, text=True, check=True, cwd=ROOT)
    [*served] = re.findall(r"recovery serve ([^\"\n]*)", path.read_text())
    assert served or "recovery db start" in path.read_text()
    for option in re.findall(r"--[a-z-]+", " ".join(served)):
        assert option in said.stdout


def here(unit: Path, folder: Path) -> Path:
    """Write a unit with a program that is there, as `systemd-analyze verify` wants it."""
    program = Path(sys.executable).parent / "recovery"
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace("/opt/territorial-recovery/.venv/bin/recovery", str(program)))
    return copy


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
def test_units_are_well_formed_and_closely_confined(tmp_path: Path) -> None:
    units = [here(unit, tmp_path) for unit in UNITS]
    assert len(units) == 2
    done = subprocess.run([str(ANALYZE), "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for unit in units:
        limits = ["--offline=true", f"--threshold={MOST_EXPOSED}", str(unit)]
        rated = subprocess.run(
            [str(ANALYZE), "security", *limits], capture_output=True, text=True, check=False
        )
        assert rated.returncode == 0, rated.stdout[-200:]
