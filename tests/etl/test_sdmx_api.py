"""SDMX live: addresses from sdmx1's own table of services, and a service on this machine that answers."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sdmx
from pydantic import ValidationError

from etl.address import Gate
from etl.online import with_addresses
from etl.run import prepare
from etl.sdmx_api import address, wishes
from geodata.observatory import DataSet
from indicators.errors import FetchError, RecoveryError
from tests.etl.misbehaving import PUBLIC

FLOWS = {
    "OECD": ("OECD.SDD.TPS,DSD_JOBS@DF_JOBS,1.0", "A.MEX+CHL.."),
    "ILO": ("DF_UNE_DEAP_SEX_AGE_RT", ".A..SEX_T."),
    "INEGI": ("DF_PIB_ENT", "A.01"),
    "INSEE": ("CHOMAGE-TRIM", ""),
    "ESTAT": ("nama_10r_2gdp", "A.MIO_EUR."),
}


def declared(**changes) -> DataSet:
    about = {"id": "jobs", "source": "sdmx", "indicator": "employed", "publisher": "Us", "licence": "CC0"}
    return DataSet(**{**about, "provider": "ILO", "dataset": "DF_JOBS", **changes})


@pytest.mark.parametrize("provider", FLOWS)
def test_the_address_is_that_of_sdmx1s_own_client(provider: str):
    flow, key = FLOWS[provider]
    built = address(provider, flow, key, "2012")
    asked = sdmx.Client(provider).get(
        "data", flow, key=key or None, params={"startPeriod": "2012"}, dry_run=True
    )
    assert built.partition("?")[0] == asked.url.partition("?")[0]
    assert parse_qs(urlsplit(built).query) == {"startPeriod": ["2012"]}
    assert Gate([urlsplit(built).netloc], lambda host: [PUBLIC]).check(built, built) == [PUBLIC]


def test_the_whole_flow_from_its_beginning():
    assert address("OECD", "DF_JOBS") == "https://sdmx.oecd.org/public/rest/data/DF_JOBS"


def test_unsd_answers_by_http_only_which_is_not_asked():
    url = address("UNSD", "DF_UNDATA_COUNTRYDATA")
    with pytest.raises(FetchError, match="'http' is not fetched"):
        Gate(["data.un.org"]).check(url, url)


@pytest.mark.parametrize("flow", ["", "A/../../B", "A?x=1", "A B", "../A", "A,B,C,D", "A#B", "A%2F"])
def test_a_flow_that_would_change_the_address_is_refused(flow: str):
    with pytest.raises(RecoveryError, match="no data flow of SDMX"):
        address("ILO", flow)


def test_an_unknown_provider_is_refused_with_those_there_are():
    with pytest.raises(RecoveryError, match="there is no provider of SDMX 'OECE'") as caught:
        address("OECE", "DF_JOBS")
    known = caught.value.mend.removeprefix("known: ").split(", ")
    assert {*FLOWS, "UNSD"} <= {*known}
    assert "OECD3" not in known  # speaks SDMX 3.0 only


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": "table"}, "asked with 'source: sdmx'"),
        ({"provider": "", "path": "a.xml", "key": "A."}, "a 'key' needs a 'provider'"),
        ({"dataset": ""}, "needs a 'path'"),
        ({"key": "A?b=/"}, "should match"),
    ],
)
def test_what_does_not_belong_together_is_refused(changes: dict, message: str):
    with pytest.raises(ValidationError, match=message):
        declared(**changes)


def test_a_format_is_asked_for_where_sdmx1_knows_that_it_must_be():
    data = tuple(declared(provider=p, path=f"https://{p}") for p in ("ILO", "OECD", "INSEE"))
    assert wishes((*data, declared(provider="", path="a.csv"))) == {
        "https://ILO": "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
        "https://INSEE": "application/vnd.sdmx.genericdata+xml;version=2.1",
    }


SERVED = """
  - {id: live, source: sdmx, provider: ILO, dataset: DF_JOBS, key: A..01+02, since: 2019, filter: {FREQ: A},
     map: {SEX: {F: sex=F}}, indicator: unemployment_rate, publisher: ILO, licence: free}
hosts: [sdmx.ilo.org]
"""


@pytest.fixture
def asking(folder: Path) -> Path:
    """The starter, with a data set that is asked of the ILO."""
    with (folder / "observatory.yaml").open("a", encoding="utf-8") as file:
        file.write(SERVED)
    return folder


def test_live_and_since_reach_it(asking: Path):
    told = prepare(str(asking), live=True, since="2020").declared
    (live,) = (data_set for data_set in told.data if data_set.id == "live")
    assert live.path == "https://sdmx.ilo.org/rest/data/DF_JOBS/A..01+02?startPeriod=2020"
    beside = told.model_copy(update={"data": (live.model_copy(update={"path": "jobs.xml"}),)})
    assert with_addresses(beside).data[0].path == "jobs.xml"
    assert with_addresses(beside, live=True).data[0].path.endswith("?startPeriod=2019")
