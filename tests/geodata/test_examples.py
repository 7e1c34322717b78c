"""The examples in the docstrings of `geodata` run."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import geodata

# Alembic alone may import its entry.
MODULES = [
    module.name for module in walk_packages(geodata.__path__, "geodata.") if not module.name.endswith("env")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(import_module(name)).failed == 0
