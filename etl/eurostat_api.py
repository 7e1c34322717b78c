"""Eurostat's dissemination API: the address of a data set, and the queue for large extractions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

HOST = "ec.europa.eu"
API = f"https://{HOST}/eurostat/api/dissemination"
READY, WAITING = "AVAILABLE", ("SUBMITTED", "PROCESSING")
MOST_TICKET_BYTES = 64 << 10
KEY = re.compile(rb"<(?:\w+:)?(?:id|key)>\s*([0-9A-Za-z-]{8,64})\s*<")
STATUS = re.compile(rb"<(?:\w+:)?status>\s*([A-Z_]{3,40})\s*<")


@dataclass(frozen=True)
class Ticket:
    """A place in the queue: the key of the extraction, and how far it is."""

    key: str
    status: str

    @property
    def status_address(self) -> str:
        """Where to ask how far it is."""
        return f"{API}/1.0/async/status/{self.key}"

    @property
    def data_address(self) -> str:
        """Where the file lies once it is ready."""
        return f"{API}/1.0/async/data/{self.key}"


def address(dataset: str, codes: Mapping[str, Sequence[str]], since: str = "") -> str:
    """Build the address of a data set as gzipped SDMX-CSV 2.0 with codes only (SDMX REST 2.0, data query).

    Parameters
    ----------
    dataset : str
        Eurostat's code, like ``nama_10r_2gdp``.
    codes : mapping
        Dimension -> the codes wanted; dimensions left out come whole.
    since : str
        First period wanted; all of them if left out.

    Examples
    --------
    >>> address("tgs00010", {"sex": ["T"]}, "2014").partition("ESTAT/")[2].partition("&compress")[0]
    'tgs00010/1.0?c[sex]=T&c[TIME_PERIOD]=ge:2014'
    """
    chosen = [f"c[{quote(name)}]={','.join(map(quote, wanted))}" for name, wanted in codes.items()]
    start = [f"c[TIME_PERIOD]=ge:{quote(since)}"] if since else []
    form = ["compress=true", "format=csvdata", "formatVersion=2.0", "lang=en", "labels=id"]
    query = "&".join([*chosen, *start, *form])
    return f"{API}/sdmx/3.0/data/dataflow/ESTAT/{quote(dataset)}/1.0?{query}"


def ticket(url: str, body: bytes) -> Ticket | None:
    """Read the answer that promises a file for later; None where it is anything else.

    Examples
    --------
    >>> ticket(API + "/x", b"<E><queued><id>4e2c-77aa</id><status>SUBMITTED</status></queued></E>")
    Ticket(key='4e2c-77aa', status='SUBMITTED')
    """
    if not url.startswith(API) or len(body) > MOST_TICKET_BYTES or not body.lstrip().startswith(b"<"):
        return None
    key, status = KEY.search(body), STATUS.search(body)
    return Ticket(key[1].decode(), status[1].decode()) if key and status else None
