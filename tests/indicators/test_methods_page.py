"""The page of the methods says what the code does, and every name that the package lends is there."""

import re
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

import indicators
from tests.indicators.methods_page import CHAPTERS, PAGE, functions, split_page, write_table


def test_the_page_lists_every_function_as_it_is():
    assert split_page()[1].strip() == write_table().strip(), "run python -m tests.indicators.methods_page"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_functions(chapter):
    assert [name for number, name, _ in functions() if number == chapter]


@pytest.mark.parametrize("name", indicators.__all__)
def test_every_lent_name_is_there(name):
    made = getattr(indicators, name)
    assert not isinstance(made, ModuleType)
    assert name in dir(indicators)


def test_a_function_goes_before_its_module_in_every_order():
    assert import_module("indicators.treat").treat is indicators.treat
    code = "import indicators.treat, indicators; from indicators import treat; treat.__call__; print('fine')"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "fine\n"


def test_an_error_costs_no_pandas():
    code = "import sys, indicators.errors; print('pandas' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_what_is_not_lent_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        indicators.nothing  # noqa: B018


def test_the_notebook_runs(capsys):
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    found = {}
    exec(code, found)
    assert found["index"].ranks["index"].tolist() == [3, 2, 1, 4]
    assert "composition:" in capsys.readouterr().out


def test_every_name_in_the_prose_exists():
    prose = "".join(split_page()[::2])
    named = re.findall(r"`(\w+)\(", prose)
    assert named
    assert [name for name in named if name not in indicators.__all__] == []
    assert PAGE.name == "methods.md"
