"""Which indicators an observatory adds, and which it can fill."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.references import pick
from indicators.consistency import inconsistencies
from indicators.declaration import Document, validate
from indicators.errors import DeclarationError, Fault
from indicators.indicator import Indicator, catalogue


def own_indicators(document: Document) -> tuple[dict[str, Indicator], list[Fault]]:
    """Read the indicators that a declaration adds to the catalogue: code -> indicator, and what is wrong."""
    own: dict[str, Indicator] = {}
    faults: list[Fault] = []
    at: dict[str, int] = {}
    declared = document.data.get("indicators") or []
    if not isinstance(declared, list):
        return own, [document.fault(("indicators",), "indicators: not a list", "begin each with '- code:'")]
    for i, item in enumerate(declared):
        try:
            indicator = validate(Indicator, document, item, at=("indicators", i))
        except DeclarationError as error:
            faults += error.faults
            continue
        own[indicator.code], at[indicator.code] = indicator, i
        if indicator.code in catalogue():
            what = f"the catalogue has an indicator '{indicator.code}'"
            faults.append(document.fault(("indicators", i, "code"), what, "give yours another code"))
    for what in () if faults else inconsistencies({**catalogue(), **own}):
        where = next((("indicators", i) for code, i in at.items() if f"'{code}'" in what), ("indicators",))
        mend = "correct its formula, count or roll_up, or declare what it needs"
        faults.append(document.fault(where, what, mend))
    return own, faults


def needed_indicators(
    document: Document, known: Mapping[str, Indicator]
) -> tuple[dict[str, Indicator], list[Fault]]:
    """Pick the indicators that a declaration can fill, and tell what it asks for and cannot.

    Parameters
    ----------
    document : Document
        A declaration that names only known indicators.
    known : mapping
        The catalogue's and the file's own.

    Returns
    -------
    needed : dict
        What a data set brings, what formulas yield from that, and the counts and weights of both.
    faults : list of Fault
        Indicators that the population, the typology, a shock or a target names and nothing brings.
    """
    there = _available({code for _, code in pick(document.data, "data.*.indicator")}, known)
    faults = [
        document.fault(where, f"no data set brings '{code}'", _what_it_lacks(known[code], there))
        for pattern in ("population", "typology.population", "shocks.*.indicators.*", "targets.*.indicator")
        for where, code in pick(document.data, pattern)
        if code not in there
    ]
    needed = there | {need for code in there for need in known[code].needs}
    return {code: known[code] for code in known if code in needed}, faults


def _available(published: set[str], known: Mapping[str, Indicator]) -> set[str]:
    there: set[str] = set()
    more = published
    while more:
        there |= more
        more = {c for c, i in known.items() if c not in there and i.inputs and there.issuperset(i.inputs)}
    return there


def _what_it_lacks(indicator: Indicator, there: set[str]) -> str:
    missing = [code for code in indicator.inputs if code not in there]
    return f"its formula lacks {', '.join(missing)}" if missing else "add one under 'data'"
