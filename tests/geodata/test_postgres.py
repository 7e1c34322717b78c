"""Finding the installed PostgreSQL, and saying what to install."""

from pathlib import Path

import pytest

from geodata import postgres
from geodata.postgres import find_postgres
from indicators.errors import StoreError


def pretend(root: Path, major: int, extension: bool) -> None:
    """A folder that looks like Debian's of one version."""
    programs = root / str(major) / "bin"
    programs.mkdir(parents=True)
    (programs / "initdb").touch()
    share = root / str(major) / "share"
    (share / "extension").mkdir(parents=True)
    if extension:
        (share / "extension" / "postgis.control").touch()
    (programs / "pg_config").write_text(f"#!/bin/sh\necho {share}\n")
    (programs / "pg_config").chmod(0o755)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")
    return tmp_path


def test_the_newest_with_postgis_is_taken(root: Path) -> None:
    pretend(root, 9, extension=True)
    pretend(root, 15, extension=True)
    pretend(root, 17, extension=False)
    assert find_postgres().major == 15
    assert find_postgres(9).programs == root / "9" / "bin"


def test_pg_config_on_the_path_counts_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(root, 16, extension=True)
    programs = root / "16" / "bin"
    (programs / "pg_config").write_text(
        "#!/bin/sh\ncase $1 in\n"
        f"--bindir) echo {programs};;\n--version) echo PostgreSQL 16.4;;\n*) echo {root}/16/share;;\nesac\n"
    )
    monkeypatch.setattr(postgres, "DEBIAN", root / "nowhere")
    monkeypatch.setenv("PATH", str(programs))
    assert find_postgres() == postgres.Postgres(programs, 16)


def test_what_is_missing_is_named(root: Path) -> None:
    with pytest.raises(StoreError, match=r"not installed\n.*apt-get.*brew.*RECOVERY_DATABASE_URL"):
        find_postgres()
    pretend(root, 15, extension=False)
    with pytest.raises(StoreError, match="PostgreSQL 15 is installed, but PostGIS for it is not"):
        find_postgres()
    with pytest.raises(StoreError, match=r"made by PostgreSQL 14.*\n.*recovery db reset"):
        find_postgres(14)


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "initdb").write_text("#!/bin/sh\nexec sleep 60\n")
    (programs / "initdb").chmod(0o755)
    with pytest.raises(StoreError, match="did not end"):
        postgres.Postgres(programs, 15).run("initdb", folder=tmp_path, user=None, timeout_s=0.2)
