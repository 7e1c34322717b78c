"""The recipe: one frozen value with a stable hash."""

import pytest
from pydantic import ValidationError

from indicators.recipe import Recipe


def test_equal_recipes_have_equal_hashes():
    assert (
        Recipe().hash
        == Recipe(damping=0.8).hash
        == Recipe.model_validate_json(Recipe().model_dump_json()).hash
    )
    assert Recipe().hash != Recipe(damping=0.9).hash


@pytest.mark.parametrize(
    "fields",
    [
        {"damping": 0},
        {"interval": 1},
        {"coverage": 1.1},
        {"dimension_weights": {"economy": -1}},
        {"dimension_weights": {"nothing": 1}},
        {"indicator_weights": {"gdp": float("inf")}},
        {"aggregation": "median"},
        {"loss_percentile": 60},
        {"parts": {"resistance": 0, "recovery": 0, "renewal": 0}},
    ],
)
def test_what_cannot_be_is_refused(fields):
    with pytest.raises(ValidationError):
        Recipe(**fields)


def test_a_recipe_does_not_change():
    with pytest.raises(ValidationError):
        Recipe().damping = 0.5
