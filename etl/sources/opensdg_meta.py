"""What an Open SDG data repository says of an indicator, beside what the declaration says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from geodata.blocks import decode
from geodata.observatory import DataSet
from indicators.errors import DataError
from indicators.indicator import Indicator

MOST_BYTES = 1 << 20
FENCE = re.compile(r"---\s*\n(.*?\n)---\s*(\n|$)", re.DOTALL)
MEND = "declare the repository's meta/N-N-N.md, or drop 'meta'"
SWITCH, ORGANISATION = re.compile(r"source_active_\d+$"), re.compile(r"source_organisation_\d+$")
LICENCE = re.compile("licen[cs]e", re.IGNORECASE)


@dataclass(frozen=True)
class Meta:
    """The fields of a description that a declaration also has.

    Attributes
    ----------
    number, name, unit : str
        As ``8.5.2``; what is available, in words; the unit. Empty where the repository does not say.
    sources : tuple of str
        Organisations behind the figures, those that are switched off left out, each once.
    licences : tuple of str
        What stands in any field of that name; no name is usual.
    statistical : bool
        Whether there are figures at all.
    """

    number: str
    name: str
    unit: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    statistical: bool


def read_meta(raw: bytes, where: str) -> Meta:
    """Read ``meta/8-5-2.md``: the YAML between its first two lines of ``---``.

    Raises
    ------
    DataError
        Where there is none, it is larger than 1 MiB, or it names no indicator.

    References
    ----------
    Open SDG documentation, metadata format.

    Examples
    --------
    >>> meta = read_meta(b"---\\nindicator_number: 8.5.2\\ncomputation_units: '%'\\n---\\n", "8-5-2.md")
    >>> meta.number, meta.unit
    ('8.5.2', '%')
    """
    fields = _fields(raw, where)
    number = fields.get("indicator_number") or fields.get("indicator", "")
    if not number:
        raise DataError("a description that names no indicator", where=where, mend=MEND)
    name = fields.get("indicator_available") or fields.get("indicator_name", "")
    off = {key.rpartition("_")[2] for key, on in fields.items() if SWITCH.match(key) and on != "true"}
    active = {key: text for key, text in fields.items() if key.rpartition("_")[2] not in off and text}
    return Meta(
        number=number,
        name=name,
        unit=fields.get("computation_units", ""),
        sources=tuple(dict.fromkeys(text for key, text in active.items() if ORGANISATION.match(key))),
        licences=tuple(dict.fromkeys(text for key, text in active.items() if LICENCE.search(key))),
        statistical=fields.get("data_non_statistical", "false") != "true",
    )


def _fields(raw: bytes, where: str) -> dict[str, str]:
    """Return the fields that are one text each."""
    if len(raw) > MOST_BYTES:
        raise DataError(f"a description of {len(raw):,} bytes", where=where, mend=MEND)
    found = FENCE.match(decode(raw, where))
    if found is None:
        raise DataError("no description between two lines of ---", where=where, mend=MEND)
    try:
        fields = yaml.load(found[1], Loader=yaml.BaseLoader)  # makes only text  # nosec B506
    except (yaml.YAMLError, RecursionError) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"a description that is no YAML: {said}", where=where, mend=MEND) from None
    if not isinstance(fields, dict):
        raise DataError("a description without fields", where=where, mend=MEND)
    return {str(key): text.strip() for key, text in fields.items() if isinstance(text, str)}


def compare(meta: Meta, data_set: DataSet, indicator: Indicator, where: str) -> tuple[str, ...]:
    """Tell what the repository says, and where the declaration says something else.

    Raises
    ------
    DataError
        Where the repository says that there are no figures.
    """
    if not meta.statistical:
        raise DataError(
            f"the repository calls {meta.number} not statistical: it has no figures",
            where=where,
            mend=f"drop the data set '{data_set.id}', or correct its 'meta'",
        )
    parts = {
        "unit": meta.unit,
        "source": ", ".join(meta.sources),
        "licence": ", ".join(meta.licences) or "not given",
    }
    words = "; ".join(f"{name}: {text}" for name, text in parts.items() if text)
    return (f"{where}: {meta.number} {meta.name}; {words}", *_differences(meta, data_set, indicator, where))


def _differences(meta: Meta, data_set: DataSet, indicator: Indicator, where: str) -> Iterator[str]:
    told = {
        "unit": ((meta.unit,), data_set.unit),
        "publisher": (meta.sources, data_set.publisher),
        "licence": (meta.licences, data_set.licence),
    }
    for name, (theirs, ours) in told.items():
        if any(theirs) and not any(_alike(text, ours) for text in theirs):
            yield f"{where}: the {name} is '{', '.join(theirs)}', and '{data_set.id}' declares '{ours}'"
    if indicator.sdg and not f"{meta.number}.".startswith(f"{indicator.sdg}."):
        yield f"{where}: it describes {meta.number}, and '{indicator.code}' belongs to {indicator.sdg}"


def _alike(one: str, other: str) -> bool:
    """Tell whether one of two texts says all that the other does.

    >>> _alike("Percentage (%)", "%"), _alike("Number", "%"), _alike("Number", "")
    (True, False, False)
    """
    one, other = one.casefold().strip(), other.casefold().strip()
    return bool(one and other) and (one in other or other in one)
