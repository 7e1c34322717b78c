"""Everything that is declared of how other versions of the territories lead to the present one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geodata.changes import OPEN, read_changes
from geodata.flows import Flows, read_flows
from geodata.folder import Folder
from geodata.hierarchy import Hierarchy
from geodata.tabular import Account


def read_histories(hierarchy: Hierarchy, folder: Folder, accounts: list[Account]) -> tuple[Flows, ...]:
    """Read the lists of changes, then the crosswalks, each in the order declared.

    The publisher's words and plain recodings go before what a crosswalk was computed to be.

    Parameters
    ----------
    accounts : list of Account
        What became of the rows of each file is added to it.

    Raises
    ------
    DataError
        Where one cannot be used.
    """
    found = [
        *(read_changes(changes, hierarchy.version, folder) for changes in hierarchy.changes),
        *(read_flows(crosswalk, folder) for crosswalk in hierarchy.crosswalks),
    ]
    accounts.extend(account for _, account in found)
    return tuple(flows for flows, _ in found)


def fate_in(histories: Iterable[Flows], code: str) -> str:
    """Say what became of a code of one version, by the first history that tells more than its end."""
    own = [*histories]
    if any(code in history.same for history in own):
        return ""
    fates = [fate for history in own if (fate := history.fate(code))]
    return next((fate for fate in fates if fate not in OPEN), fates[0] if fates else "")


def moved_in(histories: Iterable[Flows], version: str) -> dict[str, str]:
    """Name the codes that a version shares with the present one, though for another area: code -> fate."""
    own = [history for history in histories if history.version == version]
    fates = {code: fate_in(own, code) for history in own for code in sorted(history.shared)}
    return {code: fate for code, fate in fates.items() if fate}


def sorted_for(histories: Sequence[Flows], version: str | None) -> list[Flows]:
    """Put the histories of a version before the others, which keep their order."""
    return sorted(histories, key=lambda history: history.version != version)
