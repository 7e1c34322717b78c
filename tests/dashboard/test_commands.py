"""`recovery serve`: where it cannot listen."""

import socket

import pytest

from dashboard.commands import listen
from indicators.errors import RecoveryError


def test_a_busy_port_is_told_with_its_mend() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RecoveryError, match="--port") as told:
            listen("127.0.0.1", port)
    assert told.value.where == f"127.0.0.1:{port}"


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(RecoveryError, match="--host"):
        listen("192.0.2.1", 0)


def test_any_free_port_is_taken() -> None:
    with listen("127.0.0.1", 0) as first, listen("127.0.0.1", 0) as second:
        assert first.getsockname() != second.getsockname()
        assert isinstance(first, socket.socket)
