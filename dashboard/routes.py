"""The server's own addresses: pages in their language, polygons by content hash, downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import product
from types import ModuleType

import pandas as pd
from dash import Dash
from dash.backends._fastapi import reset_current_request, set_current_request
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.api.negotiate import disposition
from dashboard.dataset import dataset
from dashboard.desk import EMBED, Desk, open_desk
from dashboard.exports import metadata, table_csv
from dashboard.library import Library
from dashboard.sentences import finding
from dashboard.words import LANGUAGES, Words, negotiate
from indicators.errors import NotFoundError

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
FRESH = {"Cache-Control": "no-cache"}
GAP = re.compile(r"\[\[(\w+)\]\]")

INDEX = """<!doctype html>
<html lang="[[language]]">
<head>
{%metas%}
<title>[[title]]</title>
<meta name="description" content="[[finding]]">
<meta name="redirect" content="[[redirect]]">
<script type="application/ld+json">[[dataset]]</script>
{%favicon%}
{%css%}
</head>
<body>
<noscript><main><h1>[[title]]</h1><p>[[finding]]</p></main></noscript>
{%app_entry%}
{%config%}{%scripts%}{%renderer%}
</body>
</html>"""


def add_routes(server: FastAPI, app: Dash, library: Library, pages: Mapping[str, ModuleType]) -> None:
    """Answer everything besides dash's own addresses. Call it before dash takes the rest.

    Plain functions run on the server's thread pool, so that a slow query holds up nobody else.
    """

    @server.get("/", include_in_schema=False)
    def root(request: Request) -> Response:
        language = negotiate(request.headers.get("accept-language", ""))
        known = library.observatories()
        if not known:
            return _empty(Words(language))
        desk = open_desk(library, f"/{language}/{known[0]}/map", "")
        return _page(app, request, desk, redirect=f"{desk.path('map')}?{desk.view.query}")

    @server.get("/geometry/{observatory}/{level}/{name}.geojson", include_in_schema=False)
    def geometry(observatory: str, level: str, name: str) -> Response:
        edition = library.edition(observatory)
        if level not in edition.declaration.map_levels or name != edition.geometry_hash(level):
            raise NotFoundError(f"there are no boundaries at {level}/{name}", mend="reload the page")
        return Response(edition.geometry(level), media_type="application/geo+json", headers=FOREVER)

    def page(request: Request, page: str) -> Response:
        _known(pages, page)
        desk = open_desk(library, request.url.path, request.url.query)
        return _page(app, request, desk, _named(desk, pages[page])[1])

    def download_csv(request: Request, page: str) -> Response:
        desk, records = _shown(library, pages, request, page)
        return _attachment(table_csv(records), "text/csv; charset=utf-8", _disposition(desk, "csv"))

    def download_json(request: Request, page: str) -> Response:
        desk, records = _shown(library, pages, request, page)
        title, told = _named(desk, pages[page])
        said = metadata(desk, records, title, told) | _explained(desk, records, pages[page])
        return JSONResponse(said, headers=_disposition(desk, "metadata.json") | FRESH)

    for before, language in product(("", f"/{EMBED}"), LANGUAGES):
        at = f"{before}/{language}/{{observatory}}/{{page}}"
        server.get(f"{at}.csv", include_in_schema=False)(download_csv)
        server.get(f"{at}.json", include_in_schema=False)(download_json)
        server.get(at, include_in_schema=False)(page)
        server.get(f"{before}/{language}", include_in_schema=False)(lambda: RedirectResponse("/"))


def _known(pages: Mapping[str, ModuleType], page: str) -> ModuleType:
    if page not in pages:
        raise NotFoundError(f"there is no page '{page}'", mend=f"known: {', '.join(pages)}")
    return pages[page]


def _named(desk: Desk, page: ModuleType) -> tuple[str, str]:
    """Return what a page is called and what it finds; nothing of the map, whose layer says both."""
    return (desk.say(page.TITLE), page.told(desk)) if hasattr(page, "told") else ("", "")


def _explained(desk: Desk, records: pd.DataFrame, page: ModuleType) -> dict[str, dict[str, str]]:
    """Say what the columns of a page hold, where it has words for them."""
    words: Mapping[str, str] = getattr(page, "COLUMNS", {})
    said = {name: desk.say(text) for name, text in words.items() if name in records}
    return {"columns": said} if said else {}


def _shown(
    library: Library, pages: Mapping[str, ModuleType], request: Request, page: str
) -> tuple[Desk, pd.DataFrame]:
    """Return what a page shows as one table; a page that has none has no `records`."""
    desk = open_desk(library, request.url.path.rpartition(".")[0], request.url.query)
    module = _known(pages, page)
    if not hasattr(module, "records"):
        raise NotFoundError(f"the page '{page}' has no table", mend="take the table of the map")
    return desk, module.records(desk)


def _page(app: Dash, request: Request, desk: Desk, told: str = "", redirect: str = "") -> HTMLResponse:
    """Serve dash's page in the language of the desk; what it says stands in it for who runs no scripts."""
    token = set_current_request(request)  # type: ignore[no-untyped-call]
    try:
        html = app.index()  # type: ignore[no-untyped-call]
    finally:
        reset_current_request(token)  # type: ignore[no-untyped-call]
    name = desk.edition.declaration.name.in_(desk.say.language)
    values = {
        "language": desk.say.language,
        "title": f"{name} · {desk.say('Territorial Recovery')}",
        "finding": told or finding(desk.layer()),
        "redirect": redirect,
    }
    filled = {key: escape(value) for key, value in values.items()}
    filled["dataset"] = dataset(desk.edition, desk.say)
    # All at once, or a text that looks like a gap would be filled too.
    html = GAP.sub(lambda gap: filled.get(gap[1], gap[0]), html)
    return HTMLResponse(
        html, headers=FRESH | {"Content-Language": desk.say.language, "Vary": "Accept-Language"}
    )


def _empty(say: Words) -> HTMLResponse:
    text = say("Nothing is loaded yet. Load an observatory first: recovery load ecuador")
    return HTMLResponse(
        f'<!doctype html><html lang="{say.language}"><p>{escape(text)}</p></html>', headers=FRESH
    )


def _disposition(desk: Desk, ending: str) -> dict[str, str]:
    view, observatory = desk.view, desk.edition.release.observatory
    shown: tuple[object, ...] = (view.indicator, view.show, view.year)
    if desk.page != "map":
        shown = (desk.page, view.territory or view.indicator)
    return {"Content-Disposition": disposition(observatory, *shown, ending=ending)}


def _attachment(text: str, media_type: str, named: Mapping[str, str]) -> Response:
    # A byte order mark, or spreadsheets read the accents wrongly.
    return Response(f"\ufeff{text}".encode(), media_type=media_type, headers={**named, **FRESH})
