"""Everything that the built-in catalogue declares: complete, sane, and its words and numbers of one mind."""

import re
from collections import Counter

import pytest

from indicators.declaration import Text, read_yaml
from indicators.indicator import CATALOGUE, DIMENSIONS, Indicator, catalogue
from indicators.source import TABLES
from indicators.units import BASE_UNITS

LANGUAGES = ("en", "es", "fr")
INDICATORS = [*catalogue().values()]
SOURCES = [(indicator, source) for indicator in INDICATORS for source in indicator.sources]
LEVELS = {"country", "province", "canton", "local authority", "city", "NUTS 2", "NUTS 3", "TL2", "TL3"}
WITHOUT_DENOMINATOR = {"year", "point"}  # an age or a mean of answers is compared without being divided
BARE = {"population_census"}  # counted once in ten years: it classes territories and feeds no formula

each = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)


def numbers(words: str) -> list[str]:
    """The numbers in a text, however the language groups their digits."""
    return re.findall(r"\d+", re.sub(r"(?<=\d)[., ](?=\d{3})", "", words))


@each
def test_it_is_told_in_three_languages(indicator: Indicator):
    words = [value for value in dict(indicator).values() if isinstance(value, Text)]
    words += [source.note for source in indicator.sources if source.note]
    assert len(words) >= 3
    assert all(getattr(text, language) for text in words for language in LANGUAGES)
    assert all(getattr(indicator.definition, language).endswith(".") for language in LANGUAGES)
    assert len({getattr(indicator.definition, language) for language in LANGUAGES}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_indicators_have_one_name_or_definition(language: str):
    for words in ("name", "definition"):
        told = Counter(getattr(getattr(indicator, words), language) for indicator in INDICATORS)
        assert [text for text, times in told.items() if times > 1] == []


@each
def test_its_unit_is_known_and_says_what_may_be_added_up(indicator: Indicator):
    unit = indicator.machine_unit
    assert unit is not None
    if indicator.kind == "total":
        assert unit.counts
        assert indicator.formula or indicator.roll_up == "sum"
    else:
        assert not unit.counts or set(unit.powers) <= WITHOUT_DENOMINATOR
        assert indicator.roll_up != "sum"


@each
def test_its_words_and_its_machine_readable_unit_agree(indicator: Indicator):
    unit, words = indicator.machine_unit, indicator.unit.en
    assert unit is not None
    assert [numbers(getattr(indicator.unit, language)) for language in LANGUAGES] == [numbers(words)] * 3
    said = re.search(r"per (\d[\d,]*)", words)
    factor = 1 / int(said[1].replace(",", "")) if said else 1.0
    factor *= 1e6 if words.startswith("million") else 1e3 if words.startswith("thousand") else 1
    factor *= 0.01 if words.startswith(("%", "index")) else 1
    assert unit.factor == pytest.approx(factor)


@each
def test_a_share_changes_in_points_and_a_total_in_percent(indicator: Indicator):
    if indicator.unit.en.startswith("%"):
        assert (indicator.change, indicator.kind) == ("absolute", "intensive")
    if indicator.kind == "total":
        assert indicator.change == "relative"


@each
def test_what_it_is_weighed_and_counted_by_is_a_total(indicator: Indicator):
    known = catalogue()
    assert set(indicator.needs) <= set(known)
    assert all(known[code].kind == "total" for code in (indicator.weighted_by, indicator.count) if code)


@each
def test_its_target_is_one_of_the_sdgs_and_within_bounds(indicator: Indicator):
    if indicator.target is not None:
        low, high = indicator.bounds
        assert indicator.sdg
        assert indicator.target_year == 2030
        assert low is None or low <= indicator.target
        assert high is None or indicator.target <= high


@each
def test_it_is_published_or_made_of_what_is(indicator: Indicator):
    made_of = [catalogue()[code] for code in indicator.inputs] or [indicator]
    assert all(part.sources or part.formula for part in made_of)


def test_every_base_unit_is_used():
    measures = [indicator.machine_unit for indicator in INDICATORS if indicator.machine_unit]
    assert {base for measure in measures for base in measure.powers} == {*BASE_UNITS}


def test_every_dimension_has_its_themes():
    there = Counter(indicator.dimension for indicator in INDICATORS)
    assert all(there[dimension] >= 8 for dimension in DIMENSIONS)
    assert {lens for indicator in INDICATORS for lens in indicator.lenses} == {"fair", "green", "digital"}
    assert {indicator.sdg_goal for indicator in INDICATORS} >= {
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        15,
        16,
        17,
    }


def test_an_indicator_lies_in_the_file_of_its_dimension():
    for path in CATALOGUE.glob("*.yaml"):
        codes = {item["code"] for item in read_yaml(path).data}
        assert path.stem == "base" or {catalogue()[code].dimension for code in codes} == {path.stem}


def test_what_others_are_made_of_is_used():
    needed = {need for indicator in INDICATORS for need in indicator.needs}
    assert {item["code"] for item in read_yaml(CATALOGUE / "base.yaml").data} - needed == BARE


@pytest.mark.parametrize(("indicator", "source"), SOURCES, ids=lambda part: getattr(part, "table", None))
def test_a_source_is_well_formed(indicator: Indicator, source):
    assert source.level in LEVELS
    assert source.url.startswith("https://") == (source.publisher in TABLES)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", dimension) for dimension in source.keys)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", code) for codes in source.keys.values() for code in codes)
    assert indicator.sources.count(source) == 1


def test_a_table_is_told_by_its_keys_wherever_it_carries_several_indicators():
    users: dict[tuple[str, str], list] = {}
    for indicator, source in SOURCES:
        if source.publisher == "Eurostat":
            users.setdefault((source.publisher, source.table), []).append((indicator.code, source.keys))
    for told in users.values():
        assert len({str(keys) for _, keys in told}) == len(told)
