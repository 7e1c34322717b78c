"""The REST API: one module a group of resources, one frame around them all."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from dashboard.api.document import describe
from dashboard.api.editions import Editions
from dashboard.api.gate import Exports
from dashboard.api.openness import Openness
from dashboard.api.problems import DOCUMENTATION, add_problems, described, write_problem
from dashboard.api.resources import observations, observatories, scenarios, tables, territories
from dashboard.library import Library

AT = "/api/v1"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
RESOURCES = (observatories, territories, tables, observations, scenarios)
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
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": AT}],
        root_path_in_servers=False,
        responses=described(),
    )
    editions = Editions(library, exports)
    for resource in RESOURCES:
        resource.add(api, editions)
    add_problems(api, revive)
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
