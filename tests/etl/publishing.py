"""A publisher of the starter's files, and the way by which the commands reach it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner, Result

from etl.address import Gate
from etl.commands import app
from etl.fetch import Client, Limits
from etl.observatories import FOLDER, STARTER
from tests.etl.misbehaving import FAST, PUBLIC, Detour, Handler, Misbehaving


@dataclass
class Way:
    """How the commands reach the server; a test may change any of it."""

    server: Misbehaving
    limits: Limits = FAST
    address: str = PUBLIC

    def client(self, gate: Gate, _: Limits, wishes: Mapping[str, str]) -> Client:
        """Stand in for the client of every day."""
        found = Gate(gate.hosts, lambda host: [self.address])
        return Client(found, self.limits, Detour(self.server), wishes)


def publish(handler: Handler, **changed: bytes) -> None:
    """Serve the starter's files by name, with their hash for an ETag."""
    name = handler.path.partition("?")[0].rpartition("/")[2]
    content = changed.get(name.partition(".")[0]) or (FOLDER / STARTER / name).read_bytes()
    tag = f'"{hash(content)}"'
    if handler.headers.get("If-None-Match") == tag:
        handler.send(304)
    else:
        handler.send(200, content, ETag=tag, Content_Type="application/octet-stream")


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments, catch_exceptions=False)


def remote_name(folder: Path) -> str:
    """Read the short name of an observatory."""
    text = (folder / "observatory.yaml").read_text(encoding="utf-8")
    return text.partition("observatory: ")[2].split()[0]
