"""The front door: quick, and polite about errors."""

import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import pytest
import typer

import recovery_cli
from indicators.errors import StoreError

HEAVY = ("dash", "plotly", "pandas", "geopandas", "sqlalchemy", "etl", "dashboard", "geodata")


def test_help_imports_no_package() -> None:
    code = (
        "import sys, recovery_cli\n"
        "try: recovery_cli.app(['--help'])\n"
        f"finally: print('heavy:', sorted(set({HEAVY}) & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "heavy: []" in shown
    assert all(name in shown for name in recovery_cli.COMMANDS)


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        recovery_cli.app(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == version("territorial-recovery")


def test_a_command_gets_its_own_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, lambda name, count: typer.echo(f"{name} {count}"))
    assert run(monkeypatch, "db", "greet", "Anna", "--count", "3") == 0
    assert capsys.readouterr().out == "Anna 3\n"
    assert run(monkeypatch, "db", "greet", "--help") == 0
    assert "recovery db greet" in capsys.readouterr().out


def test_an_error_of_ours_is_a_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str, count: int) -> None:
        raise StoreError("it [does] not run", where="here", mend="start it")

    answer(monkeypatch, fail)
    assert run(monkeypatch, "db", "greet", "Anna") == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "here: it [does] not run\n  start it\n")


def test_an_error_that_is_not_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, count: int) -> None:
        raise ZeroDivisionError

    answer(monkeypatch, fail)
    with pytest.raises(ZeroDivisionError):
        run(monkeypatch, "db", "greet", "Anna")


def answer(monkeypatch: pytest.MonkeyPatch, action: object) -> None:
    """Put an app with one group `db` and one command `greet` in the place of the real one."""
    app, group = typer.Typer(pretty_exceptions_enable=False), typer.Typer()
    app.callback()(lambda: None)
    app.add_typer(group, name="db")

    @group.callback()
    def _group() -> None:
        pass

    @group.command()
    def greet(name: str, count: int = 1) -> None:
        action(name, count)

    monkeypatch.setattr(recovery_cli, "import_module", lambda _: SimpleNamespace(app=app))


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["recovery", *words])
    with pytest.raises(SystemExit) as ended:
        recovery_cli.main()
    return int(ended.value.code or 0)
