"""Words and numbers in the reader's language: gettext catalogues read at start-up, formats by Babel."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

LANGUAGES = ("en", "es", "fr")
TEXT = Path(__file__).parent / "text"
PERCENT = {"en": "%", "es": "\N{NO-BREAK SPACE}%", "fr": "\N{NARROW NO-BREAK SPACE}%"}
MINUS = "\N{MINUS SIGN}"

_BEFORE_SIGNS = re.compile(" (?=[;:?!»])|(?<=«) ")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]")
_TURNS = re.compile("[\u202a-\u202e]")


def mark(text: str) -> str:
    """Name a text that is translated later, so that the catalogues list it."""
    return text


def typeset(text: str, language: str) -> str:
    """Keep the signs that are set off by a space on the line of their word: all in French, % in Spanish too.

    Examples
    --------
    >>> typeset("Quoi ?", "fr"), typeset("What?", "en")
    ('Quoi\\xa0?', 'What?')
    """
    text = text if language == "en" else text.replace(" %", PERCENT[language])
    return _BEFORE_SIGNS.sub("\u00a0", text) if language == "fr" else text


def isolate(value: object) -> object:
    """Keep a text that runs from right to left from turning the sentence it is put into (Unicode, UAX 9).

    Examples
    --------
    >>> isolate("Quito"), isolate("\u202eotiuQ"), ascii(isolate("\u0639"))
    ('Quito', 'otiuQ', "'\\\\u2068\\\\u0639\\\\u2069'")
    """
    if not isinstance(value, str):
        return value
    text = _TURNS.sub("", value)
    return f"\u2068{text}\u2069" if _FROM_THE_RIGHT.search(text) else text


AND = mark("{first} and {last}")


@cache
def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """Read the translations of one language: message -> its form, or forms by number.

    English is the language of the source and has no catalogue.
    """
    if language == "en":
        return {}
    with (TEXT / language / "LC_MESSAGES" / "dashboard.po").open("rb") as file:
        entries = [m for m in read_po(file, locale=language) if m.id]
    return {
        m.id if isinstance(m.id, str) else m.id[0]: tuple(
            typeset(form, language) for form in ([m.string] if isinstance(m.string, str) else m.string or ())
        )
        for m in entries
    }


@cache
def signs(language: str) -> Mapping[int, str]:
    """Map the signs in the numbers of Python to those of a language: the point, and between thousands."""
    return {ord("."): get_decimal_symbol(language), ord(","): get_group_symbol(language)}


@dataclass(frozen=True)
class Words:
    """Says things in one language.

    Examples
    --------
    >>> say = Words("es")
    >>> say("Map"), say.number(-1234.5, 1)
    ('Mapa', '−1.234,5')
    """

    language: str

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate a text and fill in its values."""
        found = catalogue(self.language).get(text, ("",))[0] or text
        return found.format(**{name: isolate(value) for name, value in values.items()}) if values else found

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Translate a text that depends on a number; ``{number}`` is filled in."""
        forms = catalogue(self.language).get(one, (one, many))
        form = forms[min(Locale(self.language).plural_form(number) != "one", len(forms) - 1)]
        return form.format(number=self.number(number, 0), **{k: isolate(v) for k, v in values.items()})

    def number(self, value: float | None, decimals: int = 1, sign: bool = False) -> str:
        """Write a number as `recovery show` rounds it, in the signs of the language; a gap as a dash."""
        if value is None or not math.isfinite(value):
            return "–"
        text = f"{abs(value):,.{decimals}f}"
        zero = not text.strip("0.,")
        text = text.translate(signs(self.language))
        return text if zero else (MINUS if value < 0 else "+" if sign else "") + text

    def percent(self, share: float | None, decimals: int = 1, sign: bool = False) -> str:
        """Write a share as a percentage."""
        text = self.number(None if share is None else 100 * share, decimals, sign)
        return text if text == "–" else f"{text}{self.percent_sign}"

    @property
    def percent_sign(self) -> str:
        """What follows a percentage: the sign, behind the space that the language sets before it."""
        return PERCENT[self.language]

    def change(self, value: float | None, relative: bool, unit: str, decimals: int = 1) -> str:
        """Write a change: in percent where relative, else in the indicator's unit."""
        if value is None or not math.isfinite(value):
            return "–"
        if relative:
            return self.percent(value, 1, sign=True)
        return f"{self.number(value, decimals, sign=True)} {unit}".strip()

    @property
    def separators(self) -> str:
        """Decimal sign and sign between thousands, as plotly's `separators` takes them."""
        return f"{get_decimal_symbol(self.language)}{get_group_symbol(self.language)}"

    def date(self, moment: datetime) -> str:
        """Write a day in words."""
        return str(format_date(moment, "long", locale=self.language))

    def join(self, items: Sequence[str]) -> str:
        """Enumerate in words: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self(AND, first=", ".join(items[:-1]), last=items[-1])


def negotiate(accept_language: str) -> str:
    """Choose the language of a page from the browser's ``Accept-Language``; English where none fits.

    Examples
    --------
    >>> negotiate("de;q=0.9, es-EC;q=0.8, en;q=0.5"), negotiate("")
    ('es', 'en')
    """
    wanted = []
    for part in accept_language.split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return negotiate_locale([tag for _, tag in sorted(wanted, key=lambda pair: pair[0])], LANGUAGES) or "en"
