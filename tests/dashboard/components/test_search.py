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
    others = {"name_fr": names.where(names.index != "EC", "Équateur"), "name_local": "its own"}
    places = places.assign(name_es=names, **others)
    assert translated(names, places, "es").tolist() == ["Grecia", "Ostösterreich", "Nowhere", "Equador"]


def test_countries_with_an_english_name_are_not_left_in_their_own_in_other_languages() -> None:
    own = pd.Series({"DE": "Deutschland", "DE3": "Berlin", "FR": "France"})
    places = pd.DataFrame({"parent": [None, "DE", None], "name_local": own, "name_es": own, "name_fr": own})
    places = places.assign(name_en=["Germany", "Berlin", "France"])
    assert translated(places["name_es"], places, "es").tolist() == ["Alemania", "Berlin", "Francia"]
    assert translated(places["name_en"], places, "en").tolist() == ["Germany", "Berlin", "France"]
