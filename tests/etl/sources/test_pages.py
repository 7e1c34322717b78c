"""One page a source, and what its page declares works as written, on the specimen that it names."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sdmx
import yaml

from etl.sdmx_api import address
from etl.sources import SOURCES
from geodata.observatory import DataSet
from tests.etl.sources.reading import SPECIMENS, tidied

PAGES = Path(__file__).parents[3] / "docs" / "sources"
TRIED = ("eurostat", "jsonstat", "opensdg", "sdmx", "unsdg", "worldbank")


def test_every_source_has_its_page():
    assert {*SOURCES} <= {page.stem for page in PAGES.glob("*.md")}


@pytest.mark.parametrize("source", TRIED)
def test_the_declaration_of_a_page_reads_its_specimen(source: str):
    block, *_ = re.findall(
        r"```yaml\n(.*?)```", (PAGES / f"{source}.md").read_text(encoding="utf-8"), re.DOTALL
    )
    [declared] = yaml.load(block, yaml.BaseLoader)
    data_set = DataSet.model_validate(declared)
    path = SPECIMENS / source / data_set.path
    found = tidied(path, data_set)
    assert data_set.source == source
    assert len(found.frame) >= 2
    assert "total" in {*found.frame["group"]}


def test_the_addresses_are_those_of_sdmx1():
    page = (PAGES / "sdmx.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([A-Z]+)` \| (\S+) \| (https://\S+)/data/\.\.\. ", page, re.MULTILINE)
    assert len(named) == 5
    assert all(sdmx.get_source(name).url == address for name, _, address in named)
    assert all(urlsplit(address).netloc == host for _, host, address in named)


def test_the_query_of_the_page_can_be_asked():
    _, block = re.findall(r"```yaml\n(.*?)```", (PAGES / "sdmx.md").read_text(encoding="utf-8"), re.DOTALL)
    declared = yaml.load(block, yaml.BaseLoader)
    [data_set] = map(DataSet.model_validate, declared["data"])
    asked = address(data_set.provider, data_set.dataset, data_set.key, data_set.since or "")
    assert urlsplit(asked).netloc in declared["hosts"]
    assert asked.endswith("/data/OECD.CFE.EDS,DSD_REG_LAB@DF_EMP,1.0/A..MEX+CHL.?startPeriod=2012")
