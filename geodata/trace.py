"""Where one stored value comes from: publisher, file, hash, licence, what was done to it, its flags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.codebook import code_lists
from geodata.observatory import DataSet, Observatory
from geodata.rows import records
from geodata.store import Reader, Release
from indicators.errors import NotFoundError


@dataclass(frozen=True)
class Figure:
    """Which stored value is asked for."""

    territory: str
    indicator: str
    period: str
    group: str


def trace(reader: Reader, release: Release, figure: Figure) -> Iterator[str]:
    """Yield lines that say all that is known of a value, and of what it was derived from.

    Raises
    ------
    NotFoundError
        Where the release holds no such value.
    """
    rows = records(reader.observations(release, [figure.indicator], [figure.territory], group=figure.group))
    found = [row for row in rows if row["period"] == figure.period]
    if not found:
        periods = ", ".join(row["period"] for row in rows[-5:])
        raise NotFoundError(
            f"release {release.number} has no {figure.indicator} of {figure.territory} in {figure.period}, "
            f"group {figure.group}",
            mend=f"there is one in {periods}" if periods else "see: recovery show",
        )
    [row] = found
    unit = release.declaration.indicators[figure.indicator].unit.en
    which = f"{figure.indicator} of {figure.territory} in {figure.period} ({figure.group})"
    yield f"{which}: {row['value']!r} {unit}"
    yield f"  flags: {_flags(row['status'])}"
    yield f"  release {release.number}, {release.published_at:%Y-%m-%d %H:%M %Z}, software {release.software}"
    loads = reader.loads(release, superseded=True).set_index("load")
    brought = loads.loc[row["load"]]
    if brought["kind"] == "derived":
        yield from _derived(reader, release, figure)
        return
    now = reader.loads(release).set_index("data_set").loc[brought["data_set"]]
    yield f"  publisher: {now['publisher']}"
    yield f"  data set: {' '.join(filter(None, (brought['data_set'], now['dataset'])))}"
    yield f"  file: {now['path']}{f', {now.url}' if now['url'] else ''}"
    yield f"  SHA-256: {now['sha256']}"
    yield f"  retrieved: {_moment(now['retrieved_at'])}; loaded: {_moment(now['loaded_at'])}"
    if now["sha256"] != brought["sha256"]:
        yield f"  unchanged since: {brought['sha256']}, loaded {_moment(brought['loaded_at'])}"
    yield f"  licence: {now['licence']}"
    yield f"  transformation: {_transformation(release.declaration, str(brought['data_set']))}"


def _derived(reader: Reader, release: Release, figure: Figure) -> Iterator[str]:
    declared = release.declaration
    indicator = declared.indicators[figure.indicator]
    if indicator.formula:
        yield f"  transformation: computed as {indicator.formula}"
    else:
        places = reader.territories(release)
        members = places.loc[places["parent"] == figure.territory, "territory"].tolist()
        rolled = indicator.roll_up != "none" and members
        older = ", ".join(declared.hierarchy.leading)
        yield (
            f"  transformation: {indicator.roll_up} over {', '.join(members)}"
            if rolled
            else f"  transformation: converted from territories of {older} as declared"
        )
    loads = reader.loads(release)
    sources = loads[loads["indicator"].isin([figure.indicator, *indicator.needs])]
    for row in records(sources):
        yield f"  from: {row['data_set']}: {row['publisher']}, {row['path']}, SHA-256 {row['sha256']}"
        yield f"    licence: {row['licence']}; retrieved: {_moment(row['retrieved_at'])}"


def _flags(status: str) -> str:
    known = code_lists()["flag"]
    told = {flag: known[flag].en if flag in known else "see the publisher" for flag in status}
    return ", ".join(f"{flag} ({words})" for flag, words in told.items()) or "none"


def _moment(when: object) -> str:
    return f"{when:%Y-%m-%d %H:%M %Z}" if when is not None and when == when else "not declared"


def _transformation(declared: Observatory, data_set: str) -> str:
    entry = next(entry for entry in declared.data if entry.id == data_set)
    return "; ".join(_steps(entry)) or "none, stored as published"


def _steps(entry: DataSet) -> Iterator[str]:
    for column, codes in entry.filter.items():
        yield f"{column} = {', '.join(codes)}"
    for column, groups in entry.map.items():
        yield f"{column} to groups {', '.join(groups.values())}"
    if entry.scale != 1:
        yield f"multiplied by {entry.scale:g}"
    for declared in entry.breaks:
        yield f"break declared in {declared.period}"
