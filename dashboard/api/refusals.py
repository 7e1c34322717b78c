"""Why a call is not answered: the branch of the exception tree that knows status codes."""

from __future__ import annotations

from http import HTTPStatus

from indicators.errors import RecoveryError, StoreError


class CallError(RecoveryError):
    """A call that cannot be answered as it stands."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ContradictionError(CallError):
    """Two parameters that each make sense do not together."""

    status = HTTPStatus.CONFLICT


class NotAcceptableError(CallError):
    """None of the formats that the caller takes is one of those there are."""

    status = HTTPStatus.NOT_ACCEPTABLE


class TooLargeError(CallError):
    """More was sent than one call may send."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooMuchError(CallError):
    """More is asked for than one answer may hold."""

    status = HTTPStatus.FORBIDDEN


class MediaTypeError(CallError):
    """The body is in a format that is not read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooOftenError(CallError):
    """One address asks too often; `retry_s` says when it may again."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, what: str, retry_s: float) -> None:
        super().__init__(what, mend="wait as long as the header Retry-After says")
        self.retry_s = retry_s


class FullError(StoreError):
    """As many as may are being served already; there will be room in a moment."""
