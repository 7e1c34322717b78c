"""HTTP, and the only place for it: one request over https, each step of it past the gate, within limits."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Self

import httpx

from etl.address import Gate
from etl.answers import Answer, TryAgainError
from etl.watch import Watch
from indicators.errors import FetchError

ANYTHING = "*/*"
NAME = f"territorial-recovery/{version('territorial-recovery')}"


@dataclass(frozen=True)
class Limits:
    """How much, how long and how often one file may ask.

    Attributes
    ----------
    bytes : int
        Size of one file as it is sent.
    seconds : float
        For one file, waiting and repeating included.
    silence : float
        Seconds without a byte.
    attempts : int
        Times that one request is sent, where the fault may pass.
    wait, longest_wait : float
        Seconds before the second attempt, doubled each time, and the most between two.
    redirects : int
        Steps from one address to the next.
    interval : float
        Seconds between two requests to one host.
    poll : float
        Seconds between two looks at a queued extraction.
    """

    bytes: int = 2 << 30
    seconds: float = 900.0
    silence: float = 30.0
    attempts: int = 6
    wait: float = 1.0
    longest_wait: float = 60.0
    redirects: int = 5
    interval: float = 1.0
    poll: float = 10.0


class Client:
    """Asks hosts for files, one request at a time.

    Parameters
    ----------
    gate : Gate
        Which addresses may be asked; every redirect is shown to it again.
    transport : httpx.BaseTransport, optional
        What carries the requests; if left out, https with certificates verified. Proxies of the environment
        are not used: the gate could not see whom they ask.
    wishes : mapping
        Declared address -> the media type to ask for, where any will not do.
    """

    def __init__(
        self,
        gate: Gate,
        limits: Limits,
        transport: httpx.BaseTransport | None = None,
        wishes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.gate, self.limits, self._wishes = gate, limits, wishes
        self._client = httpx.Client(
            transport=transport or httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0)),
            headers={"User-Agent": NAME, "Accept-Encoding": "identity"},
            timeout=limits.silence,
            trust_env=False,
        )
        self._asked: dict[str, float] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        self._client.close()

    @contextmanager
    def ask(self, at: str, url: str, headers: Mapping[str, str], watch: Watch) -> Iterator[Answer]:
        """Send one request and give the answer, whose body comes as it is read.

        Parameters
        ----------
        at : str
            The address to ask.
        url : str
            The address as declared, for messages.
        watch : Watch
            Ends the exchange when its time is over.

        Raises
        ------
        TryAgainError
            Where the connection fails or breaks.
        FetchError
            Where the address may not be asked, the certificate does not hold, or the time is over.
        """
        try:
            with watch.running():
                response = self._send(at, url, {"Accept": self._wishes.get(url, ANYTHING), **headers}, watch)
                try:
                    yield Answer(response.status_code, response.headers, response.iter_raw())
                finally:
                    response.close()
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._told(error, url, watch) from None
        if not watch.left:  # a body without a stated length just ends when the connection is cut
            raise self._late(url)

    def _send(self, at: str, url: str, headers: Mapping[str, str], watch: Watch) -> httpx.Response:
        for _ in range(self.limits.redirects + 1):
            addresses = self.gate.check(at, url)
            asked = httpx.URL(at)
            self._wait_for_turn(asked.host)
            response = self._reach(asked, addresses, headers, watch)
            if not response.has_redirect_location:
                return response
            response.close()
            at = str(asked.join(response.headers["location"]))
        raise FetchError("redirected again and again", where=url, mend="correct the address")

    def _reach(
        self, asked: httpx.URL, addresses: Sequence[str], headers: Mapping[str, str], watch: Watch
    ) -> httpx.Response:
        """Ask the first address that takes the call; never one looked up anew, which the gate did not see."""
        told = {**headers, "Host": asked.netloc.decode("ascii")}
        named = {"sni_hostname": asked.raw_host.decode("ascii"), "trace": watch.trace}
        *before, last = (
            self._client.build_request("GET", asked.copy_with(host=address), headers=told, extensions=named)
            for address in addresses
        )
        for request in before:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return self._client.send(request, stream=True, follow_redirects=False)
        return self._client.send(last, stream=True, follow_redirects=False)

    def _wait_for_turn(self, host: str) -> None:
        wait = self._asked.get(host, float("-inf")) + self.limits.interval - time.monotonic()
        time.sleep(max(0.0, wait))
        self._asked[host] = time.monotonic()

    def _told(self, error: Exception, url: str, watch: Watch) -> FetchError:
        if not watch.left:
            return self._late(url)
        if isinstance(error, httpx.InvalidURL):
            return FetchError(f"no address: {error}", where=url, mend="correct it")
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return FetchError(
                    f"the server's certificate does not hold: {cause.verify_message}",
                    where=url,
                    mend="tell the publisher; SSL_CERT_FILE names the certificates of an office of its own",
                )
            cause = cause.__cause__ or cause.__context__
        silent = isinstance(error, httpx.TimeoutException)
        return TryAgainError(
            f"no byte for {self.limits.silence:g} s" if silent else f"the connection broke: {error}", url
        )

    def _late(self, url: str) -> FetchError:
        return FetchError(
            f"the file takes longer than {self.limits.seconds:g} s",
            where=url,
            mend="try again later: it goes on where it stopped; or fetch it by hand",
        )
