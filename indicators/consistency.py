"""Whether indicators hang together: inputs that exist, no circles, and formulas that yield their unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from indicators.errors import DataError
from indicators.units import unit_of

if TYPE_CHECKING:  # the catalogue is checked by this as it is read
    from indicators.indicator import Indicator


def inconsistencies(known: Mapping[str, Indicator]) -> list[str]:
    """Name inputs that are not declared, formulas that run in a circle, and those that miss their unit."""
    wrong = [
        f"'{code}' needs '{need}', which is not declared"
        for code, indicator in known.items()
        for need in indicator.needs
        if need not in known
    ]
    for code in known:
        seen, queue = set(), list(known[code].inputs)
        while queue:
            step = queue.pop()
            if step == code:
                wrong.append(f"the formula of '{code}' leads back to itself")
                break
            if step not in seen and step in known:
                seen.add(step)
                queue += known[step].inputs
    return wrong or [what for code in known for what in _unlike_declared(known[code], known)]


def _unlike_declared(indicator: Indicator, known: Mapping[str, Indicator]) -> list[str]:
    """Compare the unit that a formula yields with the declared one, where all are declared."""
    units = {code: known[code].machine_unit for code in (indicator.code, *indicator.inputs)}
    told = {code: unit for code, unit in units.items() if unit is not None}
    if indicator.formula is None or len(told) < len(units):
        return []
    try:
        found = unit_of(indicator.formula, told)
    except DataError as error:
        return [f"the formula of '{indicator.code}': {error.what}"]
    if found.same_as(told[indicator.code]):
        return []
    return [f"the formula of '{indicator.code}' yields {found}, and {told[indicator.code]} is declared"]
