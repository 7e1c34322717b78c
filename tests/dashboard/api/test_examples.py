"""Every example of docs/api.md runs and answers what the page says."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import httpx
import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
CALLS = [line for block in BLOCKS for line in block.strip().splitlines()]
SERVED = "http://127.0.0.1:8050"


def curl(line: str, address: str) -> httpx.Response:
    """Make the call that a line for curl would."""
    options = argparse.ArgumentParser()
    options.add_argument("url")
    options.add_argument("-H", dest="headers", action="append", default=[])
    options.add_argument("-X", dest="method", default="GET")
    options.add_argument("-d", dest="data")
    options.add_argument("-I", dest="head", action="store_true")
    [program, *words] = shlex.split(line, comments=True)
    assert program == "curl"
    given = options.parse_args(words)
    headers = dict(header.split(": ", 1) for header in given.headers)
    url = given.url.replace(SERVED, address)
    method = "HEAD" if given.head else given.method
    return httpx.request(method, url, headers=headers, content=given.data, timeout=60)


@pytest.mark.parametrize("line", CALLS)
def test_an_example_answers(address: str, line: str) -> None:
    expected = re.search(r"# (\d{3})$", line)
    answer = curl(line, address)
    assert answer.status_code == (int(expected[1]) if expected else 200), answer.text


@pytest.mark.parametrize("section", PAGE.split("\n## ")[1:], ids=lambda text: text.splitlines()[0])
def test_every_section_has_an_example(section: str) -> None:
    assert "```sh\ncurl " in section


def test_every_resource_is_named(api: httpx.Client) -> None:
    paths = api.get("/openapi.json").json()["paths"]
    for path in paths:
        last = path.removeprefix("/observatories").removeprefix("/{observatory}").split("/{")[0]
        assert f"{last}`" in PAGE, path
