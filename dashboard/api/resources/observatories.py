"""The observatories, their releases, their recipes and what the checks said."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from dashboard.api import models
from dashboard.api.call import answer_now, open_call
from dashboard.api.editions import Editions
from dashboard.api.filters import JsonFilters, NoFilters, Observatory
from dashboard.api.negotiate import JSON
from dashboard.api.schemas import offers
from geodata.rows import records

HERE = "/observatories"


def add(api: FastAPI, editions: Editions) -> None:
    """Offer them."""
    _add_observatories(api, editions)
    _add_parts(api, editions)


def _add_observatories(api: FastAPI, editions: Editions) -> None:
    @api.get(HERE, responses=offers("Observatories", [JSON]), tags=["observatories"])
    def list_observatories(request: Request, _: Annotated[NoFilters, Query()]) -> Response:
        """List the observatories that are published."""
        here = request.url.path
        found = [editions.find(code).release for code in editions.library.observatories()]
        heads = [models.head(release, here) for release in found]
        return answer_now(request, models.Observatories(observatories=heads))

    @api.get(f"{HERE}/{{observatory}}", responses=offers("Declared", [JSON]), tags=["observatories"])
    def get_observatory(
        request: Request, observatory: Observatory, filters: Annotated[JsonFilters, Query()]
    ) -> Response:
        """Tell what an observatory declares: its levels, its languages, what its scores rest on."""
        call = open_call(editions, request, observatory, filters, [JSON])
        counts = Counter(call.edition.territories["level"])
        return call.answer_model(lambda: models.declared(call.edition.release, counts, request.url.path))

    @api.get(f"{HERE}/{{observatory}}/releases", responses=offers("Releases", [JSON]), tags=["observatories"])
    def list_releases(
        request: Request, observatory: Observatory, _: Annotated[NoFilters, Query()]
    ) -> Response:
        """List the releases that are kept, newest first; every other resource takes their numbers."""
        editions.find(observatory)
        rows = records(editions.library.source.releases(observatory))
        heads = [models.ReleaseHead(release=row.pop("number"), **row) for row in rows]
        return answer_now(request, models.Releases(observatory=observatory, releases=heads))


def _add_parts(api: FastAPI, editions: Editions) -> None:
    @api.get(f"{HERE}/{{observatory}}/recipes", responses=offers("Recipes", [JSON]), tags=["scores"])
    def list_recipes(
        request: Request, observatory: Observatory, filters: Annotated[JsonFilters, Query()]
    ) -> Response:
        """List the recipes: every choice behind the scores."""
        call = open_call(editions, request, observatory, filters, [JSON])
        release, recipe = call.edition.release, call.edition.declaration.recipe
        named = models.NamedRecipe(recipe="default", hash=recipe.hash, choices=recipe)
        return call.answer_model(
            lambda: models.Recipes(observatory=observatory, release=release.number, recipes=[named])
        )

    @api.get(f"{HERE}/{{observatory}}/checks", responses=offers("Checks", [JSON]), tags=["sources"])
    def list_checks(
        request: Request, observatory: Observatory, filters: Annotated[JsonFilters, Query()]
    ) -> Response:
        """List what the checks said of the files behind the release."""
        call = open_call(editions, request, observatory, filters, [JSON])
        rows = records(call.edition.checks)
        said = [models.Check(check=row.pop("name"), **row | {"rows": row["rows"] or []}) for row in rows]
        release = call.edition.release.number
        # Checks are made anew without a new release.
        return answer_now(request, models.Checks(observatory=observatory, release=release, checks=said))
