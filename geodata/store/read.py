"""The reader: every question a page, a download or a command asks, always of one release."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from sqlalchemy import Engine, Select, select

from geodata import tables as t
from geodata.hierarchy import NAMED
from geodata.lookup import nearest
from geodata.store import queries, scores
from geodata.store.connection import connection, statement
from geodata.store.coverage import coverage, years
from geodata.store.frames import read_frame
from geodata.store.records import Release
from geodata.store.releases import find_release
from indicators.errors import NotFoundError

EVERY = slice(None)


class Reader:
    """Read releases. Needs no more than SELECT; every call is one statement, or one short transaction.

    Parameters
    ----------
    engine : Engine
        Connected as reader or export.

    Raises
    ------
    StoreError
        From every method, where the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def observatories(self) -> list[str]:
        """Codes of the observatories that have a release, sorted."""
        o = t.observatory.c
        with connection(self.engine) as c:
            return list(c.scalars(select(o.code).where(o.current_release.is_not(None)).order_by(o.code)))

    def release(self, observatory: str, number: int | None = None) -> Release:
        """Return a release; the current one without a number.

        Raises
        ------
        NotFoundError
            Where there is no such observatory or release.
        """
        with statement(self.engine) as c:
            found = find_release(c, observatory, number)
        if found is None:
            raise self._unknown(observatory, number)
        return found

    def _unknown(self, observatory: str, number: int | None) -> NotFoundError:
        known = self.observatories()
        if observatory in known:
            numbers = [str(one) for one in self.releases(observatory)["number"]]
            return NotFoundError(
                f"'{observatory}' has no release {number}", mend=nearest(str(number), numbers)
            )
        return NotFoundError(
            f"there is no observatory '{observatory}'",
            mend=f"known: {', '.join(known) or 'none'}; load it with: recovery load {observatory}",
        )

    def releases(self, observatory: str) -> pd.DataFrame:
        """List the releases, newest first: number, published_at, declaration_hash, software, current."""
        r, o = t.release.c, t.observatory.c
        query = (
            select(
                *(r.number, r.published_at, r.declaration_hash, r.software),
                (r.id == o.current_release).label("current"),
            )
            .join(t.observatory, r.observatory == o.id)
            .where(o.code == observatory)
            .order_by(r.number.desc())
        )
        return self._frame(query)

    def territories(self, release: Release, version: str | None = None) -> pd.DataFrame:
        """Territories with level, parent, names, class, area, fate and extent (degrees).

        A name that no source gives in a language is the local one, or else the first given.

        Parameters
        ----------
        version : str, optional
            Of the hierarchy; the present one if left out. Only territories of others have a fate.
        """
        version = version or release.declaration.hierarchy.version
        found = self._frame(queries.territories(release.observatory_id, release.load_high, version))
        names = found[[f"name_{language}" for language in NAMED]]
        any_name = names[["name_local", "name_es", "name_en", "name_fr"]].bfill(axis=1).iloc[:, 0]
        for column in names:
            found[column] = names[column].where(names[column].notna(), any_name)
        return found

    def versions(self, release: Release) -> pd.DataFrame:
        """Versions of the hierarchy, level by level: version, level, territories (how many), present."""
        found = self._frame(queries.versions(release.observatory_id, release.load_high))
        present = found["version"] == release.declaration.hierarchy.version
        return found.astype({"territories": "int64"}).assign(present=present)

    def geometry(self, release: Release, level: str, version: str | None = None) -> bytes:
        """Build the GeoJSON of a level: feature id = territory code, no properties; 5 decimals."""
        version = version or release.declaration.hierarchy.version
        query = queries.geometry(release.observatory_id, release.load_high, level, version)
        with connection(self.engine) as c:
            return str(c.scalar(query)).encode()

    def geometry_hash(self, release: Release, level: str) -> str:
        """Hash of what `geometry` draws: equal as long as no boundary of the level changes."""
        version = release.declaration.hierarchy.version
        query = queries.geometry_hash(release.observatory_id, release.load_high, level, version)
        with connection(self.engine) as c:
            return str(c.scalar(query))

    def boundaries(
        self,
        release: Release,
        territories: Collection[str] | None = None,
        level: str | None = None,
        version: str | None = None,
    ) -> pd.DataFrame:
        """Boundaries as kept: territory, geometry (well-known binary, EPSG:4326); no row without one."""
        version = version or release.declaration.hierarchy.version
        query = queries.boundaries(release.observatory_id, release.load_high, version)
        if territories is not None:
            query = query.where(queries.among(t.territory.c.code, territories))
        if level is not None:
            query = query.where(t.territory_version.c.level == level)
        return self._frame(query)

    def observations(
        self,
        release: Release,
        indicators: Collection[str] | None = None,
        territories: Collection[str] | None = None,
        level: str | None = None,
        group: str | None = None,
        at: str | None = None,
        unlike: Release | None = None,
    ) -> pd.DataFrame:
        """Observations with the columns `COLUMNS` and the load each came from; narrowed by what is given.

        Parameters
        ----------
        at : {"A", "Q", "M"}, optional
            Frequency.
        unlike : Release, optional
            Leave out what this other release holds unchanged.
        """
        query = queries.observations(release.observatory_id, release.load_high)
        if indicators is not None:
            query = query.where(queries.among(t.indicator.c.code, indicators))
        if territories is not None:
            query = query.where(queries.among(t.territory.c.code, territories))
        if level is not None:
            query = query.where(t.territory_version.c.level == level)
        if group is not None:
            query = query.where(t.grouping.c.code == group)
        if at is not None:
            query = query.where(t.observation.c.frequency == at)
        if unlike is not None:
            query = query.where(~queries.visible(t.observation, unlike.load_high))
        return self._frame(query)

    def measures(
        self,
        release: Release,
        shock: str | None = None,
        evaluation: int | None = None,
        territory: str | Collection[str] | None = None,
        indicator: str | Collection[str] | None = None,
        rows: slice = EVERY,
    ) -> pd.DataFrame:
        """Recovery of each territory by each indicator (`MEASURES`); narrowed by what is given.

        Parameters
        ----------
        territory, indicator : str or collection of str, optional
            One code, or several.
        rows : slice, optional
            Which of them, by their order.
        """
        only = {"shock": shock, "evaluation": evaluation, "territory": territory, "indicator": indicator}
        return self._frame(_cut(scores.measures(release.id, **only), rows))

    def composites(
        self,
        release: Release,
        shock: str | None = None,
        evaluation: int | None = None,
        territory: str | Collection[str] | None = None,
        dimension: str | Collection[str] | None = None,
        rows: slice = EVERY,
    ) -> pd.DataFrame:
        """Composite scores (`COMPOSITES`; dimension "" is the composite); narrowed as `measures` are."""
        only = {"shock": shock, "evaluation": evaluation, "territory": territory, "dimension": dimension}
        return self._frame(_cut(scores.composites(release.id, **only), rows))

    def evaluations(self, release: Release) -> list[tuple[str, int]]:
        """Shocks and the years in which they are judged, of the measures or the composites."""
        both = [scores.evaluations(table, release.id) for table in (t.measure, t.composite)]
        with connection(self.engine) as c:
            found = {(row.shock, row.evaluation) for query in both for row in c.execute(query)}
        return sorted(found)

    def loads(self, release: Release, *, superseded: bool = False) -> pd.DataFrame:
        """List the loads behind a release, with provenance and row counts; earlier ones too if asked."""
        query = queries.all_loads if superseded else queries.loads
        return self._frame(query(release.observatory_id, release.load_high))

    def coverage(self, release: Release) -> pd.DataFrame:
        """Count the territories with a value: data_set, indicator, level, year, territories, of_territories.

        A quarter or month counts for its year; ``of_territories`` is how many the level has.
        """
        found = self._frame(coverage(release.observatory_id, release.load_high))
        levels = self.territories(release)["level"].value_counts()
        counted = found.assign(of_territories=found["level"].map(levels))
        return counted.astype(dict.fromkeys(("year", "territories", "of_territories"), "int64"))

    def years(self, release: Release) -> tuple[int, int] | None:
        """Return the first and the last year of any value; nothing where there is none."""
        with statement(self.engine) as c:
            first, last = c.execute(years(release.observatory_id, release.load_high)).one()
        return None if first is None else (first, last)

    def rejects(self, observatory: str, data_set: str | None = None) -> pd.DataFrame:
        """List the rows that the present loads put into quarantine, each with its file and line."""
        query = queries.rejects(observatory)
        if data_set is not None:
            query = query.where(t.data_set.c.code == data_set)
        return self._frame(query)

    def checks(self, observatory: str, data_set: str | None = None) -> pd.DataFrame:
        """List what each data set's last checks said: name, outcome, message, failing, rows (a list)."""
        query = queries.checks(observatory)
        if data_set is not None:
            query = query.where(t.check_result.c.data_set == data_set)
        return self._frame(query)

    def _frame(self, query: Select[Any]) -> pd.DataFrame:
        with statement(self.engine) as c:
            return read_frame(c, query)


def _cut(query: Select[Any], rows: slice) -> Select[Any]:
    return query.offset(rows.start).limit(None if rows.stop is None else rows.stop - (rows.start or 0))
