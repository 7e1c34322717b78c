"""The recipe: one frozen value with a stable hash."""

import pytest
from pydantic import ValidationError

from indicators.errors import DeclarationError
from indicators.recipe import Recipe, read_recipe


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


FULL = Recipe(
    parts={"resistance": 2},
    indicator_weights={"gdp": 0.1, "jobs": 1 / 3},
    composition={
        "parents": {"01": "NO", "b": "NO"},
        "weights": {"01": 1e-7},
        "directions": {"01": "lower"},
        "imputation": "median",
        "treatment": None,
        "normalisation": {"method": "distance to reference", "reference": "01", "cap": True},
        "normalisations": {"b": {"method": "goalposts", "goalposts": {"b": (0, 12.5)}, "scale": (1, 100)}},
        "aggregation": ("arithmetic", "copeland"),
    },
    uncertainty={"parts": [{"renewal": 0}], "trends": {"covid19": [(2012, 2019)]}, "seed": 7},
)


@pytest.mark.parametrize("recipe", [Recipe(), FULL], ids=["plain", "full"])
def test_a_recipe_is_written_and_read_back(recipe):
    for text in (recipe.to_yaml(), recipe.model_dump_json()):
        again = read_recipe(text)
        assert again == recipe
        assert again.hash == recipe.hash


def test_the_order_of_weights_is_no_choice():
    one, other = ({"gdp": 1.0, "jobs": 2.0}, {"jobs": 2.0, "gdp": 1.0})
    assert Recipe(indicator_weights=one).hash == Recipe(indicator_weights=other).hash


def test_the_faults_of_a_recipe_have_lines():
    with pytest.raises(DeclarationError) as caught:
        read_recipe("damping: 2\nuncertainty:\n  draws: none\n", "mine.yaml")
    assert [fault.line for fault in caught.value.faults] == [1, 3]
    assert "mine.yaml:3" in str(caught.value)
