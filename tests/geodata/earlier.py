"""What an earlier program had stored: rows of every table, as the tables were at each revision."""

from __future__ import annotations

from sqlalchemy import Connection, text

from geodata.observatory import Observatory

LOADS = """
insert into observatory (code) values (:code);
insert into indicator (observatory, code) values (1, 'sheep');
insert into grouping (observatory, code) values (1, 'total');
insert into data_set (observatory, code) values (1, 'territories'), (1, 'sheep'), (1, 'derived');
insert into load (observatory, data_set, kind, indicator, source, path, url, publisher, dataset, licence,
    sha256, fingerprint, rows_read, rows_loaded, rows_rejected, rows_out_of_scope, superseded_by)
values
    (1, 1, 'territories', null, '', 'places.geojson', '', 'Office', '', 'CC0', 'p', 'f', 2, 2, 0, 0, null),
    (1, 2, 'published', 'sheep', 'table', 'old.csv', '', 'Office', '', 'CC0', 'a', 'f', 2, 2, 0, 0, null),
    (1, 2, 'published', 'sheep', 'table', 'new.csv', '', 'Office', '', 'CC0', 'b', 'f', 3, 2, 1, 0, null),
    (1, 3, 'derived', null, '', '', '', '', '', '', '', 'f', 0, 0, 0, 0, null);
update load set superseded_by = 3 where id = 2;
insert into reject values (3, 'new.csv', 4, 'value', '03', 'not a number', '03;x');
insert into territory (observatory, hierarchy_version, code) values (1, :version, '01'), (1, :version, '02');
"""
FIGURES = """
insert into observation values
    (1, 1, 1, 'A', '2020-01-01', 1, 1.5, 'p', 2, 2, null),
    (1, 1, 2, 'A', '2020-01-01', 1, 2.5, '', 2, 2, 3),
    (1, 1, 2, 'A', '2020-01-01', 1, 9.0, '', 2, 3, null),
    (1, 1, 1, 'Q', '2020-04-01', 1, null, 'm', 2, 2, null);
"""
RELEASES = """
insert into release (observatory, number, declaration, declaration_hash, software, recipe_hash, load_high)
values (1, 1, :declaration, 'd', '0', 'r', 2), (1, 2, :declaration, 'd', '0', 'r', 4);
update observatory set current_release = 2;
insert into measure (release, territory, indicator, shock, evaluation, state, reason, marks, parts, value,
    score)
values (1, 1, 1, 'drought', 2021, 'recovered', '', '', 'recovery', 1.5, 50.0),
    (2, 1, 1, 'drought', 2021, 'recovered', '', 'early', 'recovery', 1.5, 60.0);
insert into composite (release, territory, shock, evaluation, dimension, score, parts, marks, reason)
values (2, 1, 'drought', 2021, '', 60.0, 'sheep:recovery', '', '');
"""
PLACE = """
insert into territory_version (territory, level, parent, role_derived, enclave, area_km2, extent, geom,
    load_from, {names})
values
    (1, 'province', null, false, false, 2.0, '{{0,0,1,1}}', {square}, 1, {hill}),
    (2, 'province', null, false, true, null, '{{0,0,1,1}}', {square}, 1, {isle});
"""
SQUARE = "'SRID=4326;MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))'"
AS_JSON = {"names": "names", "hill": """'{"en": "Hill"}'""", "isle": """'{"fr": "Île"}'"""}
AS_COLUMNS = {"names": "name_en, name_fr", "hill": "'Hill', null", "isle": "null, 'Île'"}
CHECKS = """
insert into check_result (observatory, data_set, sha256, name, outcome, message, failing, rows)
values (1, 'sheep', 'b', 'units', 'warned', 'odd', 1, '[]');
update load set columns = '{territory,value}' where kind = 'published';
"""
ESTIMATES = "insert into estimate values (3, 1, 2, 'A', '2019-01-01', 1, 4.0, 'e');"


def fill(connection: Connection, revision: str, declaration: Observatory) -> None:
    """Store two releases of one observatory, by hand, in tables of a revision."""
    facts = {
        "code": declaration.observatory,
        "version": declaration.hierarchy.version,
        "declaration": declaration.model_dump_json(),
    }
    names = AS_JSON if revision < "0005" else AS_COLUMNS
    place = PLACE.format(square=SQUARE, **names)
    later = {"0002": CHECKS, "0004": ESTIMATES}
    added = [statements for since, statements in later.items() if revision >= since]
    for statement in f"{LOADS}{FIGURES}{RELEASES}".split(";\n"):
        if statement.strip():
            connection.execute(text(statement), facts)
    for statements in (place, *added):
        connection.exec_driver_sql(statements)
