"""What `recovery show` prints of one territory: always the numbers stored with a release."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from geodata.lookup import require_known
from geodata.rows import records
from geodata.show_measure import measure_facts, note, rank, summary
from geodata.standing import standings
from geodata.store import Reader, Release
from geodata.vocabulary import Vocabulary
from indicators.errors import NotFoundError
from indicators.indicator import Indicator, ancestors
from indicators.observations import TOTAL, frequency
from indicators.shock import Shock


@dataclass(frozen=True)
class Question:
    """What is asked of one territory; what is left out is not narrowed.

    Attributes
    ----------
    evaluation : int, optional
        Evaluation year; that of the shock if left out.
    """

    release: Release
    territory: str
    say: Vocabulary
    indicator: str | None = None
    shock: str | None = None
    evaluation: int | None = None

    def shocks(self) -> list[Shock]:
        """Return the shocks asked for, of those that judge by the indicator asked for.

        Raises
        ------
        NotFoundError
            Where the shock or the indicator is not declared.
        """
        declared = self.release.declaration
        if self.shock is not None:
            declared.shock(self.shock)
        if self.indicator is not None:
            require_known("indicator", self.indicator, sorted(declared.indicators))
        return [
            shock
            for shock in declared.shocks
            if self.shock in (None, shock.code) and (self.indicator in (None, *shock.indicators))
        ]


def describe(reader: Reader, question: Question) -> Group:
    """Lay out the answer: the composite and every indicator, or one indicator in full.

    Raises
    ------
    NotFoundError
        Where the territory, shock, indicator or evaluation year does not exist.
    """
    parts: list[RenderableType] = [_heading(reader, question)]
    for shock in question.shocks():
        found = reader.measures(
            question.release, shock.code, territory=question.territory, indicator=question.indicator
        )
        year = _evaluation(found, shock, question)
        rows = records(found[found["evaluation"] == year])
        say = question.say
        parts.append(Text(f"\n{shock.name.in_(say.language)} · {say('Evaluated in')} {year}", style="bold"))
        if question.indicator is None:
            parts += [_composite(reader, question, shock, year), _overview(rows, question)]
        else:
            parts += [measure_facts(row, _declared(question, row), shock, say) for row in rows]
    if question.indicator is not None:
        parts += _series(reader, question)
    return Group(*parts, _sources(reader, question))


def credit(load: dict[str, Any]) -> str:
    """Name the publisher, the data set and the terms of a row of `Reader.loads`."""
    return f"{', '.join(filter(None, (load['publisher'], load['dataset'])))} ({load['licence']})"


def _evaluation(found: pd.DataFrame, shock: Shock, question: Question) -> int:
    there = sorted({int(year) for year in found["evaluation"]})
    wanted = shock.default_evaluation if question.evaluation is None else question.evaluation
    if question.evaluation is None and there:
        return min(there, key=lambda year: abs(year - wanted))
    if wanted not in there:
        raise NotFoundError(
            f"no evaluation of {shock.code} in {wanted}",
            where=question.territory,
            mend=f"there are: {', '.join(map(str, there)) or 'none'}",
        )
    return wanted


def _declared(question: Question, row: dict[str, Any]) -> Indicator:
    return question.release.declaration.indicators[row["indicator"]]


def _heading(reader: Reader, question: Question) -> Text:
    say, declared = question.say, question.release.declaration
    territories = reader.territories(question.release).set_index("territory")
    if question.territory not in territories.index:
        stood = "; ".join(standings(reader, question.release, question.territory, say.language))
        if stood:
            raise NotFoundError(
                f"'{question.territory}' is no territory of version {declared.hierarchy.version}",
                where=declared.observatory,
                mend=f"it stood in {stood}",
            )
        close = get_close_matches(question.territory, territories.index, n=1)
        raise NotFoundError(
            f"there is no territory '{question.territory}' in {declared.observatory}",
            mend=f"did you mean '{close[0]}'?"
            if close
            else f"codes are like {', '.join(territories.index[-3:])}",
        )
    place = territories.loc[question.territory]
    level = declared.hierarchy.level(str(place["level"]))
    words = [f"{place[f'name_{say.language}']} ({question.territory})", level.name.in_(say.language)]
    if declared.typology is not None and place["role"]:
        kind = declared.typology.derived_label if place["role_derived"] else declared.typology.label
        label = f" ({kind.in_(say.language)})" if kind else ""
        words.append(declared.typology.classes[place["role"]].in_(say.language) + label)
    return Text(" · ".join([*words, *([say("enclave")] if place["enclave"] else [])]), style="bold cyan")


def _composite(reader: Reader, question: Question, shock: Shock, year: int) -> Table:
    say = question.say
    table = Table(say("Dimension"), say("Score"), say("Coverage"), say("Rank"), say("Note"), box=SIMPLE_HEAD)
    rows = reader.composites(question.release, shock.code, year, question.territory)
    for row in records(rows.sort_values("dimension")):
        table.add_row(
            say(row["dimension"]) or say("Composite"),
            say.number(row["score"]),
            say.share(row["coverage"]),
            rank(row, say),
            note(row, say),
        )
    return table


def _overview(rows: list[dict[str, Any]], question: Question) -> Text:
    """Two lines an indicator, so that long names fit the narrowest terminal."""
    lines = []
    for row in rows:
        indicator = _declared(question, row)
        lines.append(Text(indicator.name.in_(question.say.language), style="bold"))
        lines.append(Text("  " + " · ".join(summary(row, indicator, question.say))))
    return Text("\n").join(lines)


def _series(reader: Reader, question: Question) -> list[RenderableType]:
    """Lay out the figures, years apart from quarters and months: a series has one frequency."""
    say = question.say
    indicator = question.release.declaration.indicators[str(question.indicator)]
    rows = reader.observations(question.release, [indicator.code], [question.territory])
    if rows.empty:
        return [Text(say("no figures"))]
    group = [say("Group")] if (rows["group"] != TOTAL).any() else []
    rows = rows.assign(rest=rows["group"] != TOTAL).sort_values(["rest", "group", "period"])
    tables: list[RenderableType] = []
    for _, series in rows.groupby(rows["period"].map(frequency)):
        value = Column(f"{say('Value')} ({indicator.unit.in_(say.language)})", justify="right")
        table = Table(*group, say("Period"), value, say("Flags"), box=SIMPLE_HEAD)
        for row in records(series):
            cells = [row["period"], say.number(row["value"], indicator.decimals), row["status"]]
            table.add_row(*([row["group"]] if group else []), *cells)
        tables.append(table)
    return tables


def _sources(reader: Reader, question: Question) -> Text:
    say, release = question.say, question.release
    declared = release.declaration
    shown = (
        [question.indicator] if question.indicator else [c for s in question.shocks() for c in s.indicators]
    )
    used = frozenset[str]().union(*(ancestors(code, declared.indicators) for code in shown))
    loads = reader.loads(release)
    loads = loads[loads["indicator"].isin(used) & (loads["kind"] == "published")]
    sources = dict.fromkeys(credit(row) for row in records(loads))
    moment = f"{release.published_at:%Y-%m-%d %H:%M %Z}"
    made = f"{say('Release')} {release.number}, {moment}, territorial-recovery {release.software}"
    lines = [*(f"{say('Source')}: {source}" for source in sources), made]
    return Text("\n" + "\n".join(lines), style="dim")
