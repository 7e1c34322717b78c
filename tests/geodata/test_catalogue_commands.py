"""`recovery catalogue` and the page that it writes."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.catalogue_commands import app
from indicators.indicator import DIMENSIONS, catalogue

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["catalogue", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_every_indicator_is_listed_once_under_its_dimension():
    found, there = {}, ""
    for line in run().splitlines():
        there = line if line in DIMENSIONS else there
        if code := re.match(r"  (\w+): ", line):
            found[code[1]] = there
    assert found == {code: indicator.dimension for code, indicator in catalogue().items()}


def test_a_line_tells_the_unit_and_the_next_one_what_carries_it():
    lines = run("--dimension", "environment", "--language", "es").splitlines()
    assert lines[0] == "medio ambiente"
    at = lines.index("  municipal_waste: Residuos municipales (kilogramos por habitante)")
    assert "Eurostat env_rwas_gen [wst_oper=GEN unit=KG_HAB], NUTS 2" in lines[at + 1]
    assert "      = 1000000 * greenhouse_gas_emissions / population" in lines
    assert not any(line.startswith("  gdp:") for line in lines)


@pytest.mark.parametrize("arguments", [("--dimension", "sea"), ("--language", "de")])
def test_what_there_is_not_is_refused(arguments):
    assert "Invalid value" in run(*arguments, code=2)


def test_the_page_of_the_documentation_is_what_the_code_writes():
    assert PAGE.read_text(encoding="utf-8") == run("--markdown"), (
        "write it anew: recovery catalogue --markdown > docs/catalogue.md"
    )


def test_every_row_of_the_page_has_all_its_cells():
    rows = [line for line in run("--markdown").splitlines() if line.startswith("| `")]
    assert len(rows) == len(catalogue())
    assert {row.count(" | ") for row in rows} == {4}
