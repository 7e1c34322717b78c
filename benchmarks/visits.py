"""Every page, download and answer of a served dashboard, as a list of requests."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

UPDATE = "/_dash-update-component"
API = "/api/v1"
LARGE = "/package"
FORMATS = defaultdict(
    tuple,
    observations=("csv", "parquet", "sdmx-csv"),
    scores=("csv", "xlsx"),
    measures=("parquet",),
    territories=("geojson", "gpkg"),
    package=("zip",),
)
"""Last step of an address -> formats in which it is asked for as a whole."""
PAGES = ("map", "territory", "compare", "urban-rural", "recovery", "sdgs", "data", "method")


@dataclass(frozen=True)
class Visit:
    """One request: a GET, or a POST where it has a body."""

    kind: str
    path: str
    body: str = ""

    @property
    def method(self) -> str:
        """How it is sent."""
        return "POST" if self.body else "GET"

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it."""
        return {"Accept-Encoding": "gzip", "Content-Type": "application/json"}

    def send(self, line: http.client.HTTPConnection) -> tuple[int, bytes]:
        """Send it on a connection; return the status and the whole answer."""
        line.request(self.method, self.path, self.body or None, self.headers)
        answer = line.getresponse()
        return answer.status, answer.read()


def visits(address: str, languages: tuple[str, ...] = ("en", "es", "fr")) -> list[Visit]:
    """List what there is to see of every observatory that is served: each page with each indicator."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    _, ready = Visit("health", "/health/ready").send(line)
    found = [visit for name in json.loads(ready)["releases"] for visit in _of(name, languages, line)]
    line.close()
    return found


def calls(address: str) -> list[Visit]:
    """List calls of the API: every table of every observatory, and large answers in several formats."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    _, ready = Visit("health", "/health/ready").send(line)
    _, document = Visit("api", f"{API}/openapi.json").send(line)
    line.close()
    known = [path for path, methods in json.loads(_plain(document))["paths"].items() if "get" in methods]
    tables = [path for path in known if re.findall(r"\{(\w+)\}", path) == ["observatory"]]
    found = []
    for name in json.loads(_plain(ready))["releases"]:
        at = [f"{API}{path.replace('{observatory}', name)}" for path in tables]
        found += [Visit("api", path) for path in at if not path.endswith(LARGE)]
        found += [
            Visit("export", f"{path}?format={kind}")
            for path in at
            for kind in FORMATS[path.rpartition("/")[2]]
        ]
    return found


def _of(name: str, languages: tuple[str, ...], line: http.client.HTTPConnection) -> Iterator[Visit]:
    first = show(f"/{languages[0]}/{name}/map", "")
    text = _plain(first.send(line)[1])
    for geometry in set(re.findall(r"/geometry/[\w/-]+\.geojson", text.replace("\\u002f", "/"))):
        yield Visit("geometry", geometry)
    for language in languages:
        for page in PAGES:
            yield Visit("page", f"/{language}/{name}/{page}")
            yield show(f"/{language}/{name}/{page}", "")
    for indicator in indicators(text):
        search = f"?indicator={indicator}"
        for page in PAGES[:-2]:
            yield show(f"/{languages[0]}/{name}/{page}", search)
        yield Visit("download", f"/{languages[0]}/{name}/map.csv{search}")
        yield Visit("download", f"/{languages[0]}/{name}/map.json{search}")


def indicators(page: str) -> list[str]:
    """Return what the control of a map offers, from the page that dash was sent."""

    def walk(node: object) -> Iterator[dict[str, object]]:
        if isinstance(node, dict):
            yield node
            node = list(node.values())
        if isinstance(node, list):
            for item in node:
                yield from walk(item)

    controls = [node for node in walk(json.loads(page)) if node.get("id") == {"control": "indicator"}]
    return sorted({str(each["value"]) for each in walk(controls[0].get("data")) if "value" in each})


def show(path: str, search: str) -> Visit:
    """Ask for what stands on a page, as dash does after it was opened."""
    values = {"pathname": path, "search": search}
    inputs = [{"id": "url", "property": key, "value": value} for key, value in values.items()]
    body = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": inputs,
        "changedPropIds": ["url.pathname", "url.search"],
    }
    return Visit("callback", UPDATE, json.dumps(body))


def _plain(answer: bytes) -> str:
    return (gzip.decompress(answer) if answer[:2] == b"\x1f\x8b" else answer).decode()
