"""Data queries to the services that sdmx1 knows by name, in the words of SDMX's web service 2.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geodata.lookup import require_known
from geodata.observatory import DataSet
from indicators.errors import RecoveryError

if TYPE_CHECKING:
    from sdmx.source import Source

FLOW = r"[\w@$-]+(\.[\w@$-]+)*(,[\w@$.-]+){0,2}"  # an identity: DF_JOBS, or agency,flow,version


def address(provider: str, flow: str, key: str = "", since: str = "") -> str:
    """Build the address of a data flow's figures.

    Parameters
    ----------
    provider : str
        As sdmx1 calls it: ``OECD``, ``ILO``, ``INEGI``, ``INSEE``, ``ESTAT``, ``UNSD``, ...
    flow : str
        The data flow: its code, or ``agency,code,version``.
    key : str
        A code for each dimension, in the flow's own order, joined by points; several joined by ``+``, none
        for all of them.
    since : str
        First period wanted; all of them if left out.

    Raises
    ------
    RecoveryError
        Where sdmx1 knows no such provider, or the flow is not the name of one.

    References
    ----------
    SDMX technical working group, RESTful API 1.5.0 (SDMX 2.1), data queries.

    Examples
    --------
    >>> address("ILO", "DF_JOBS", "ECU.A.", "2012")
    'https://sdmx.ilo.org/rest/data/DF_JOBS/ECU.A.?startPeriod=2012'
    """
    source = _source(provider)
    if not re.fullmatch(FLOW, flow):
        raise RecoveryError(
            f"'{flow}' is no data flow of SDMX",
            mend="write its code in 'dataset', or agency,code,version",
        )
    from sdmx.rest import Resource

    start = {"start_period": since} if since else {}
    query = source.get_url_class()(source, Resource.data, resource_id=flow, key=key or None, **start)
    return str(query.join())


def wishes(data_sets: tuple[DataSet, ...]) -> dict[str, str]:
    """Name the format that each address must be asked for, where sdmx1 knows that its provider needs it.

    Returns
    -------
    dict
        Address -> media type.
    """
    asked = {data_set.path: _source(data_set.provider) for data_set in data_sets if data_set.provider}
    return {
        url: source.headers["data"]["Accept"] for url, source in asked.items() if "data" in source.headers
    }


def _source(provider: str) -> Source:
    import sdmx  # takes half a second: only those who ask by a provider's name wait for it
    from sdmx.format import Version
    from sdmx.rest import Resource

    known = {
        name: source
        for name, source in sdmx.source.sources.items()
        if Version["2.1"] in source.versions and source.supports[Resource.data]
    }
    require_known("provider of SDMX", provider, sorted(known))
    return known[provider]
