"""Where an indicator is published."""

import pytest
from pydantic import ValidationError

from indicators.source import Source


@pytest.mark.parametrize(
    ("publisher", "table", "end"),
    [
        ("Eurostat", "demo_r_pjangrp3", "/view/demo_r_pjangrp3"),
        ("OECD", "DSD_REG_ECO@DF_GDP", "OECD.CFE.EDS/DSD_REG_ECO@DF_GDP"),
        ("World Bank", "SH.STA.MMRT", "/indicator/SH.STA.MMRT"),
        ("UN SDG", "IT_USE_ii99", "seriesCode=IT_USE_ii99"),
        ("ONS", "mid-year-pop-est", "/datasets/mid-year-pop-est"),
    ],
)
def test_a_code_leads_to_its_table(publisher, table, end):
    url = Source(publisher=publisher, table=table).url
    assert url.startswith("https://")
    assert url.endswith(end)


def test_a_register_without_an_address_is_named():
    assert Source(publisher="INEC", table="Censo Ecuador 2022").url == ""


@pytest.mark.parametrize(
    ("publisher", "table"),
    [
        ("Eurostat", "DEMO_R"),
        ("OECD", "DF_GDP"),
        ("World Bank", "SP-POP"),
        ("UN SDG", "3.1.1"),
        ("ONS", "A B"),
    ],
)
def test_a_code_of_another_form_is_refused(publisher, table):
    with pytest.raises(ValidationError, match=f"no code of a table of {publisher}"):
        Source(publisher=publisher, table=table)


def test_one_code_of_a_dimension_needs_no_list():
    source = Source(publisher="Eurostat", table="tran_r_net", keys={"unit": "KM", "tra_infr": ["RL", "MWAY"]})
    assert source.keys == {"unit": ("KM",), "tra_infr": ("RL", "MWAY")}
