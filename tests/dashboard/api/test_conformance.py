"""The API does what its own document says: schemathesis calls it, with every check it has."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from geodata.cluster import Cluster
from geodata.settings import Settings
from tests.dashboard.browsing import serve_ecuador

LONG = settings().max_examples > settings.get_profile("default").max_examples
CALLS = ["--max-examples", "100"] if LONG else ["--max-examples", "20", "--phases", "examples,fuzzing"]
"""A resource; the long profile makes more than 2 000 calls in all."""
LEAST = 2_000 if LONG else 200


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a database of its own: other tests store rows by hand, which no load would write."""
    home = tmp_path_factory.mktemp("home")
    try:
        with serve_ecuador(home) as at:
            yield at
    finally:
        Cluster(Settings(home=home)).reset()


def test_every_check_of_schemathesis_passes(address: str, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "schemathesis"
    command = [str(program), "run", f"{address}/api/v1/openapi.json", "--checks", "all", *CALLS]
    more = ["--no-color", "--continue-on-failure", "--request-timeout", "60"]
    ran = subprocess.run([*command, *more], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-20_000:]
    [made] = re.findall(r"(\d+) generated, \1 passed", ran.stdout)
    assert int(made) >= LEAST
