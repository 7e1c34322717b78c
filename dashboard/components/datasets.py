"""The data sets behind a release: publisher, licence, age, checks, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.aria import aria
from dashboard.coverage import coverage, data_sets, reasons
from dashboard.desk import Desk
from dashboard.package.citation import is_web
from dashboard.words import Words, mark

CHECKS = {
    "units": mark("units as before"),
    "range": mark("values possible"),
    "sums": mark("parts add up to their whole"),
    "rows": mark("no rows lost"),
    "empty": mark("no period, group or flag gone"),
    "columns": mark("columns as before"),
    "future": mark("no period that has not begun"),
    "mixed": mark("one frequency a series"),
    "duplicates": mark("one value a key"),
    "revised": mark("nothing revised unseen"),
    "coverage": mark("no territories lost"),
}
REASONS_SHOWN = 8


def scrolling(table: html.Table, label: str) -> html.Div:
    """Let a wide table scroll by itself, by keyboard too."""
    return html.Div(table, className="scroll", tabIndex=0, role="region", **aria(label=label))


def _head(titles: Sequence[str]) -> html.Thead:
    return html.Thead(html.Tr([html.Th(title, scope="col") for title in titles]))


def sets_table(desk: Desk) -> html.Div:
    """Lay out the data sets, one a row."""
    say, rows = desk.say, data_sets(desk.edition).to_dict("records")
    titles = [say("Data set"), say("Licence"), say("As of"), say("Figures"), say("Checks"), say("Set aside")]
    body = html.Tbody([_set(desk, row, titles) for row in rows])
    table = html.Table([_head(titles), body], className="sets")
    return scrolling(table, say("Data sets"))


def _set(desk: Desk, row: Mapping[Any, Any], titles: Sequence[str]) -> html.Tr:
    say = desk.say
    name = desk.edition.indicator(row["indicator"]).name.in_(say.language)
    source = f"{row['publisher']}: {row['dataset']}" if row["dataset"] else row["publisher"]
    told = (
        html.A(source, href=row["url"], rel="noreferrer", target="_blank") if is_web(row["url"]) else source
    )
    head: list[Any] = [
        html.Strong(name),
        " ",
        html.Code(row["data_set"]),
        html.Br(),
        html.Span(told, className="quiet-text"),
    ]
    words = [row["licence"], say.date(row["since"])]
    counts = [
        say.number(row["rows_loaded"], 0),
        say("{passed} of {made}", passed=row["checks_passed"], made=row["checks_made"]),
        say.number(row["rows_rejected"], 0),
    ]
    cells = [_cell(text, "words", title) for text, title in zip(words, titles[1:], strict=False)]
    cells += [_cell(text, "count", title) for text, title in zip(counts, titles[3:], strict=True)]
    return html.Tr([html.Th(head, scope="row"), *cells])


def _cell(text: str, kind: str, title: str) -> html.Td:
    """Write a cell that says on a phone, where the table has no head, what it is."""
    more: dict[str, Any] = {"data-title": title}
    return html.Td(text, className=kind, **more)


def warnings(desk: Desk) -> list[Any]:
    """Tell every check that did not pass, and why rows were set aside, in the words of the loading."""
    say, said = desk.say, desk.edition.checks
    failed = said[said["outcome"] != "passed"].to_dict("records")
    lines = [
        html.Li([f"{row['data_set']}, {say(CHECKS[row['name']])}: ", html.Span(row["message"], lang="en")])
        for row in failed
    ]
    why = [
        html.Li([f"{row['data_set']}, {say.number(row['rows'], 0)}: ", html.Span(row["reason"], lang="en")])
        for row in reasons(desk.edition).head(REASONS_SHOWN).to_dict("records")
    ]
    known = say.join([say(text) for text in CHECKS.values()])
    parts: list[Any] = [html.P(say("Checked at every loading: {checks}.", checks=known))]
    if lines:
        parts += [html.H3(say("Checks that warned")), html.Ul(lines)]
    if why:
        parts += [html.H3(say("Why rows were set aside, the most frequent reasons")), html.Ul(why)]
    return parts


def coverage_tables(desk: Desk) -> list[html.Details]:
    """Lay out, for every level, which share of its territories has a figure in which year."""
    edition, say = desk.edition, desk.say
    levels = [level for level in edition.declaration.hierarchy.levels if edition.members(level.code)]
    return [
        html.Details(
            [
                html.Summary(f"{name} ({say.number(len(edition.members(level.code)), 0)})"),
                _coverage(desk, level.code, name),
            ],
            open=level.code == edition.declaration.score_level,
        )
        for level in levels
        for name in [level.name.in_(say.language)]
    ]


def _coverage(desk: Desk, level: str, name: str) -> Any:
    frame, say = coverage(desk.edition, level), desk.say
    if frame.empty:
        return html.P(say("No figures at this level."))
    years = [str(year) for year in frame.columns]
    rows = [
        html.Tr(
            [
                html.Th(desk.edition.indicator(str(code)).name.in_(say.language), scope="row"),
                *(_share(share, say) for share in shares),
            ]
        )
        for code, shares in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    ]
    table = html.Table([_head([say("Indicator"), *years]), html.Tbody(rows)], className="coverage")
    return scrolling(table, say("Coverage, {level}", level=name))


def _share(share: float, say: Words) -> html.Td:
    if share == 0:
        return html.Td("–")
    # A tint that leaves the number its contrast.
    return html.Td(
        say.number(100 * share, 0), style={"backgroundColor": f"rgba(39, 64, 139, {0.3 * share:.2f})"}
    )
