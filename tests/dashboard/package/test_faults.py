"""Fault 98: whoever makes a package is killed while at it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, text

from dashboard.package.write import export
from geodata.settings import Settings
from geodata.store import Reader, Release
from tests.dashboard.serving import ROOT

JOB = """
import os, signal, sys
from pathlib import Path
from dashboard.package.write import export
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader

reader = Reader(connect(Settings(), "export"))
kill = lambda step: step == "descriptions" and os.kill(os.getpid(), signal.SIGKILL)
export(reader, reader.release(sys.argv[1]), Path(sys.argv[2]), kill)
"""


def test_fault_98_a_killed_export_leaves_no_package_and_no_connection_and_the_next_is_whole(
    exporter: Reader, release: Release, exported: Path, settings: Settings, owner: Engine, tmp_path: Path
):
    target = tmp_path / "package"
    environment = os.environ | {"RECOVERY_HOME": str(settings.home), "RECOVERY_DURABLE": "0"}
    job = [sys.executable, "-c", JOB, release.observatory, str(target)]
    ended = subprocess.run(job, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not target.exists()
    export(exporter, release, target, lambda step: None)
    assert (target / "SHA256SUMS").read_bytes() == (exported / "SHA256SUMS").read_bytes()
    left = "select count(*) from pg_stat_activity where usename like '%export' and state like 'idle in%'"
    with owner.connect() as connection:
        assert connection.scalar(text(left)) == 0
