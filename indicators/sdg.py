"""The 169 targets of the Sustainable Development Goals, by their codes (UN General Assembly, A/RES/70/1)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator

_NUMBERED_AND_LETTERED: Final = (  # how many targets with a number, and with a letter, goals 1 to 17 have
    *((5, 2), (5, 3), (9, 4), (7, 3), (6, 3), (6, 2), (3, 2), (10, 2), (5, 3)),
    *((7, 3), (7, 3), (8, 3), (3, 2), (7, 3), (9, 3), (10, 2), (19, 0)),
)
TARGETS: Final = frozenset(
    f"{goal}.{target}"
    for goal, (numbered, lettered) in enumerate(_NUMBERED_AND_LETTERED, start=1)
    for target in (*range(1, numbered + 1), *"abcd"[:lettered])
)


def _known(code: str) -> str:
    if code not in TARGETS:
        raise ValueError(f"the SDGs have no target '{code}': write a goal and its target, as in 8.5 or 4.c")
    return code


Target = Annotated[str, AfterValidator(_known)]
