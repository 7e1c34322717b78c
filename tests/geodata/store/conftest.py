"""An observatory of its own for every test, and hands to write it."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from geodata.store import Load, Reader, Writer
from geodata.tables import composite, measure
from geodata.territory import assemble
from geodata.typology import classify
from indicators.observations import COLUMNS

NO_REJECTS = pd.DataFrame(columns=["path", "line", "column", "code", "reason", "content"])


def columns_of(table):
    """Columns of a frame of scores."""
    return [column.name for column in table.c if column.name != "release"]


class Desk:
    """Writes small releases of one observatory."""

    def __init__(self, owner, reader, declaration, territories):
        self.owner, self.declaration, self.frame = owner, declaration, territories
        self.read = Reader(reader)
        self.code = declaration.observatory

    def open(self):
        return Writer.open(self.owner, self.code)

    def load(self, data_set, kind="published", **more):
        return Load(data_set=data_set, kind=kind, sha256="a" * 64, fingerprint="f", **more)

    def places(self, writer, frame=None, version="1"):
        frame = self.frame if frame is None else frame
        return writer.write_territories(self.load("territories", "territories"), frame, version)

    def figures(self, writer, data_set, rows, rejects=NO_REJECTS, **more):
        writer.stage(data_set).add(figures(*rows))
        return writer.settle({self.load(data_set, **more): rejects}, self.declaration)

    def publish(self, writer, derived=(), measures=(), composites=(), declaration=None):
        writer.stage("derived").add(figures(*derived))
        return writer.publish(
            declaration or self.declaration,
            scores(measure, measures),
            scores(composite, composites),
        )

    def release(self, **data_sets):
        """Write territories on first use, the data sets given, and publish."""
        with self.open() as writer:
            if "territories" not in writer.current():
                self.places(writer)
            for data_set, rows in data_sets.items():
                writer.stage(data_set).add(figures(*rows))
            writer.settle({self.load(data_set): NO_REJECTS for data_set in data_sets}, self.declaration)
            return self.publish(writer)

    def seen(self, release=None, **only):
        """What a reader sees: (indicator, territory, period, group) -> (value, status)."""
        frame = self.read.observations(release or self.read.release(self.code), **only)
        keys = zip(frame["indicator"], frame["territory"], frame["period"], frame["group"], strict=True)
        return dict(zip(keys, zip(frame["value"], frame["status"], strict=True), strict=True))


def figures(*rows):
    """Observations from (indicator, territory, period, group, value[, status])."""
    return pd.DataFrame([(*row, "")[:6] for row in rows], columns=COLUMNS).astype({"value": float})


def scores(table, rows):
    """Scores: what a row does not give is missing, or empty where it is text."""
    empty = {column.name: "" for column in table.c if str(column.type) == "TEXT"}
    made = [{**dict.fromkeys(columns_of(table)), **empty, **row} for row in rows]
    return pd.DataFrame(made, columns=columns_of(table))


@pytest.fixture
def desk(owner, reader, squares, squares_folder, request):
    """A desk for an observatory that no other test writes."""
    code = "o" + str(abs(hash(request.node.nodeid)))
    frame = classify(assemble(squares, squares_folder).frame, squares.typology, {})
    return Desk(owner, reader, squares.model_copy(update={"observatory": code}), frame)


@pytest.fixture
def retrieved():
    """A moment of retrieval."""
    return datetime(2026, 11, 23, 12, tzinfo=UTC)
