"""Answers as they look, for the OpenAPI document and its page."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "indicators": {
        "indicator": "population",
        "name_en": "Population",
        "name_es": "Población",
        "name_fr": "Population",
        "definition_en": "Usual residents.",
        "definition_es": "Residentes habituales.",
        "definition_fr": "Résidents habituels.",
        "unit_en": "people",
        "unit_es": "personas",
        "unit_fr": "personnes",
        "measured_in": "person",
        "dimension": "society",
        "direction": "higher",
        "change": "relative",
        "kind": "total",
        "roll_up": "sum",
        "formula": None,
        "sdg": None,
        "target": None,
        "target_year": None,
    },
    "scenario": {
        "shock": "covid19",
        "recipe": {"dimension_weights": {"economy": 2.0}, "aggregation": "geometric"},
    },
}
