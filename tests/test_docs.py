"""The documentation says what is there, all of it, and nothing that is not."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import typer

from geodata import observatory
from indicators.indicator import Indicator
from indicators.recipe import Recipe
from indicators.shock import Shock
from indicators.source import Source
from recovery_cli import COMMANDS as MOUNTED
from recovery_cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if p.is_file()]
DECLARED = [
    observatory.Observatory,
    observatory.Hierarchy,
    observatory.Level,
    observatory.Boundaries,
    observatory.Attributes,
    observatory.Place,
    observatory.Typology,
    observatory.GridLayers,
    observatory.GridLayer,
    observatory.DataSet,
    observatory.Columns,
    observatory.Break,
    observatory.Checks,
    observatory.Commitment,
    observatory.Crosswalk,
    observatory.MapView,
    observatory.Inset,
    Shock,
    Indicator,
    Source,
    Recipe,
]


def commands() -> list[str]:
    """Every command line that the front door offers."""
    found = [f"recovery {command.name or command.callback.__name__}" for command in app.registered_commands]
    for name, (module, _) in MOUNTED.items():
        inner = typer.main.get_command(import_module(module).app).commands[name]
        if isinstance(inner, typer.core.TyperGroup):
            found.remove(f"recovery {name}")
            found += [f"recovery {name} {command}" for command in inner.commands]
    return found


COMMANDS = commands()


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command):
    assert f"`{command}" in README or f"\n{command} " in README


def test_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"`(recovery (?:db )?[a-z]+)", README))
    assert named <= {*COMMANDS, "recovery db"}, named


@pytest.mark.parametrize("model", DECLARED, ids=lambda m: m.__name__)
def test_every_declared_key_is_documented(model):
    page = (ROOT / "docs/observatory.md").read_text(encoding="utf-8")
    assert [key for key in model.model_fields if f"`{key}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_no_package_registry_is_named():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    hosts = re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian"))
    )
    named = [f for f in files.splitlines() if f.endswith((".lock", ".md", ".cfg", ".toml", ".yaml", ".py"))]
    assert [f for f in named if hosts.search((ROOT / f).read_text(encoding="utf-8"))] == []
