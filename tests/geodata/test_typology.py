"""Classes by density, and of the level above by where its people live."""

import pandas as pd

from geodata.territory import assemble
from geodata.typology import classify, population_of
from indicators.observations import COLUMNS


def test_density_class_and_derived_class(squares, squares_folder):
    frame = assemble(squares, squares_folder).frame
    people = {"01": 12_000 * 10.0, "02": 12_000.5 * 50, "03": 100 * 150.0, "04": 10.0}
    found = classify(frame, squares.typology, people).set_index("territory")
    assert found["role"].to_dict() == {
        **{"01": "rural", "02": "intermediate", "03": "urban", "04": "rural"},
        **{"SQ": "intermediate"},
    }
    assert found["role_derived"].to_dict() == {"SQ": True, **dict.fromkeys(["01", "02", "03", "04"], False)}


def test_unknown_population_gives_no_class(squares, squares_folder):
    found = classify(assemble(squares, squares_folder).frame, squares.typology, {"01": 1.0})
    roles = found.set_index("territory")["role"]
    assert roles["01"] == "rural"
    assert [roles[code] for code in ("02", "SQ")] == [None, None]


def test_class_climbs_several_levels(squares, squares_folder):
    typology = squares.typology.model_copy(update={"level": "c", "derive": ("a",)})
    tree = pd.DataFrame(
        [("A", "a", None), ("B", "b", "A"), ("C", "c", "B")], columns=["territory", "level", "parent"]
    ).assign(area_km2=1.0, role=None)
    assert classify(tree, typology, {"C": 500.0})["role"].tolist() == ["urban", None, "urban"]


def observations(*rows):
    return pd.DataFrame([("population", *row, "") for row in rows], columns=COLUMNS)


def test_population_is_that_of_the_declared_year(squares):
    frame = observations(
        ("01", "2019", "total", 1.0),
        ("01", "2020", "total", 2.0),
        ("01", "2020", "sex=F", 1.0),
        ("01", "2020-Q1", "total", 9.0),
        ("SQ", "2020", "total", 99.0),
    )
    assert population_of(frame, squares, pd.Series(["01", "02"])) == {"01": 2.0}


def test_population_is_that_of_the_best_counted_last_year(squares):
    typology = squares.typology.model_copy(update={"scheme": "property", "year": None, "population": None})
    observatory = squares.model_copy(update={"typology": typology})
    frame = observations(
        *((code, year, "total", float(year)) for code in ("01", "02") for year in ("2019", "2020")),
        ("01", "2021", "total", 1.0),
        ("02", "2021", "total", float("nan")),
    )
    both = pd.Series(["01", "02"])
    assert population_of(frame, observatory, both) == {"01": 2020.0, "02": 2020.0}
    assert population_of(frame[:0], observatory, both) == {}
