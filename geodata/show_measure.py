"""One measure in full: every number of it as stored, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.table import Table

from geodata.vocabulary import NONE, Vocabulary
from indicators.indicator import Indicator
from indicators.shock import Shock

Facts = list[tuple[str, str]]


def measure_facts(row: dict[str, Any], indicator: Indicator, shock: Shock, say: Vocabulary) -> Table:
    """Lay out a row of `MEASURES`; what is undefined is a dash."""
    table = Table.grid(padding=(0, 3))
    facts = _level(row, indicator, shock, say)
    facts += _harm(row, say) if indicator.harm else _course(row, indicator, say)
    for label, fact in [*facts, *_verdict(row, say)]:
        table.add_row(say(label), fact)
    return table


def summary(row: dict[str, Any], indicator: Indicator, say: Vocabulary) -> list[str]:
    """Say a row of `MEASURES` in a few words."""
    last = "" if pd.isna(row["last"]) else f" ({int(row['last'])})"
    worst = (
        f"{say('Excess over the expected')} {say.share(row['excess'], sign=True)}"
        if indicator.harm
        else f"{say('Drop')} {say.change(row['drop'], indicator, unit=False)}"
    )
    facts = [
        say.value(row["value"], indicator) + last,
        f"{say('Change')} {say.change(row['change'], indicator, unit=False)}",
        worst,
        f"{say('Score')} {say.number(row['score'])}",
        "" if pd.isna(row["rank"]) else f"{say('Rank')} {rank(row, say)}",
        say(row["state"]),
        note(row, say),
    ]
    return [fact for fact in facts if fact]


def note(row: dict[str, Any], say: Vocabulary) -> str:
    """Join the reason and the marks of a row in words."""
    return ", ".join(filter(None, (say.several(row["reason"]), say.several(row["marks"]))))


def rank(row: dict[str, Any], say: Vocabulary) -> str:
    """Write a rank among how many."""
    if pd.isna(row["rank"]):
        return NONE
    return f"{int(row['rank'])} {say('of')} {int(row['ranked_of'])}"


def time_to_recover(row: dict[str, Any], say: Vocabulary) -> str:
    """Write the years it took, or ``> n years`` where it is not over yet."""
    if row["state"] == "not yet" and not pd.isna(row["years_since_trough"]):
        return f"> {say.years(row['years_since_trough'])} ({say('not yet')})"
    return NONE if pd.isna(row["years_to_recover"]) else say.years(row["years_to_recover"])


def _level(row: dict[str, Any], indicator: Indicator, shock: Shock, say: Vocabulary) -> Facts:
    years = ", ".join(str(year) for year in shock.baseline)
    last = "" if pd.isna(row["last"]) else f" ({int(row['last'])})"
    positive = f" ({say('better is positive')})"
    return [
        ("Indicator", indicator.name.in_(say.language)),
        ("Baseline", f"{say.value(row['baseline'], indicator)} ({years})"),
        ("Value", say.value(row["value"], indicator) + last),
        ("Change", say.change(row["change"], indicator) + positive),
    ]


def _harm(row: dict[str, Any], say: Vocabulary) -> Facts:
    return [("Excess over the expected", say.share(row["excess"], sign=True))]


def _course(row: dict[str, Any], indicator: Indicator, say: Vocabulary) -> Facts:
    return [
        ("Drop", say.change(row["drop"], indicator)),
        ("Trough", NONE if pd.isna(row["trough"]) else str(int(row["trough"]))),
        ("Rebound", say.share(row["rebound"])),
        ("Time to recover", time_to_recover(row, say)),
        ("Years below the baseline", say.number(row["years_below"], 0)),
        ("Expected without the shock", _expected(row, indicator, say)),
        ("Gap to the expected", _gap(row, indicator, say)),
        ("Cumulative gap", say.change(row["gap_cumulative"], indicator)),
        ("Loss that scores 0", say.change(-row["loss"], indicator)),
        ("Resistance", say.number(row["resistance"])),
        ("Recovery", say.number(row["recovery"])),
        ("Renewal", say.number(row["renewal"])),
    ]


def _expected(row: dict[str, Any], indicator: Indicator, say: Vocabulary) -> str:
    if pd.isna(row["expected"]):
        return NONE
    low, high = (say.number(row[side], indicator.decimals) for side in ("expected_low", "expected_high"))
    return f"{say.value(row['expected'], indicator)} ({low} {say('to')} {high})"


def _gap(row: dict[str, Any], indicator: Indicator, say: Vocabulary) -> str:
    if pd.isna(row["gap"]):
        return NONE
    side = "outside the interval" if row["outside"] else "inside the interval"
    return f"{say.change(row['gap'], indicator)}, {say(side)}"


def _verdict(row: dict[str, Any], say: Vocabulary) -> Facts:
    said: Facts = [
        ("Score", say.number(row["score"])),
        ("Rank", rank(row, say)),
        ("State", say(row["state"])),
    ]
    said += [("Reason", say.several(row["reason"]))] if row["reason"] else []
    return said + ([("Note", say.several(row["marks"]))] if row["marks"] else [])
