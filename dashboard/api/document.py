"""The OpenAPI document: what FastAPI knows of the routes, and what it cannot know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from dashboard.api import models
from dashboard.api.problems import Problem
from dashboard.api.scenario import Scenario
from dashboard.api.schemas import schemas
from geodata.codebook import tables

REFERENCE = "#/components/schemas/{model}"
MODELS = (
    Problem,
    models.Observatories,
    models.Declared,
    models.Releases,
    models.Recipes,
    models.Checks,
)


def describe(api: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return the function that makes the document, the first time it is asked for."""

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _document(api)
        return api.openapi_schema

    return openapi


def _document(api: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=api.title,
        version=api.version,
        summary=api.summary,
        description=api.description,
        routes=api.routes,
        tags=api.openapi_tags,
        servers=api.servers,
        license_info=api.license_info,
    )
    known = document.setdefault("components", {}).setdefault("schemas", {})
    known |= schemas(tables().values())
    for model in (*MODELS, Scenario):
        mode: Literal["validation", "serialization"] = "validation" if model is Scenario else "serialization"
        schema = model.model_json_schema(ref_template=REFERENCE, mode=mode)
        known |= schema.pop("$defs", {}) | {model.__name__: schema}
    return document
