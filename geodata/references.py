"""What one part of an `observatory.yaml` says of another: codes that exist, levels in order, no name twice.

Works on the parsed text, not on the models, so that these faults stand beside those of a file that does
not even have the right shape.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from indicators.declaration import Document, Text, Where
from indicators.errors import Fault

RESERVED = ("territories", "derived")
INDICATORS = (
    "population",
    "typology.population",
    "data.*.indicator",
    "shocks.*.indicators.*",
    "recipe.indicator_weights.@",
    "targets.*.indicator",
)
LEVELS = (
    "hierarchy.versions.*.levels.*.code",
    "benchmark",
    "score_level",
    "map_levels.*",
    "typology.level",
    "typology.derive.*",
    "targets.*.levels",
    "targets.*.levels.*",
)
SHOCKS = tuple(f"recipe.uncertainty.{what}.@" for what in ("baselines", "trends", "evaluations"))
HISTORY = "declare what leads from it, under 'crosswalks' or 'changes'"
UNIQUE = {
    "data.*.id": "data set",
    "shocks.*.code": "shock",
    "hierarchy.levels.*.code": "level",
    "hierarchy.levels.*.places.*.code": "place",
    "hierarchy.versions.*.version": "version",
    "indicators.*.code": "indicator",
    "targets.*.code": "target",
}


def faults_between(document: Document, known: Collection[str], sources: Collection[str] = ()) -> list[Fault]:
    """List what does not hold between the parts of a declaration.

    Parameters
    ----------
    document : Document
        The whole file.
    known : collection of str
        Codes of the indicators there are: the catalogue's and the file's own.
    sources : collection of str
        Names of the sources there are; none where the caller cannot tell.
    """
    levels, shocks = (
        [code for _, code in pick(document.data, f"{path}.*.code")] for path in ("hierarchy.levels", "shocks")
    )
    return [
        *_unknown(document, INDICATORS, known, "indicator", "declare it under 'indicators'"),
        *_unknown(document, LEVELS, levels, "level", "declare it under 'hierarchy'"),
        *_unknown(document, SHOCKS, shocks, "shock", "declare it under 'shocks'"),
        *_unknown(document, ("data.*.version",), _versions(document), "version", HISTORY),
        *_unknown(document, ("data.*.source",) if sources else (), sources, "source", _one_of(sources)),
        *_twice(document),
        *_untranslated(document),
        *_out_of_order(document, levels),
        *_parents(document),
    ]


def pick(node: Any, pattern: str, at: Where = ()) -> Iterator[tuple[Where, str]]:
    """Find the texts under a path in parsed YAML: ``*`` is every item, ``@`` every key.

    Examples
    --------
    >>> list(pick({"shocks": [{"code": "a"}, {"name": "b"}]}, "shocks.*.code"))
    [(('shocks', 0, 'code'), 'a')]
    """
    head, _, rest = pattern.partition(".")
    if not head:
        if isinstance(node, str):
            yield at, node
    elif head == "*" and isinstance(node, list):
        for i, item in enumerate(node):
            yield from pick(item, rest, (*at, i))
    elif head == "@" and isinstance(node, dict):
        yield from (((*at, key), key) for key in node)
    elif isinstance(node, dict) and head in node:
        yield from pick(node[head], rest, (*at, head))


def _unknown(
    document: Document, patterns: Collection[str], known: Collection[str], kind: str, else_: str
) -> Iterator[Fault]:
    for pattern in patterns:
        for where, code in pick(document.data, pattern):
            if code not in known:
                close = get_close_matches(code, known, n=1)
                mend = f"did you mean '{close[0]}'?" if close else else_
                yield document.fault(where, f"there is no {kind} '{code}'", mend)


def _versions(document: Document) -> list[str]:
    paths = ("version", "crosswalks.*.version", "changes.*.version")
    return [version for path in paths for _, version in pick(document.data, f"hierarchy.{path}")]


def _one_of(names: Collection[str]) -> str:
    return f"write one of {', '.join(sorted(names))}"


def _twice(document: Document) -> Iterator[Fault]:
    for pattern, kind in UNIQUE.items():
        seen: set[str] = set()
        for where, code in pick(document.data, pattern):
            if code in seen:
                yield document.fault(where, f"the {kind} '{code}' is declared twice", "rename one")
            seen.add(code)
    for where, code in pick(document.data, "data.*.id"):
        if code in RESERVED:
            yield document.fault(where, f"'{code}' is a name of the house", "give the data set another id")


def _untranslated(document: Document) -> Iterator[Fault]:
    languages = {code for _, code in pick(document.data, "languages.*")} & {*Text.model_fields}
    for where, keys in _texts(document.data):
        missing = sorted(languages - keys)
        if missing:
            what = f"{'.'.join(map(str, where))}: no text in {', '.join(missing)}"
            yield document.fault(where, what, "add it, or drop the language from 'languages'")


def _texts(node: Any, at: Where = ()) -> Iterator[tuple[Where, set[str]]]:
    if isinstance(node, list):
        for i, item in enumerate(node):
            yield from _texts(item, (*at, i))
    elif isinstance(node, dict) and not {"boundaries", "attributes"} & {*at}:
        if "en" in node:
            yield at, set(node)
        for key, value in node.items():
            yield from _texts(value, (*at, key))


def _out_of_order(document: Document, levels: list[str]) -> Iterator[Fault]:
    rank = {code: i for i, code in enumerate(levels)}
    pairs = [("benchmark", "score_level", False), ("typology.derive.*", "typology.level", True)]
    for upper, lower, strictly in pairs:
        for _, below in pick(document.data, lower):
            for where, above in pick(document.data, upper):
                if above in rank and below in rank and rank[above] + strictly > rank[below]:
                    what = f"the level '{above}' does not lie above '{below}'"
                    yield document.fault(where, what, "levels are declared from the largest territories down")


def _parents(document: Document) -> Iterator[Fault]:
    yield from _tiers(document, [*_mappings(document.data, ("hierarchy", "levels"))])
    for where, version in _mappings(document.data, ("hierarchy", "versions")):
        yield from _tiers(document, [*_mappings(version, ("levels",), where)])


def _tiers(document: Document, levels: list[tuple[Where, dict[str, Any]]]) -> Iterator[Fault]:
    above: set[str] = set()
    complete = True  # whether every territory above is declared by hand, so that its code is known here
    for i, (where, level) in enumerate(levels):
        codes = {code for _, code in pick(level, "places.*.code")}
        listed = "boundaries" in level or "attributes" in level
        for at, parent in [*pick(level, "parent", where), *pick(level, "places.*.parent", where)]:
            if i == 0:
                yield document.fault(at, "the first level has nothing above it", "remove 'parent'")
            elif parent.startswith("prefix:"):
                if not re.fullmatch("prefix:[1-9][0-9]?", parent):
                    yield document.fault(at, f"'{parent}' is no parent", "write a code, or prefix:2")
            elif complete and parent not in above:
                yield document.fault(at, f"no level above has a territory '{parent}'", "correct the code")
        if not codes and not listed:
            mend = "give it 'boundaries', 'places' or 'attributes'"
            yield document.fault(where, "a level without territories", mend)
        if i and "parent" not in level and not list(pick(level, "places.*.parent")):
            yield document.fault(where, "a level without a parent", "write parent: CODE, or parent: prefix:2")
        above |= codes
        complete = complete and not listed


def _mappings(data: Any, path: Where, at: Where = ()) -> Iterator[tuple[Where, dict[str, Any]]]:
    for head in path:
        data = data.get(head) if isinstance(data, dict) else None
    for i, item in enumerate(data if isinstance(data, list) else ()):
        if isinstance(item, dict):
            yield (*at, *path, i), item
