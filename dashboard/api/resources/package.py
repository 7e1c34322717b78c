"""A whole release as one zip: the package that `recovery export` writes."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import Field

from dashboard.api.call import open_call
from dashboard.api.editions import Editions
from dashboard.api.filters import FORMAT, Filters, Maybe, Observatory
from dashboard.api.negotiate import ZIP
from dashboard.package import shelf  # as a module: packages are written in formats of the API


class PackageFilters(Filters):
    """What a call for a package takes."""

    format: Annotated[Maybe[Literal["zip"]], Field(description=FORMAT)] = None


def add(api: FastAPI, editions: Editions) -> None:
    """Offer it."""
    packages = shelf.Shelf(editions.exports)
    content = {ZIP.media_type: {"schema": {"type": "string", "format": "binary"}}}

    @api.get(
        "/observatories/{observatory}/package",
        responses={200: {"description": "The package.", "content": content}, 304: {"description": "Known."}},
        tags=["releases"],
    )
    def get_package(
        request: Request, observatory: Observatory, filters: Annotated[PackageFilters, Query()]
    ) -> Response:
        """Take a whole release: figures, scores, boundaries, codebook, recipe, licences and checksums."""
        call = open_call(editions, request, observatory, filters, [ZIP])
        return call.answer("package", lambda: packages.blocks(call.edition.release))
