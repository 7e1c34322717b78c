"""The dashboard: dash on its FastAPI backend, as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from dash import Dash
from fastapi import FastAPI
from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware, add_compress_type
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard import navigation
from dashboard.api import add_api
from dashboard.api.gate import Exports
from dashboard.callbacks import Callbacks
from dashboard.faults import add_faults, no_page, on_error
from dashboard.guard import ANYBODY, Admission, Guard
from dashboard.health import add_health
from dashboard.library import Library
from dashboard.pages import compare as compare_page
from dashboard.pages import data as data_page
from dashboard.pages import map as map_page
from dashboard.pages import method as method_page
from dashboard.pages import recovery as recovery_page
from dashboard.pages import sdgs as sdgs_page
from dashboard.pages import territory as territory_page
from dashboard.pages import urban_rural as urban_rural_page
from dashboard.rates import Rates
from dashboard.routes import INDEX, add_routes
from dashboard.security import SecurityHeaders, policy
from dashboard.warm import warming
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader

ASSETS = Path(__file__).parent / "assets"
PAGES: dict[str, ModuleType] = {
    page.NAME: page
    for page in (
        map_page,
        territory_page,
        compare_page,
        urban_rural_page,
        recovery_page,
        sdgs_page,
        data_page,
        method_page,
    )
}
"""Every page, in the order of the menu."""
GZIP_LEVEL = 5


def create_app(settings: Settings, revive: Callable[[], object]) -> ASGIApp:
    """Make the application that `recovery serve` runs; it reads the database as the reader role only.

    Parameters
    ----------
    settings : Settings
        Which database, and who is let in.
    revive : callable
        Called when the database is away.

    Raises
    ------
    StoreError
        Where the database cannot be started or reached.
    """
    library = Library(Reader(connect(settings, "reader")))
    exports = Exports(Reader(connect(settings, "export")), rates=Rates(settings.calls_per_minute))
    app = build(library, revive, settings.framed_by, Admission.of(settings), exports)
    return ProxyHeadersMiddleware(app, [*settings.proxies])  # type: ignore[arg-type, return-value]


def build(
    library: Library,
    revive: Callable[[], object],
    framed_by: Sequence[str] = (),
    admission: Admission = ANYBODY,
    exports: Exports | None = None,
) -> ASGIApp:
    """Make the application on any library.

    Parameters
    ----------
    revive : callable
        Called when the database is away.
    framed_by : sequence of str
        Origins whose pages may embed ours.
    admission : Admission
        Who is let in.
    exports : Exports, optional
        Where answers in pieces pass; those of the library's own source without it.
    """
    # The interactive pages of FastAPI load scripts from elsewhere.
    server = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=warming(library))
    app = Dash(
        __name__,
        server=False,
        backend="fastapi",
        use_pages=False,
        pages_folder="",
        assets_folder=str(ASSETS),
        index_string=INDEX,
        update_title="",
        suppress_callback_exceptions=True,
        enable_mcp=False,
        on_error=on_error,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    # Our own addresses come first: dash answers every other one.
    add_api(server, library, exports or Exports(library.source), revive)
    add_routes(server, app, library, PAGES)
    add_faults(server, revive)
    add_health(server, library, revive)
    app.init_app(server)
    server.get("/{path:path}", include_in_schema=False)(no_page)
    app.layout = navigation.shell()
    navigation.register(app, library, PAGES)
    for page in PAGES.values():
        page.register(app, library)
    # Dash looks for its assets at the first request of its own addresses; the first page is one of ours.
    app._setup_server()  # type: ignore[no-untyped-call]
    add_compress_type("text/csv")
    hashes = app.csp_hashes()
    callbacks = Callbacks(server, app.callback_map)
    inner = CompressMiddleware(callbacks, minimum_size=1000, gzip_level=GZIP_LEVEL)
    # Outside of the server, whose answer to an unexpected error passes by its own middleware.
    return SecurityHeaders(Guard(inner, admission), policy(hashes), policy(hashes, framed_by))
