"""What is asked of, and done with, the staged figures of a data set.

``{staged}`` stands for its table, ``{former}`` for the one of its present figures, both with packed keys
(`geodata.store.packed`); ``place`` holds the territories of this load, ``{packed}`` the key of an
observation `o` and ``{unpacked}`` the parts of a staged row `s`. A series is ``key >> 24``, a time
``key & 16777215``.
"""

from __future__ import annotations

CREATE = """
create temp table {staged} (
    indicator integer, key bigint, value double precision, status integer, "column" integer, line bigint
) on commit drop
"""
ANALYZE = "analyze {staged}"
DROP = "drop table if exists {staged}, {former}"
AGAIN = """
    select indicator, key, min(ctid) as first from {staged}
    where key in (select key from {staged} group by key having count(*) > 1)
    group by indicator, key having count(*) > 1
"""
REPEATS = """
select s.key, s.value, s.line, s."column", f.line as first, (f.value = s.value)::integer as same
from ({again}) a
join {staged} s on (s.indicator, s.key) = (a.indicator, a.key) and s.ctid <> a.first
join {staged} f on f.ctid = a.first
order by s.ctid
"""
DROP_REPEATS = """
delete from {staged} s using ({again}) a
where (s.indicator, s.key) = (a.indicator, a.key) and s.ctid <> a.first
"""
MARK_BREAK = """
update {staged} s set status = (cast(:broken as integer[]))[s.status + 1]
from (
    select key >> 24 as series, min((key >> 2) & 4194303) as first from {staged}
    where (key >> 2) & 4194303 >= :first
        and (:everywhere or (key >> 24) & 4194303 = any(cast(:chosen as bigint[])))
    group by 1
) f
where s.key >> 24 = f.series and (s.key >> 2) & 4194303 = f.first
"""
FIGURES = """
select key, value, line, "column" from {staged} where (key >> 24) & 4194303 = any(cast(:chosen as bigint[]))
"""

CREATE_FORMER = """
create temp table {former} on commit drop as
select {packed} as key, coalesce(o.value, 'NaN') as value, o.status <> '' as flagged
from (
    select coalesce(p.territory, f.territory) as territory, f.grouping, f.period_start, f.frequency,
        f.value, f.status
    from observation f
    join territory t on t.id = f.territory
    left join place p on p.code = t.code
    where f.data_set = :data_set and f.load_to is null
) o
"""
INDEX_FORMER = "create index on {former} (key)"
ANALYZE_FORMER = "analyze {former}"

SURVEY = """
select key & 9223301668127375359 as key, count(*) as count,
    count(*) filter (where status <> :plain) as flagged, max(abs(value)) as largest
from {staged} group by 1
"""
SURVEY_FORMER = """
select key & 9223301668127375359 as key, count(*) as count, count(*) filter (where flagged) as flagged,
    max(abs(value)) as largest
from {former} group by 1
"""
FORMER_TERRITORIES = "select count(distinct ((key >> 24) & 4194303)) from {former}"
ROWS = """
select key, value, line, "column", count(*) over () as total from {staged}
where :every or key & 16777215 = any(cast(:times as bigint[]))
order by line, "column" limit :most
"""
MIXED = """
select key, value, line, "column", count(*) over () as total from {staged}
where key >> 24 in (select key >> 24 from {staged} group by 1 having min(key & 3) <> max(key & 3))
order by line, "column" limit :most
"""
SUMS = """
select key, value, line, "column", sum, count(*) over () as total
from (
    select p.key, p.value, p.line, p."column", sum(c.value) as sum
    from {staged} p
    join place own on own.territory = ((p.key >> 24) & 4194303) and own.members > 0
    join place member on member.parent = own.territory
    join {staged} c on c.key = (member.territory::bigint << 24) | (p.key & 9223301668127375359)
    group by p.key, p.value, p.line, p."column", own.members
    having count(*) = own.members
) parents
where abs(sum - value) > abs(value) * :percent / 100
order by line, "column" limit :most
"""
PAIRS = """
select s.key, s.value, s.line, s."column", coalesce(
    nullif(same.value, 'NaN'),
    (
        select f.value from {former} f
        where f.key between (s.key >> 24) << 24 and s.key | 3 and f.value <> 'NaN'
        order by f.key desc limit 1
    )
) as was
from {staged} s left join {former} same on same.key = s.key
"""
RATIOS = """
select key & 16777215 as time, count(*) as count,
    percentile_cont(0.5) within group (order by log(abs(value)) - log(abs(was))) as magnitude
from ({pairs}) pairs
where value <> 0 and was <> 0 and value <> 'NaN'
group by 1
"""
RATIO_ROWS = """
select key, value, line, "column", was, count(*) over () as total from ({pairs}) pairs
where value <> 0 and was <> 0 and value <> 'NaN' and key & 16777215 = any(cast(:times as bigint[]))
order by (key >> 2) & 4194303, line, "column" limit :most
"""
GONE = """
select key, value, count(*) over () as total from {former} f
where not exists (select from {staged} s where s.key = f.key) and (
    :every or key & 16777215 = any(cast(:times as bigint[]))
    or key >> 46 = any(cast(:groups as bigint[]))
)
order by key limit :most
"""
REVISED = """
select count(*), count(*) filter (where s.value <> f.value and f.value <> 'NaN')
from {staged} s join {former} f on f.key = s.key
"""
REVISED_ROWS = """
select s.key, s.value, s.line, s."column", f.value as was, count(*) over () as total
from {staged} s join {former} f on f.key = s.key
where s.value <> f.value and f.value <> 'NaN'
order by s.line, s."column" limit :most
"""
COVERED = """
select p.level, s.key & 16777215 as time, count(*) as territories
from (select distinct key & 70368744177663 as key from {table}) s
join place p on p.territory = (s.key >> 24) & 4194303
group by 1, 2
"""

HAS_LOADS = "select exists (select from load where data_set = :data_set)"
COUNT_PRESENT = "select count(*) from observation where data_set = :data_set and load_to is null"
CLOSE = """
update observation o set load_to = :load
where o.data_set = :data_set and o.load_to is null and not exists (
    select from {staged} s
    where s.key = {packed} and s.indicator = o.indicator and s.value = coalesce(o.value, 'NaN')
        and (cast(:statuses as text[]))[s.status + 1] = o.status
)
"""
CLOSE_TAKEN = """
update observation o set load_to = :load
where o.data_set = :derived and o.load_to is null and exists (
    select from {staged} s where s.key = {packed} and s.indicator = o.indicator
)
"""
ADD = """
insert into observation
select :observatory, s.indicator, {unpacked}, nullif(s.value, 'NaN'),
    (cast(:statuses as text[]))[s.status + 1], :data_set, :load
from (select indicator, key, value, status from {staged} order by key offset 0) s
"""
ADD_CHANGED = (
    ADD  # texts of ours alone  # nosec B608
    + """
where not exists (
    select from observation o
    where o.data_set = :data_set and o.load_to is null and {packed} = s.key and o.indicator = s.indicator
)
"""
)
SUMMARIZE = "select brin_summarize_new_values('observation_place')"
ANALYZE_OBSERVATION = "analyze observation"
TWICE = """
select i.code, r.code, s.key & 16777215, g.code
from (select indicator, key from {staged} group by 1, 2 having count(*) > 1) s
join indicator i on i.id = s.indicator
join territory r on r.id = ((s.key >> 24) & 4194303)
join grouping g on g.id = s.key >> 46
order by 1, 2, 3, 4
limit 1
"""
CLASH = """
select d.code, own.code, i.code, r.code, s.key & 16777215, g.code
from {staged} s
join observation o on o.indicator = s.indicator and o.load_to is null and {packed} = s.key
    and o.data_set <> :data_set
join data_set d on d.id = o.data_set
join data_set own on own.id = :data_set
join indicator i on i.id = s.indicator
join territory r on r.id = ((s.key >> 24) & 4194303)
join grouping g on g.id = s.key >> 46
order by 3, 4, 5, 6
limit 1
"""

ESTIMATES = """
insert into estimate
select :load, s.indicator, {unpacked}, s.value, (cast(:statuses as text[]))[s.status + 1] from {staged} s
"""
PLACE = """
create temp table place (
    territory integer primary key, code text, level text, parent integer, members integer
) on commit drop
"""
COUNTS = """
select i.code as indicator, g.code as "group", count(*) as count
from observation o
join data_set d on d.id = o.data_set
join indicator i on i.id = o.indicator
join grouping g on g.id = o.grouping
where d.observatory = :observatory and d.code <> :derived and o.load_to is null
group by 1, 2
"""
FLAGS = """
    case length(o.status)
    when 0 then 0
    when 1 then 1 << (ascii(o.status) - 97)
    else (select bit_or(1 << (ascii(flag) - 97)) from unnest(string_to_array(o.status, null)) flag)
    end
"""
PRESENT = """
select o.indicator, {packed} as key, coalesce(o.value, 'NaN') as value, {flags} as flags
from observation o
join place on place.territory = o.territory
where o.load_to is null and o.indicator = any(cast(:indicators as integer[]))
    and (
        :every or o.grouping = any(cast(:groups as integer[]))
        or o.indicator = any(cast(:whole as integer[]))
    )
    and o.data_set not in (select id from data_set where observatory = :observatory and code = :derived)
"""
ESTIMATED = """
select o.indicator, {packed} as key, o.value, {flags} as flags
from estimate o
join place on place.territory = o.territory
join load on load.id = o.load and load.superseded_by is null
where o.indicator = any(cast(:indicators as integer[]))
    and (:every or o.grouping = any(cast(:groups as integer[])))
"""
