"""What nobody sends by accident, and the means to send it as it is: no client tidies it up on the way."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from starlette.types import ASGIApp

MARK = "zqx"
"""Stands in every script and header that is sent in; nothing that comes back may run or carry it."""

SQL = {
    "quote": "'",
    "or": "' OR '1'='1",
    "union": "x' UNION SELECT rolname, rolpassword FROM pg_authid --",
    "drop": "ecuador'; DROP TABLE observation; --",
    "sleep": "'||(SELECT pg_sleep(60))||'",
    "stacked": "1; SELECT pg_sleep(60)",
    "percent": "%s%(name)s%%",
    "bound": ":observatory :name $1",
    "like": "%_%",
    "comment": "/**/ecuador--",
    "copy": "x'; COPY (SELECT 1) TO PROGRAM 'touch /tmp/zqx'; --",
}
SCRIPT = {
    "tag": f"<script>{MARK}()</script>",
    "attribute": f'"><img src=x onerror={MARK}()>',
    "noscript": f"</noscript><script>{MARK}()</script>",
    "title": f"</title><script>{MARK}()</script>",
    "json": f"</script><script>{MARK}()</script>",
    "url": f"javascript:{MARK}()",
    "template": "{{7919*7907}}${7919*7907}#{7919*7907}<%= 7919*7907 %>",
    "jndi": "${jndi:ldap://127.0.0.1/zqx}",
    "place": "[[title]][[finding]]{%scripts%}",
}
PATHS = {
    "up": "../../../../etc/passwd",
    "back": "..\\..\\..\\etc\\passwd",
    "absolute": "/etc/passwd",
    "file": "file:///etc/passwd",
    "dot": "....//....//etc/passwd",
    "null": "ecuador\0.csv",
}
RAW = {
    "encoded": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "twice": "%252e%252e%252fetc%252fpasswd",
    "overlong": "%c0%ae%c0%ae%c0%afetc%c0%afpasswd",
    "latin": "%ff%fe",
    "surrogate": "%ed%a0%80",
    "half": "%e2%82",
    "bare": "%",
    "broken": "%zz%1",
}
"""As they stand in the address, already encoded or never to be."""
HEADER = {
    "crlf": f"x\r\nX-Injected: {MARK}",
    "lf": f"x\nSet-Cookie: {MARK}=1",
    "split": f"x\r\n\r\n<html>{MARK}",
    "unicode": f"x\u560d\u560aX-Injected: {MARK}",
    "name": f'a"; filename="{MARK}.exe',
}
SHEET = {
    "equals": "=HYPERLINK(0)",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab": "\t=1",
    "dde": "=cmd|' /C calc'!A0",
}
NUMBERS = {
    "nan": "NaN",
    "infinity": "1e999",
    "negative": "-1",
    "zero": "0",
    "wide": str(2**31),
    "wider": str(2**63),
    "endless": "9" * 400,
    "float": "1.5",
    "hex": "0x10",
    "thai": "๒๐๒๑",
}
TEXTS = {
    "empty": "",
    "blank": " ",
    "long": "a" * 5000,
    "commas": "," * 500,
    "repeated": "17," * 500,
    "right-to-left": "\u202egpj.exe",
    "zero width": "17\u200b",
    "emoji": "🦉" * 20,
    "combining": "e" + "\u0301" * 300,
    "prototype": "__proto__",
    "class": "__class__.__mro__",
    "format": "{0.__class__}{view}",
}
INPUTS = {
    **{
        f"{group}-{name}": quote(text, safe="")
        for group, texts in {
            "sql": SQL, "script": SCRIPT, "path": PATHS, "header": HEADER, "sheet": SHEET, "number": NUMBERS,
            "text": TEXTS,
        }.items()
        for name, text in texts.items()
    },
    **{f"raw-{name}": text for name, text in RAW.items()},
}  # fmt: skip
"""Name -> as it stands in an address."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return one header, or nothing."""
        return next((value for key, value in self.headers if key == name), "")


def ask(
    app: ASGIApp,
    target: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """Send a request as uvicorn would hand it on, whatever the address says."""
    path, _, query = target.partition("?")
    given = {"host": "localhost", **({"content-length": str(len(body))} if body else {}), **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(k.lower().encode("latin-1"), v.encode("utf-8")) for k, v in given.items()],
        "client": ("192.0.2.66", 1),
        "server": ("127.0.0.1", 8050),
        "state": {},
    }
    return asyncio.run(_ask(app, scope, body))


async def _ask(app: ASGIApp, scope: Any, body: bytes) -> Answer:
    sent: list[Any] = []
    asked = False
    over = asyncio.Event()

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": body, "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    finally:
        over.set()
    start = next(message for message in sent if message["type"] == "http.response.start")
    headers = [(k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in start["headers"]]
    return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in sent))


def call_back(app: ASGIApp, body: object, **headers: str) -> Answer:
    """Send a body to dash's callbacks; a text goes as it is."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(app, "/_dash-update-component", "POST", {"content-type": "application/json", **headers}, raw)
