"""Headers that keep a page to its own origin."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.desk import EMBED


def policy(script_hashes: Sequence[str], framed_by: Sequence[str] = ()) -> str:
    """Write the content security policy: nothing from elsewhere, no `eval`.

    `framed_by` are the origins whose pages may show ours in a frame.

    Mantine and MapLibre set styles from scripts, MapLibre runs its workers from blobs.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(["'self'", *framed_by]),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SecurityHeaders:
    """Put the headers on every answer; only pages under ``/embed/`` may stand in a frame elsewhere."""

    def __init__(self, app: ASGIApp, content_policy: str, embed_policy: str) -> None:
        self.app, self.policy, self.embed_policy = app, content_policy, embed_policy
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""

        embedded = scope.get("path", "").startswith(f"/{EMBED}/")
        policy = {"Content-Security-Policy": self.embed_policy if embedded else self.policy}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers | policy)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
