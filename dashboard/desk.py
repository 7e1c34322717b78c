"""What a page works with: the edition, the view and the words that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from dashboard.goals import aims
from dashboard.layer import Layer, layer
from dashboard.library import Edition, Library
from dashboard.state import View, parse, resolve
from dashboard.words import LANGUAGES, Words
from indicators.errors import NotFoundError

EMBED = "embed"


@dataclass(frozen=True)
class Desk:
    """One reader's view of one edition.

    Attributes
    ----------
    wrong : tuple of str
        Whatever of the address could not be followed.
    embed : bool
        Whether the page stands in a frame of another site: without header, search and footer.
    """

    edition: Edition
    view: View
    say: Words
    page: str
    wrong: tuple[str, ...] = ()
    embed: bool = False

    def layer(self) -> Layer:
        """What the map of this view shows."""
        return layer(self.edition, self.view, self.say)

    def path(self, page: str) -> str:
        """Address of a page of the same observatory in the same language, in the same frame."""
        frame = [EMBED] if self.embed else []
        return "/" + "/".join([*frame, self.say.language, self.edition.release.observatory, page])


def open_desk(library: Library, pathname: str, search: str) -> Desk:
    """Read an address.

    Raises
    ------
    NotFoundError
        Where it names no language, observatory or page of this house.
    """
    parts = pathname.strip("/").split("/")
    embed = parts[0] == EMBED
    parts = parts[embed:]
    if len(parts) != 3 or parts[0] not in LANGUAGES:
        raise NotFoundError(f"there is no page at {pathname}", mend="start from /")
    edition = library.edition(parts[1])
    view, wrong = resolve(parse(search), edition, partial(aims, edition))
    return Desk(edition, view, Words(parts[0]), parts[2], wrong, embed)
