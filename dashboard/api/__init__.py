"""The REST API: one module a group of resources, one frame around them all."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.api.document import describe
from dashboard.api.editions import Editions
from dashboard.api.gate import Exports
from dashboard.api.openness import Openness
from dashboard.api.problems import DOCUMENTATION, add_problems, described, write_problem
from dashboard.api.reference import write_reference
from dashboard.api.resources import (
    balance,
    codebook,
    observations,
    observatories,
    package,
    scenarios,
    scores,
    tables,
    territories,
)
from dashboard.library import Library

AT = "/api/v1"
DESCRIPTION = """Every figure, score and boundary that the pages show, in the format of your tool.

Each answer is of one release of one observatory: the current one, or the one that `release` names. An
address with a release always gives the same figures; the header Link names it for every answer.

The format is what `format` says, else what the header Accept asks for, else JSON. JSON comes in pages: follow
`next` until it is null. The other formats hold everything.

Answers carry ETag and Last-Modified: ask with If-None-Match and what has not changed is a 304. They are
compressed for whoever accepts zstd, br or gzip. Pages of any site may read them (CORS).

Nothing is needed to read: no key, no account. Whatever is wrong with a call is told as
application/problem+json, with how to mend it; 429 and 503 say in Retry-After when to try again."""
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
RESOURCES = (observatories, territories, tables, observations, scores, balance, codebook, scenarios, package)
"""Every group of resources: a module with `add(api, editions)`."""


def add_api(server: FastAPI, library: Library, exports: Exports, revive: Callable[[], object]) -> FastAPI:
    """Answer everything under `/api/v1`. Call it before dash takes the rest.

    An application of its own, so that no error and no header of the pages is met there.

    Parameters
    ----------
    exports : Exports
        Where answers in pieces pass.
    revive : callable
        Called when the database is away.
    """
    api = FastAPI(
        title="Territorial Recovery",
        version=version("territorial-recovery"),
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        servers=[{"url": AT}],
        root_path_in_servers=False,
        responses=described(),
    )
    editions = Editions(library, exports)
    for resource in RESOURCES:
        resource.add(api, editions)
    add_problems(api, revive)
    api.get("/docs", include_in_schema=False)(lambda: HTMLResponse(write_reference(api.openapi())))
    api.openapi = describe(api)  # type: ignore[method-assign]
    server.mount(AT, Openness(api, api))
    for path in ("/api", AT):
        server.get(path, include_in_schema=False)(_to_documentation)
    server.api_route("/api/{path:path}", methods=METHODS, include_in_schema=False)(_nothing)
    return api


def _to_documentation() -> Response:
    return RedirectResponse(DOCUMENTATION)


def _nothing(request: Request) -> Response:
    """Answer in the words of the API wherever an address looks like one."""
    mend = f"the only version is {AT}; see {DOCUMENTATION}"
    return write_problem(request, 404, f"there is nothing at {request.url.path}", mend)
