"""Which addresses may be fetched: https, a declared host, and no machine inside the house."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from indicators.errors import FetchError

Resolve = Callable[[str], list[str]]
HTTPS = 443
TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def resolve(host: str) -> list[str]:
    """Look a host's addresses up, each once, in the order of the resolver."""
    found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_remote(path: str) -> bool:
    """Tell whether a declared path is an address rather than a file."""
    return "://" in path


def is_public(address: str) -> bool:
    """Tell whether an IP address, and any IPv4 address inside it, belongs to the public internet.

    Examples
    --------
    >>> [is_public(ip) for ip in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, *_inside(ip)))


def _inside(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    translated = [IPv4Address(int(ip) & 0xFFFFFFFF)] if ip in TRANSLATED else []
    return [*filter(None, (ip.ipv4_mapped, ip.sixtofour)), *(ip.teredo or ()), *translated]


@dataclass(frozen=True)
class Gate:
    """Lets an address through, or says why not.

    Attributes
    ----------
    hosts : collection of str
        Hosts that may be asked, as declared: ``example.org``, or ``example.org:8443`` for another port.
    resolve : callable
        Host -> its IP addresses; raises OSError where there is none.
    """

    hosts: Collection[str]
    resolve: Resolve = resolve

    def check(self, url: str, declared: str) -> list[str]:
        """Return the IP addresses at which `url` may be asked, and no others.

        Parameters
        ----------
        url : str
            The address to ask now: the declared one, or where a server leads to from there.
        declared : str
            The address as declared, for messages.

        Raises
        ------
        FetchError
            Where it is not https, names a host that is not declared, or leads to a private address.
        """
        where = declared if url == declared else f"{declared} (redirected to {url})"
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or HTTPS
        except ValueError as error:
            raise FetchError(f"no address: {error}", where=where, mend="correct it") from None
        self._require_declared(parts, host if port == HTTPS else f"{host}:{port}", where)
        try:
            addresses = self.resolve(host)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                f"the host '{host}' cannot be found: {error}",
                where=where,
                mend="correct the address, or look at your connection",
            ) from None
        private = [address for address in addresses if not is_public(address)]
        if private or not addresses:
            raise FetchError(
                f"the host '{host}' is {', '.join(private) or 'nowhere'}, not on the public internet",
                where=where,
                mend="put the file beside the declaration instead",
            )
        return addresses

    def _require_declared(self, parts: SplitResult, host: str, where: str) -> None:
        if parts.scheme != "https":
            raise FetchError(
                f"'{parts.scheme}' is not fetched, only https",
                where=where,
                mend="write an https address, or the path of a file",
            )
        if parts.username is not None or parts.password is not None:
            raise FetchError("an address with a password", where=where, mend="remove it; nothing was sent")
        if host not in {name.lower() for name in self.hosts}:
            raise FetchError(
                f"the host '{host}' is not declared",
                where=where,
                mend=f"if you trust it, add it to 'hosts' in observatory.yaml, or use --allow-host {host}",
            )
