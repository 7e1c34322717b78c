"""Every error under the API as problem+json (RFC 9457): what is wrong, where, and how to mend the call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from dashboard.api.refusals import CallError, FullError, TooOftenError
from geodata.lookup import nearest
from indicators.errors import NotFoundError, RecoveryError, StoreError

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "/api/v1/docs"
SEE = f"see what there is: {DOCUMENTATION}"
RETRY_S = 5
KINDS = {
    400: "The request is no HTTP as it should be, or names no host.",
    403: "More is asked for than one answer may hold: ask for less at once.",
    404: "What the address names is not there: the answer says what is.",
    405: "The address does not take this method; the header Allow names those it takes.",
    406: "None of the formats that the call accepts is offered.",
    408: "The body did not come in time.",
    409: "Two parameters contradict each other: leave one of them out.",
    413: "More was sent than one call may send.",
    414: "The address is too long.",
    415: "The body is in a format that is not read.",
    421: "The server does not go by the name in the address.",
    422: "A parameter, or a field of the body, is not as it should be: the answer names each.",
    429: "Too many calls in a minute; the header Retry-After says when to go on.",
    431: "The headers are too long.",
    500: "A fault of ours; nothing is wrong with the call.",
    503: "The figures cannot be reached just now, or too many ask for them; Retry-After says when to go on.",
}
EVERYWHERE = (400, 403, 404, 406, 409, 414, 421, 422, 429, 431, 500, 503)
"""What any call may meet; see `dashboard.guard` for those that stand before the API."""
LONGEST = 200  # of what was given, when it is told again


class Fault(BaseModel):
    """One thing wrong in a call."""

    where: str = Field(description="The parameter, or the place in the body.", examples=["query level"])
    what: str = Field(description="What is wrong with it.")
    mend: str = Field(description="What to do about it; empty where that is plain.")


class Problem(BaseModel):
    """Why a call was not answered (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="Names the kind of problem; its description can be read there.")
    title: str = Field(description="The kind of problem in words.", examples=["Not Found"])
    status: int = Field(description="The status code of the answer.", ge=400, le=599, examples=[404])
    detail: str = Field(description="What is wrong with this call.")
    instance: str = Field(description="The call.")
    mend: str = Field(description="What to do about it; empty where nothing helps.")
    faults: list[Fault] = Field(description="Each thing that is wrong, where there may be several.")


def add_problems(api: FastAPI, revive: Callable[[], object]) -> None:
    """Answer every error of an API with a problem.

    Parameters
    ----------
    revive : callable
        Starts the database again where that is ours to do.
    """

    def known(request: Request, error: Exception) -> Response:
        if isinstance(error, StoreError) and not isinstance(error, FullError):
            with suppress(StoreError):
                revive()
        return problem_of(request, error)

    for kind in (RecoveryError, HTTPException, RequestValidationError, Exception):
        api.exception_handler(kind)(known)


def problem_of(request: Request, error: Exception) -> Response:
    """Write the problem that an error is; of one that is not ours, nothing but that it happened."""
    if isinstance(error, RequestValidationError):
        return _of_faults(request, error)
    if isinstance(error, RecoveryError):
        where = "" if isinstance(error, StoreError) else error.where  # where the database is concerns nobody
        detail = f"{where}: {error.what}" if where else error.what
        wait = {"Retry-After": str(ceil(error.retry_s))} if isinstance(error, TooOftenError) else {}
        return write_problem(request, status_of(error), detail, error.mend, headers=wait)
    if isinstance(error, HTTPException):
        return _of_router(request, error)
    return write_problem(request, 500, "Something went wrong here; it is not the fault of the call.")


def status_of(error: RecoveryError) -> int:
    """Return the status code of an error of the one tree."""
    if isinstance(error, CallError):
        return error.status
    if isinstance(error, NotFoundError):
        return 404
    return 503 if isinstance(error, StoreError) else 422


def write_problem(
    request: Request,
    status: int,
    detail: str,
    mend: str = "",
    faults: list[Fault] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Write a problem; one that passes by itself says when to try again."""
    title = HTTPStatus(status).phrase
    problem = Problem(
        type=f"{DOCUMENTATION}#problem-{status}",
        title=title,
        status=status,
        detail=detail,
        instance=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        mend=mend,
        faults=faults or [],
    )
    again = {"Retry-After": str(RETRY_S)} if status in (429, 503) else {}
    said = {"Cache-Control": "no-store", **again, **(headers or {})}
    return JSONResponse(problem.model_dump(), status, said, MEDIA_TYPE)


def _of_router(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return write_problem(request, 404, f"there is nothing at {request.url.path}", SEE)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        detail = f"{request.method} is not possible here"
        return write_problem(request, 405, detail, f"allowed: {allowed}", headers=error.headers)
    return write_problem(request, error.status_code, str(error.detail), headers=error.headers)


def _of_faults(request: Request, error: RequestValidationError) -> Response:
    faults = [_fault(request, one) for one in error.errors()]
    first = faults[0]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return write_problem(request, 422, f"{first.where}: {first.what}{more}", first.mend, faults)


def _fault(request: Request, found: Mapping[str, Any]) -> Fault:
    place = found["loc"]
    where = " ".join(str(part) for part in place)[:LONGEST]
    known = {one["name"]: one for one in parameters(request) if one["in"] == place[0]}
    if found["type"] == "extra_forbidden":
        kind = "parameter" if known else "field"
        mend = nearest(str(place[-1]), known) if known else SEE
        return Fault(where=where, what=f"there is no such {kind}", mend=mend)
    given = found.get("input")
    what = "it is not of its form" if found["type"] == "string_pattern_mismatch" else found["msg"]
    told = f", not '{given[:LONGEST]}'" if isinstance(given, str) else ""
    described = known.get(str(place[1])) if len(place) > 1 else None
    return Fault(where=where, what=f"{what}{told}", mend=described["description"] if described else SEE)


def parameters(request: Request) -> list[dict[str, Any]]:
    """Return the parameters of the resource that a call is for, as the document has them."""
    path = request.scope["route"].path_format
    described = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    found: list[dict[str, Any]] = described.get("parameters", [])
    return found


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe problems for the OpenAPI document; those that every call may meet are among them."""
    return {
        status: {
            "description": KINDS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*EVERYWHERE, *statuses})
    }
