"""JSON text, strictly: numbers stay as they are written; what common readers take in silence is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

from indicators.errors import DataError


def is_json(text: str) -> bool:
    """Tell whether a text can only be JSON."""
    return text.lstrip()[:1] in ("{", "[")


def parse(text: str, where: str, *, kind: str = "JSON", number: Callable[[str], Any] | None = str) -> Any:
    """Read JSON, every number as the text it is written in.

    Parameters
    ----------
    kind : str
        What it should be, in messages.
    number : callable, optional
        What to make of a number's text; with None, a number.

    Raises
    ------
    DataError
        Where it is cut off, a web page, no JSON or nested too deep, or has a key twice or no true number.

    Examples
    --------
    >>> parse('{"value": [4.0, null, "x"]}', "a.json")
    {'value': ['4.0', None, 'x']}
    """
    try:
        return json.loads(
            text, parse_float=number, parse_int=number, parse_constant=_refuse, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise _not_json(text, error, kind, where) from None
    except RecursionError:
        raise DataError("brackets nested too deep", where=where, mend="fetch it again") from None
    except ValueError as error:
        raise DataError(str(error), where=where, mend="fetch it again") from None


def written(value: Any) -> str:
    """Write a value of the parsed JSON as text: nothing as nothing, and true and false as JSON does."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON has")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key '{twice}' is given twice in one object")
    return made


def _not_json(text: str, error: json.JSONDecodeError, kind: str, where: str) -> DataError:
    if text.lstrip().startswith("<"):
        what = f"a web page or XML, not {kind}"
    elif error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg:
        what = "the file is cut off"
    else:
        what = f"not JSON: {error.msg}"
    return DataError(what, where=f"{where}:{error.lineno}:{error.colno}", mend="fetch it again")
