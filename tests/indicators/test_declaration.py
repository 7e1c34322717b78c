"""YAML declarations: text stays text, and every fault has its line."""

import pytest

from indicators.declaration import Frozen, Text, read_yaml, validate
from indicators.errors import DeclarationError

ALIASES = "a: &a [" + "1, " * 50 + "1]\nb: &b [" + "*a, " * 50 + "]\nc: [" + "*b, " * 50 + "]\n"


class Place(Frozen):
    """A place for these tests."""

    code: str
    size: int = 0


class Places(Frozen):
    """Several places."""

    places: tuple[Place, ...]


@pytest.fixture
def written(tmp_path):
    """Write a file, return what is read."""

    def read(text, encoding="utf-8"):
        path = tmp_path / "x.yaml"
        path.write_bytes(text.encode(encoding))
        return read_yaml(path)

    return read


def faults(caught):
    return [(fault.line, fault.what) for fault in caught.value.faults]


def test_codes_keep_their_zeros_and_norway_is_no_answer(written):
    document = written("places:\n- {code: 01}\n- {code: NO, size: 3}\n")
    assert validate(Places, document).places == (Place(code="01"), Place(code="NO", size=3))


def test_every_fault_is_told_at_once(written):
    document = written("places:\n- code: a\n  size: big\n- size: 1\n  colour: red\n")
    with pytest.raises(DeclarationError) as caught:
        validate(Places, document)
    lines = [line for line, _ in faults(caught)]
    assert lines == [3, 4, 5]
    assert "add it" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "given twice"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("a: 'x\n", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "look at the indentation (spaces, no tabs)"),
        ("a: 1\nb: {{ code }}\n", 2, "a key that is no word"),
        ("a: &a [*a]\n", 1, "nested too deep"),
        (ALIASES, 1, "more than 100,000 entries"),
        ("a: " + "[" * 2000, 1, "nested too deep"),
        ("a: b\a\n", 1, "the character number 5, U+0007"),
    ],
)
def test_what_is_not_a_mapping_of_unique_keys_is_refused(written, text, line, word):
    with pytest.raises(DeclarationError) as caught:
        written(text)
    assert faults(caught)[0][0] == line
    assert word in str(caught.value)


def test_another_encoding_is_refused_at_its_line(written):
    with pytest.raises(DeclarationError, match=r":2: not UTF-8 text \(save it as UTF-8\)"):
        written("code: 01\na: Ñuñoa\n", "latin-1")


def test_an_alias_repeats_what_has_an_anchor(written):
    assert written("a: &a [1, {b: 2}]\nc: *a\n").data["c"] == ["1", {"b": "2"}]


def test_an_empty_file_is_an_empty_mapping(written):
    assert written("").data == {}


def test_words_fall_back_to_english():
    words = Text(en="Jobs", es="Empleo")
    assert [words.in_(language) for language in ("en", "es", "fr")] == ["Jobs", "Empleo", "Jobs"]
    assert [words.language(language) for language in ("es", "fr")] == ["es", "en"]
