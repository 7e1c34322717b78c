"""The statements by which figures are read piece by piece, in the order of the two unique indexes.

``:indicators`` and ``:groups`` are the keys of series, one after the other; the first is read from behind
``:territory, :start, :frequency`` on. A version that a release saw is either present still or was closed
after its highest load: each of both is found in an index of its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ARRAY, CHAR, Date, Integer, TextClause, bindparam, text

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("indicators", "groups", "territories"), ARRAY(Integer)),
    **dict.fromkeys(("territory", "high", "most", "load"), Integer()),
    **dict.fromkeys(("start", "since", "until"), Date()),
    **dict.fromkeys(("frequency", "at"), CHAR(1)),
}


def _typed(statement: str) -> TextClause:
    there = {name: kind for name, kind in _TYPES.items() if f":{name}" in statement}
    return text(statement).bindparams(*(bindparam(name, type_=kind) for name, kind in there.items()))


SERIES = _typed("""
select i.key as indicator, g.key as grouping
from unnest(:indicators) with ordinality i(key, n)
cross join unnest(:groups) with ordinality g(key, n)
where exists (
    select from observation o
    where o.indicator = i.key and o.grouping = g.key and o.load_to is null
) or exists (
    select from observation o
    where o.indicator = i.key and o.grouping = g.key and o.load_to is not null and o.load_to > :high
)
order by i.n, g.n
""")
_ROWS = """
select (s.n << 46) | (territory::bigint << 24) | ((period_start - date '0001-01-01' + 1) << 2)
        | case frequency when 'A' then 0 when 'Q' then 1 else 2 end as key,
    territory, period_start, frequency, coalesce(value, 'NaN') as value, status, load_from
from observation
where indicator = s.indicator and "grouping" = s.grouping and load_from <= :high and {present}{narrowed}
    and (territory, period_start, frequency) > (
        case when s.n = 1 then :territory else -1 end,
        case when s.n = 1 then :start else date '0001-01-01' end,
        case when s.n = 1 then :frequency else '' end
    )
order by territory, period_start, frequency limit :most
"""
_FIGURES = """
select o.key, o.value, o.status, o.load_from
from unnest(:indicators, :groups) with ordinality s(indicator, grouping, n)
cross join lateral (
    ({present}) union all ({closed}) order by territory, period_start, frequency limit :most
) o
order by s.n limit :most
"""
_SENT = """
select array_send(array_agg(key)) as keys, array_send(array_agg(value)) as values_sent,
    string_agg(status, ',') as statuses, array_send(array_agg(load_from)) as loads
from ({figures}) f
"""
_COUNT = "select count(*) from ({figures}) f"

# A plan for any parameters would compare each row with each territory; one for these looks them up.
PLAN = text("set local plan_cache_mode = force_custom_plan")

NARROWINGS = {
    "territories": "territory = any(:territories)",
    # An index would be read once for each territory, and not in order.
    "many": "territory + 0 = any(:territories)",
    "at": "frequency = :at",
    "since": "period_start >= :since",
    "until": "period_start <= :until",
    "load": "load_from = :load",
}
"""What figures can be narrowed by, and how."""


@cache
def figures(narrowings: tuple[str, ...]) -> TextClause:
    """Write the statement that sends a piece: one array a column, and the flags as one text."""
    return _typed(_SENT.replace("{figures}", _figures(narrowings)))


@cache
def count(narrowings: tuple[str, ...]) -> TextClause:
    """Write the statement that counts the figures of a piece."""
    return _typed(_COUNT.replace("{figures}", _figures(narrowings)))


def _figures(narrowings: tuple[str, ...]) -> str:
    narrowed = "".join(f" and {NARROWINGS[name]}" for name in narrowings)
    rows = _ROWS.replace("{narrowed}", narrowed)
    present, closed = (
        rows.replace("{present}", which)
        for which in ("load_to is null", "load_to is not null and load_to > :high")
    )
    return _FIGURES.replace("{present}", present).replace("{closed}", closed)
