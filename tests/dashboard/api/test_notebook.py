"""Every example of the notebook page runs against a served observatory, and gives what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.package.files import find_changes

PAGE = (Path(__file__).parents[3] / "docs/notebook.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8050"
ENDING = """
assert gva["territory"].str.fullmatch("EC|[0-9]{2}").all() and gva["value"].notna().all()
assert set(scores["shock"]) == {"covid19"} and len(last)
assert provinces.crs.to_epsg() == 4326 and len(provinces) == len(drawn) == 24
assert indicators.loc["gva_nominal", "unit_en"]
assert now >= 1 and len(pinned)
"""


def blocks(language: str) -> list[str]:
    """Every block of code of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_block_of_python_runs_in_its_order(address, tmp_path):
    assert len(blocks("python")) >= 5
    script = "\n".join([*blocks("python"), ENDING]).replace(HERE, address)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    [package] = (tmp_path / "ecuador").iterdir()
    assert find_changes(package) == []


@pytest.mark.parametrize("url", re.findall(r'"(http://[^"{}]+)"', "".join(blocks("r"))))
def test_every_address_of_r_answers(api, url):
    answer = api.get(url.partition("/api/v1/")[2])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(("text/csv", "application/geo+json"))


def test_every_other_address_is_served(api):
    assert api.get("docs").status_code == 200
