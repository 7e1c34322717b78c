"""What a browser may send to a callback, and what kind the answer is: dash takes anything and names none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from dash._utils import split_callback_id
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.guard import again

ADDRESS = "/_dash-update-component"
MOST = 500  # properties of one callback: a page has some dozen controls

Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Number = Annotated[float, Field(allow_inf_nan=False)]
Chosen = Text | bool | int | Number | None
Some = Annotated[list[Any], Field(min_length=1, max_length=MOST)]


class Point(BaseModel):
    """What of a drawing was clicked."""

    location: Text | int = ""
    customdata: Annotated[str, Field(min_length=1)] | Some | None = Field(default_factory=lambda: [""])


class Click(BaseModel):
    """A click on a drawing."""

    points: list[Point] = Field(min_length=1, max_length=MOST)


class Cell(BaseModel):
    """A click on a table."""

    row: Text = Field("", alias="rowId")


KINDS: Mapping[str, TypeAdapter[Any]] = {
    "pathname": TypeAdapter(Text),
    "search": TypeAdapter(Text),
    "view.data": TypeAdapter(Text),
    "asked.data": TypeAdapter(Text),
    "value": TypeAdapter(Chosen | Annotated[list[Text], Field(max_length=MOST)]),
    "n_clicks": TypeAdapter(int | None),
    "clickData": TypeAdapter(Click | None),
    "cellClicked": TypeAdapter(Cell | None),
}
"""Property, or component and property -> what it may hold; any other may hold whatever JSON can."""


class Property(BaseModel):
    """One property of one component, with its value where it is an input."""

    model_config = ConfigDict(extra="forbid")

    id: Text | dict[Text, Text | int]
    property: Text
    value: Any = None


Properties = list[Property | Annotated[list[Property], Field(max_length=MOST)]]


class Callback(BaseModel):
    """What dash's renderer sends."""

    model_config = ConfigDict(extra="ignore")

    output: Text
    outputs: Property | Properties
    inputs: Properties = Field(max_length=MOST)
    state: Properties = Field(default_factory=list, max_length=MOST)
    changed: list[Text] = Field(default_factory=list, max_length=MOST, alias="changedPropIds")


class Callbacks:
    """Refuse every callback that no page of ours would ask for.

    Parameters
    ----------
    known : mapping
        Dash's own: output -> what the callback takes.
    """

    def __init__(self, app: ASGIApp, known: Mapping[str, Mapping[str, Any]]) -> None:
        self.app, self.known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the guard before this one holds the body back until it is whole."""
        if scope["type"] == "http" and scope["path"] == ADDRESS and scope["method"] == "POST":
            whole = await receive()
            wrong = self.wrong(whole.get("body", b""))
            if wrong:
                refusal = JSONResponse({"error": "BadRequest", "message": wrong}, 400)
                await refusal(scope, receive, send)
                return
            receive, send = again(whole, receive), _named(send)
        await self.app(scope, receive, send)

    def wrong(self, body: bytes) -> str:
        """Return what is wrong with a callback; empty where nothing is."""
        try:
            asked = Callback.model_validate_json(body)
            known = self.known.get(asked.output)
            if known is None:
                return "there is no such callback"
            given = [*asked.inputs, *asked.state]
            if not _fit(given, [*known["inputs"], *known["state"]]):
                return "the callback takes other properties"
            if not _fit(*_outputs(asked)):
                return "the callback gives other properties"
            for one in given:
                for part in one if isinstance(one, list) else [one]:
                    _kind(part).validate_python(part.value)
        except ValidationError as error:
            return f"the callback cannot be read ({error.error_count()} faults)"
        return ""


def _named(send: Send) -> Send:
    """Name what dash answers: what has no kind is never compressed."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(scope=message).setdefault("content-type", "application/json")
        await send(message)

    return answer


def _outputs(asked: Callback) -> tuple[Any, list[Any]]:
    """Return the outputs that are named, and those that the callback has by its own name."""
    own = split_callback_id(asked.output)  # type: ignore[no-untyped-call]
    return (asked.outputs, own) if isinstance(own, list) else ([asked.outputs], [own])


def _fit(given: Any, wanted: list[Any]) -> bool:
    return isinstance(given, list) and len(given) == len(wanted) and all(map(_fits, given, wanted))


def _fits(given: Property | list[Property], wanted: Mapping[str, str]) -> bool:
    """Tell whether a property, or all that are alike, are those that a callback takes."""
    pattern = json.loads(wanted["id"]) if wanted["id"].startswith("{") else {}
    if isinstance(given, list):
        alike = any(isinstance(value, list) for value in pattern.values())
        return alike and all(
            isinstance(one.id, dict) and one.id.keys() == pattern.keys() and _same(one, wanted)
            for one in given
        )
    return given.id == (pattern or wanted["id"]) and _same(given, wanted)


def _same(given: Property, wanted: Mapping[str, str]) -> bool:
    """Compare properties; that of an output which several callbacks give ends in a mark of dash's."""
    return given.property.partition("@")[0] == wanted["property"].partition("@")[0]


def _kind(given: Property) -> TypeAdapter[Any]:
    """Return what a property may hold; components that are alike are called by what they have in common."""
    name = given.id if isinstance(given.id, str) else next(iter(given.id), "")
    kind = KINDS.get(f"{name}.{given.property}") or KINDS.get(given.property)
    return kind or TypeAdapter(Any)
