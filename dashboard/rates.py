"""How often one visitor may ask for what costs much: a bucket of calls that fills again with time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

KEPT = 10_000  # addresses remembered; one that is forgotten begins with a full bucket
HOUSEHOLD = 64  # bits of an IPv6 address that one visitor cannot choose


class Rates:
    """So many calls a minute of each address, all at once or spread out.

    A whole venue may share one address: the limit is one for programs that run away, not for people. Each
    process counts for itself.

    Parameters
    ----------
    per_minute : int
        Calls that a bucket holds, and by which it fills in a minute.
    clock : callable
        Tells seconds.

    Examples
    --------
    >>> rates = Rates(1, clock=iter([0.0, 15.0, 15.0, 60.0]).__next__)
    >>> [rates.take(address) for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1")]
    [0.0, 45.0, 0.0, 0.0]
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._clock = per_minute, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, address: str) -> float:
        """Take one call out of an address's bucket; return 0, or the seconds until there is one in it."""
        now, key = self._clock(), visitor(address)
        with self._lock:
            left, since = self._buckets.pop(key, (float(self.per_minute), now))
            left = min(self.per_minute, left + (now - since) * self.per_minute / 60)
            wait_s = 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute
            self._buckets[key] = (left - (not wait_s), now)
            while len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
        return wait_s


def visitor(address: str) -> str:
    """Return what stands for one visitor: the address, or the network that an IPv6 household is given.

    Examples
    --------
    >>> visitor("2001:db8:1:2:3::4"), visitor("192.0.2.7"), visitor("::ffff:192.0.2.7"), visitor("")
    ('2001:db8:1:2::/64', '192.0.2.7', '192.0.2.7', '')
    """
    try:
        known = ip_address(address)
    except ValueError:  # a proxy may call its visitors what it likes
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((int(known), HOUSEHOLD), strict=False))
