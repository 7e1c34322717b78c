"""Recovery scores and urban-rural balance: frames in, frames out, no database, network or screen.

Everything meant for use outside is imported from here, `from indicators import compose, Recipe`; a module is
read when one of its names is first asked for, so that a command line which needs an error loads no pandas.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

EXPORTS = {
    "indicator": "Indicator catalogue read_catalogue",
    "shock": "Shock touching",
    "recipe": "Recipe read_recipe",
    "choices": "PartWeights",
    "composition": "Composition",
    "alternatives": "Alternatives",
    "errors": "DataError DeclarationError NotFoundError RecoveryError",
    "observations": "COLUMNS Panel to_panel to_panels",
    "derive": "complete derive roll_up",
    "figures": "impute lay_figures",
    "recovery": "measure",
    "counterfactual": "counterfactual",
    "resilience": "expected_change resilience_index sensitivity_index",
    "phases": "measure_resilience",
    "survival": "recovery_curve time_to_recover",
    "composite": "Scores combine score",
    "balance": "balance",
    "balance_score": "score_balance",
    "classes": "compare_classes",
    "groups": "balance_groups compare_groups",
    "contrast": "class_means",
    "disparity": "gap parity ratio",
    "inequality": "mean_log_deviation theil",
    "dispersion": "dissimilarity gini variation",
    "convergence": "beta_convergence convergence",
    "typology": "by_cuts derive_class",
    "region_typology": "classify_regions merge_small",
    "degurba": "R2022A R2023A UrbanRule classify_units degurba",
    "distance": "distance goalposts mean_goals measure_distances",
    "progress": "progress",
    "pace": "judge_pace",
    "moments": "moments",
    "treat": "Treatment treat winsorise",
    "normalise": "Normalisation normalise",
    "structure": "Structure plant",
    "weights": "InconsistencyWarning ahp_weights budget_weights equal_weights",
    "aggregate": "aggregate",
    "outranking": "copeland dominance outranking",
    "pairs": "level_pairs",
    "diagnostics": "correlations cronbach_alpha diagnose",
    "index": "Index compose compose_period",
    "explain": "explain explain_recovery",
    "scenarios": "index_space recovery_space",
    "variants": "Variants remeasure",
    "uncertainty": "Ranks simulate",
    "sensitivity": "sensitivity",
    "left_behind": "left_behind left_behind_groups",
    "standing": "LeftBehindRule",
    "neighbours": "weigh_neighbours",
    "moran": "moran standardise_rates",
    "spatial": "local_moran",
}
"""Module -> the names that it lends to the package."""

_HOMES = {name: module for module, names in EXPORTS.items() for name in names.split()}
__all__ = sorted(_HOMES)  # noqa: PLE0605 (made from the table above, so that no name is written twice)


class _Package(ModuleType):
    """The package, in which a function goes before the module of the same name (`treat.treat`)."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'indicators' has no attribute '{name}'")
    value = getattr(import_module(f"indicators.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]


sys.modules[__name__].__class__ = _Package
