"""What stands around every page: header, notices, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.aria import KEEPS_VIEW, aria
from dashboard.components.search import search
from dashboard.components.share import share
from dashboard.desk import Desk
from dashboard.library import Edition
from dashboard.words import LANGUAGES, Words

NAMES = {"en": "English", "es": "Español", "fr": "Français"}


def path(language: str, observatory: str, page: str) -> str:
    """Address of a page, without its view."""
    return f"/{language}/{observatory}/{page}"


def frame(
    desk: Desk,
    observatories: Sequence[tuple[str, str]],
    pages: Mapping[str, str],
    body: list[Any],
    leads_to: str = "",
) -> html.Div:
    """Put a page between its header and its footer.

    Parameters
    ----------
    observatories : sequence of (code, name)
        In the order shown.
    pages : mapping
        Name of a page -> its title in the language, in the order shown.
    leads_to : str
        The page that a search leads to from one that shows no territory.
    """
    say = desk.say
    more: dict[str, Any] = {"data-leads-to": desk.path(leads_to)} if leads_to else {}
    body = [dcc.Store(id="title", data=f"{pages[desk.page]} · {edition_name(desk)}"), *body]
    main = html.Main([*body, *([] if desk.embed else [share(desk)])], id="content", tabIndex=-1, **more)
    place = search(desk.edition, desk.view.territory, say)
    if desk.embed:
        return html.Div(
            [html.Div(place, className="finder", role="search"), main, html.Footer(_way_out(desk))],
            className="site embed",
        )
    return html.Div(
        [
            html.A(say("Skip to the content"), href="#content", className="skip"),
            html.Header([_brand(desk, observatories), place]),
            _menu(desk, pages),
            main,
            html.Footer(_footer(desk.edition, say)),
        ],
        className="site",
    )


def _way_out(desk: Desk) -> list[Any]:
    """Lead from a frame on another site to the page itself."""
    to = f"{path(desk.say.language, desk.edition.release.observatory, desk.page)}?{desk.view.query}"
    link = html.A(desk.say("Open the whole page"), href=to, target="_blank", rel="noopener", **KEEPS_VIEW)
    return [*_footer(desk.edition, desk.say), " ", link]


def edition_name(desk: Desk) -> str:
    """Name of the observatory in the language."""
    return desk.edition.declaration.name.in_(desk.say.language)


def _menu(desk: Desk, pages: Mapping[str, str]) -> html.Nav:
    """Link every page; the links follow the view without leaving the site."""
    links = [html.Li(_entry(desk, name, title)) for name, title in pages.items()]
    return html.Nav(html.Ul(links), className="menu", **aria(label=desk.say("Pages")))


def _entry(desk: Desk, name: str, title: str) -> Any:
    to = f"{desk.path(name)}?{desk.view.query}"
    if name == desk.page:
        return html.A(title, href=to, className="page", **KEEPS_VIEW, **aria(current="page"))
    return dcc.Link(title, id={"link": name}, href=to, className="page")


def _brand(desk: Desk, observatories: Sequence[tuple[str, str]]) -> html.Nav:
    here, view, say = desk.edition.release.observatory, desk.view, desk.say
    home = html.A(say("Territorial Recovery"), href=path(say.language, here, "map"), className="brand")
    places = [
        html.A(
            name, href=path(say.language, code, desk.page), **(aria(current="page") if code == here else {})
        )
        for code, name in observatories
    ]
    languages = [
        html.A(
            code.upper(),
            **KEEPS_VIEW,
            href=f"{path(code, here, desk.page)}?{view.query}",
            lang=code,
            hrefLang=code,
            title=NAMES[code],
            **(aria(current="true") if code == say.language else {}),
        )
        for code in LANGUAGES
    ]
    return html.Nav(
        [home, html.Div(places, className="places"), html.Div(languages, className="languages")],
        **aria(label=say("Observatories and languages")),
    )


def _footer(edition: Edition, say: Words) -> list[Any]:
    release = edition.release
    return [
        say(
            "Release {number} of {observatory}, {date}; computed by Territorial Recovery {software}.",
            number=release.number,
            observatory=edition.declaration.name.in_(say.language),
            date=say.date(release.published_at),
            software=release.software,
        )
    ]


def notice(wrong: Sequence[str], say: Words) -> html.Div | None:
    """Tell what of a link could not be followed."""
    if not wrong:
        return None
    text = say(
        "The link asked for {what}, which this release does not have; the usual view is shown instead.",
        what=", ".join(item[:60] for item in wrong[:5]),
    )
    title = html.Strong(say("Part of the link could not be followed"))
    return html.Div([title, html.P(text)], role="status", className="notice")
