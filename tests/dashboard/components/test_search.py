"""The search for a place: names in any language, namesakes told apart."""

import pandas as pd
import pytest

from dashboard.components.search import folded, other_names, places
from dashboard.countries import translated
from dashboard.library import Edition
from dashboard.words import Words


def test_every_territory_can_be_found_once(edition: Edition) -> None:
    found = [item["value"] for group in places(edition, Words("fr")) for item in group["items"]]
    assert sorted(found) == sorted(edition.territory_codes())


def test_namesakes_say_where_they_lie(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    twins = edition.names("en").replace({"Bosque": "Ávila"})
    monkeypatch.setattr(edition, "names", lambda language: twins)
    labels = {item["value"]: item["label"] for g in places(edition, Words("en")) for item in g["items"]}
    assert labels["01"] == labels["02"] == "Ávila (All)"
    assert labels["03"] == "Cañar"


def test_a_place_is_found_by_its_names_in_other_languages(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = {"fr": edition.names("fr").replace({"Isla": "Île"})}
    monkeypatch.setattr(
        edition, "names", lambda language: spoken.get(language, edition.territories["name_en"])
    )
    assert other_names(edition, "en") == {"06": "Île"}
    assert other_names(edition, "fr") == {"06": "Isla"}


def test_names_sort_without_accents() -> None:
    assert folded(pd.Series(["Éden", "ávila", "Zürich"])).tolist() == ["eden", "avila", "zurich"]


def test_countries_named_once_are_named_in_the_language() -> None:
    names = pd.Series({"EL": "Elláda", "AT1": "Ostösterreich", "XX": "Nowhere", "EC": "Equador"})
    places = pd.DataFrame({"parent": [None, "AT", None, None], "name_en": names})
    places = places.assign(name_es=names, name_fr=names.where(names.index != "EC", "Équateur"))
    assert translated(names, places, "es").tolist() == ["Grecia", "Ostösterreich", "Nowhere", "Equador"]
