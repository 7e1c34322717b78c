"""What the columns of the tables mean, as metadata of CSV on the web (W3C, 2015) have it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response

from dashboard.api.call import Call, open_call
from dashboard.api.editions import Editions
from dashboard.api.filters import JsonFilters, Observatory
from dashboard.api.negotiate import JSON
from dashboard.api.page import write_json
from dashboard.api.schemas import offers
from geodata.codebook import Column, Table, code_lists, tables
from indicators.declaration import Text

HERE = "/observatories/{observatory}/codebook/{table}"
CONTEXT = "http://www.w3.org/ns/csvw"
TYPES = {"datetime": "dateTime"}
RESOURCES = {"composites": "scores", "balance_scores": "balance-scores"}
"""Tables whose resource is called otherwise."""
Known = Literal[
    "observations",
    "measures",
    "composites",
    "balance",
    "balance_scores",
    "territories",
    "indicators",
    "shocks",
    "loads",
]


def add(api: FastAPI, editions: Editions) -> None:
    """Offer it."""
    good = offers("codebook", [JSON])
    good[200]["content"][JSON.media_type] = {"schema": {"type": "object"}}

    @api.get(HERE, responses=good, tags=["sources"])
    def get_codebook(
        request: Request,
        observatory: Observatory,
        table: Annotated[Known, Path(description="Name of the table.", examples=["observations"])],
        filters: Annotated[JsonFilters, Query()],
    ) -> Response:
        """Tell what the columns of a table mean, in three languages, and the codes that stand in them."""
        call = open_call(editions, request, observatory, filters, [JSON])
        return call.answer("", lambda: write_json(describe(call, tables()[table])))


def describe(call: Call, table: Table) -> dict[str, Any]:
    """Write the metadata of a table's CSV."""
    release = call.edition.release
    path = call.request.url.path.rpartition("/codebook/")[0]
    told = {column.name: column.codes for column in table.columns if column.codes}
    return {
        "@context": CONTEXT,
        "url": f"{path}/{RESOURCES.get(table.table, table.table)}?release={release.number}&format=csv",
        "dc:title": _texts(table.title),
        "dc:description": _texts(table.description),
        "dc:issued": release.published_at,
        "tableSchema": {"columns": [_column(one) for one in table.columns], "primaryKey": [*table.key]},
        "notes": [
            {"column": name, "codes": {code: text.in_("en") for code, text in code_lists()[codes].items()}}
            for name, codes in told.items()
        ],
    }


def _column(column: Column) -> dict[str, Any]:
    unit = {"schema:unitText": _texts(column.unit)} if column.unit else {}
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": TYPES.get(column.type, column.type),
        "required": column.required,
        "dc:description": _texts(column.description),
        **unit,
    }


def _texts(text: Text) -> list[dict[str, str]]:
    given = text.model_dump(exclude_none=True)
    return [{"@value": words, "@language": language} for language, words in given.items()]
