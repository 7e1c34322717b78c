"""Scores by choices of one's own: the published ones by the published choices, and bounded."""

from __future__ import annotations

import json

import pytest

HERE = "/observatories/ecuador/scenarios"
COVID = {"shock": "covid19"}


def post(api, body, **asked):
    return api.post(HERE, json=body, params=asked)


def rows(api, body, **asked):
    answer = post(api, body, **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


@pytest.mark.parametrize(("of", "path"), [("composites", "scores"), ("measures", "measures")])
def test_the_published_choices_give_the_published_scores(api, of, path):
    made = rows(api, COVID | {"evaluation": 2022}, of=of)
    asked = {"shock": "covid19", "evaluation": 2022, "level": "province", "limit": 10_000}
    published = api.get(f"/observatories/ecuador/{path}", params=asked).json()["rows"]
    key = ["territory", "dimension" if of == "composites" else "indicator"]
    assert sorted(made, key=lambda row: [row[k] for k in key]) == sorted(
        published, key=lambda row: [row[k] for k in key]
    )
    assert len(made) > 24


def test_other_weights_give_other_scores(api):
    def composite(**recipe):
        made = rows(api, COVID | {"recipe": recipe})
        return {row["territory"]: row["score"] for row in made if row["dimension"] == ""}

    usual, economy = composite(), composite(dimension_weights={"economy": 10.0})
    assert usual.keys() == economy.keys()
    assert usual != economy
    one = {
        row["dimension"]: row["score"]
        for row in rows(api, COVID | {"recipe": {"dimension_weights": {"economy": 9}}})
        if row["territory"] == "01"
    }
    others = [score for dimension, score in one.items() if dimension not in ("", "economy")]
    assert one[""] == pytest.approx((9 * one["economy"] + sum(others)) / (9 + len(others)))


def test_a_shock_may_be_judged_by_other_indicators(api):
    made = rows(api, COVID | {"indicators": ["deaths"]})
    assert {row["dimension"] for row in made} == {"", "society"}
    assert all(row["parts"] in ("", "deaths:harm") for row in made)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body shock"),
        ([], "body"),
        (COVID | {"recpie": {}}, "body recpie"),
        (COVID | {"evaluation": "2022"}, "body evaluation"),
        (COVID | {"evaluation": None}, "body evaluation"),
        (COVID | {"indicators": []}, "body indicators"),
        (COVID | {"indicators": ["a"] * 21}, "body indicators"),
        (COVID | {"recipe": {"damping": 0}}, "body recipe damping"),
        (COVID | {"recipe": {"coverage": 2}}, "body recipe coverage"),
        (COVID | {"recipe": {"dimension_weights": {"joy": 1}}}, "body recipe dimension_weights joy [key]"),
        (COVID | {"recipe": {"dimension_weights": {"economy": -1}}}, "body recipe dimension_weights economy"),
        (COVID | {"recipe": {"parts": {"resistance": 0, "recovery": 0, "renewal": 0}}}, "body recipe parts"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(api, body, where):
    answer = post(api, body)
    assert answer.status_code == 422
    assert where in {fault["where"] for fault in answer.json()["faults"]}


@pytest.mark.parametrize(
    ("body", "mend"),
    [
        ({"shock": "rain"}, "covid19"),
        (COVID | {"level": "canton"}, "province"),
        (COVID | {"indicators": ["joy"]}, "known: "),
        (COVID | {"recipe": {"indicator_weights": {"joy": 2.0}}}, "known: "),
        (COVID | {"evaluation": 2019}, "it began in 2020"),
    ],
)
def test_what_is_not_there_is_named(api, body, mend):
    answer = post(api, body)
    assert answer.status_code == 404
    assert mend in answer.json()["mend"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"", "application/json", 422),
        (b'{"shock": NaN}', "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 10_000, "application/json", 422),
        (json.dumps(COVID | {"x": "a" * 17_000}).encode(), "application/json", 413),
        (json.dumps(COVID).encode(), "text/plain", 415),
        (json.dumps(COVID).encode(), "", 415),
    ],
)
def test_a_body_is_json_and_short(api, content, kind, status):
    answer = api.post(HERE, content=content, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_scenario_is_never_kept(api):
    answer = post(api, COVID)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_a_scenario_comes_as_a_table_too(api):
    lines = api.post(HERE, json=COVID, params={"format": "csv"}).text.splitlines()
    assert len(lines) == 1 + len(rows(api, COVID))
