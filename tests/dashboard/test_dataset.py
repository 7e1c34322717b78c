"""What search engines read of a release: true, relative, and unable to leave its element."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dashboard.app import build
from dashboard.components.taking import taking
from dashboard.dataset import FILES, dataset
from dashboard.desk import open_desk
from dashboard.library import Edition, Library
from dashboard.routes import GAP
from dashboard.words import LANGUAGES, Words
from indicators.declaration import Text
from tests.dashboard.test_app import Get, getter


class Scripts(HTMLParser):
    """Gathers what stands in elements of JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data):
        if self._inside:
            self.found.append(data)
            self._inside = False


@pytest.fixture(scope="module")
def get(library: Library) -> Get:
    """The small observatory, served."""
    return getter(build(library, lambda: None))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["map", "data"])
def test_every_page_tells_the_data_set_in_its_language(get: Get, language, page, edition: Edition):
    parser = Scripts()
    parser.feed(get(f"/{language}/small/{page}").text)
    [text] = parser.found
    said = json.loads(text)
    assert said == json.loads(dataset(edition, Words(language)))
    assert (said["@type"], said["inLanguage"], said["version"]) == ("Dataset", language, "release 1")
    assert said["datePublished"].startswith("2026-11-23")
    assert {one["propertyID"] for one in said["variableMeasured"]} == set(edition.declaration.indicators)
    assert [one["name"] for one in said["creator"]] == ["Office <b>"]
    assert len(said["isBasedOn"]) == len(edition.loads)
    assert said["temporalCoverage"] == "2010/2024"
    west = float(said["spatialCoverage"]["geo"]["box"].split()[1])
    assert west == edition.territories["west"].min()


def test_what_can_be_downloaded_can_be(edition: Edition, get: Get):
    said = json.loads(dataset(edition, Words("en")))
    addresses = [one["contentUrl"] for one in said["distribution"]]
    assert len(addresses) == len(FILES)
    known = get("/api/v1/openapi.json").json()["paths"]
    for address in addresses:
        assert address.startswith("/api/v1/")
        path = re.sub("/small/", "/{observatory}/", address.partition("?")[0].removeprefix("/api/v1"))
        assert path in known, path


def test_nothing_leaves_its_element(edition: Edition):
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    declared = edition.declaration.model_copy(update={"name": Text(en=evil)})
    spoilt = Edition(edition._source, replace(edition.release, declaration=declared))
    text = dataset(spoilt, Words("en"))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"].endswith(evil)


def test_a_text_that_looks_like_a_gap_is_not_filled():
    filled = {"title": "[[dataset]]", "dataset": '{"a": 1}'}
    page = GAP.sub(lambda gap: filled.get(gap[1], gap[0]), "<title>[[title]]</title>[[dataset]][[other]]")
    assert page == '<title>[[dataset]]</title>{"a": 1}[[other]]'


def test_the_page_of_the_data_offers_the_package_and_its_citation(library: Library):
    desk = open_desk(library, "/es/small/data", "")
    text = str([part.to_plotly_json() for part in taking(desk)])
    assert "/api/v1/observatories/small/package?release=1&format=zip" in text
    assert "release 1 of 2026-11-23" in text
    assert "/api/v1/docs" in text
    assert "Cómo citar esta edición" in text
