"""Do the scores of a package follow from its figures and its recipe?"""

from __future__ import annotations

from geodata.balances import balances
from geodata.difference import Proof, compare_cells, recompute
from geodata.package.read import Package


def prove_package(package: Package) -> Proof:
    """Compute every score of a package anew, as the load did, and compare it with the packaged one.

    Raises
    ------
    DataError
        Where a table cannot be read.
    """
    figures, places = package.yearly_totals(), package.territories()
    again = recompute(figures, package.declared, places)
    compared, scored = balances(figures, package.declared, places)
    computed = {
        "measures": again.measures,
        "composites": again.composites,
        "balance": compared,
        "balance_scores": scored,
    }
    first, *others = (compare_cells(name, package.table(name), frame) for name, frame in computed.items())
    return sum(others, first)
