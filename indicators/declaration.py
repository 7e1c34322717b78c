"""Read a YAML declaration and report every fault in it at once, each with its file and line.

Scalars stay text until a model asks for a number, so that territory ``01`` keeps its zero and Norway's
``NO`` is not read as false. Only an unquoted ``null`` or ``~`` is read: as nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from indicators.errors import DeclarationError, Fault

Where = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
MOST_ENTRIES = 100_000
LAYOUT = "look at the indentation (spaces, no tabs), quotes and brackets of this line and those above it"
SAID = {  # kind of fault -> what a person calls it, and how it is mended
    "missing": ("it is missing", "add it"),
    "extra_forbidden": ("an unknown key", "remove it, or correct its spelling"),
    "tuple_type": ("not a list", "write [a, b], or [] for none"),
    "dict_type": ("not a mapping", "write {key: value}"),
    "model_type": ("not a mapping", "write {key: value}, as in {en: Jobs, es: Empleo, fr: Emplois}"),
    "string_type": ("not a text", "write a word, or a text in quotes"),
    "int_parsing": ("not a whole number", "write digits only, as in 2019"),
    "float_parsing": ("not a number", "write digits and a point, as in 1000.5"),
    "bool_parsing": ("neither true nor false", "write one of them"),
}


class Frozen(BaseModel):
    """A declared value: immutable, hashable where its fields are, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def code_of(sign: str) -> AfterValidator:
    """Make the check of a code: small letters, digits and one sign, the first of them a letter."""

    def check(code: str) -> str:
        if not re.fullmatch(f"[a-z][a-z0-9{sign}]*", code):
            raise ValueError(f"'{code}' is no code: write small letters, digits and {sign}, a letter first")
        return code

    return AfterValidator(check)


class Text(Frozen):
    """The same words in the languages of the house; English is required, the others may be missing."""

    en: str
    es: str | None = None
    fr: str | None = None

    def language(self, wanted: str) -> str:
        """Tell which language `in_` answers in: the one wanted, or English where it is missing."""
        return wanted if getattr(self, wanted, None) else "en"

    def in_(self, wanted: str) -> str:
        """Return the words in the language wanted, or in English where they are missing.

        Examples
        --------
        >>> Text(en="Jobs", es="Empleo").in_("es"), Text(en="Jobs").in_("fr")
        ('Empleo', 'Jobs')
        """
        return str(getattr(self, self.language(wanted)))


@dataclass(frozen=True)
class Document:
    """Parsed YAML with the line of every key and item."""

    path: Path
    data: Any
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """Line of the nearest declared ancestor of `where`, counted from 1."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Where, what: str, mend: str = "") -> Fault:
        """Make a fault that points at the line of `where`."""
        return Fault(str(self.path), self.line(where), what, mend)


def read_yaml(path: Path) -> Document:
    """Read one YAML file, keeping every scalar as text and the line of every node.

    Raises
    ------
    DeclarationError
        Where the file is not UTF-8, is not YAML, repeats a key, or grows too large.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DeclarationError([Fault(str(path), line, "not UTF-8 text", "save it as UTF-8")]) from None
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Document:
    """Read YAML as `read_yaml` does; `path` is what the faults are said to be in."""
    lines: dict[Where, int] = {(): 1}
    faults: list[Fault] = []
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        data = _plain(root, (), path, lines, faults)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError([Fault(str(path), line, f"not YAML: {error.problem}", LAYOUT)]) from None
    except yaml.reader.ReaderError as error:
        what = f"the character number {error.position + 1}, U+{error.character:04X}, cannot be in YAML"
        raise DeclarationError([Fault(str(path), 1, what, "remove it")]) from None
    except RecursionError:
        raise DeclarationError([Fault(str(path), 1, "nested too deep", LAYOUT)]) from None
    if faults:
        raise DeclarationError(faults)
    return Document(path, data, lines)


def _plain(node: Any, where: Where, path: Path, lines: dict[Where, int], faults: list[Fault]) -> Any:
    if node is None:
        return {}
    lines.setdefault(where, node.start_mark.line + 1)
    if len(lines) > MOST_ENTRIES:  # aliases of aliases (*name) let a short text grow without end
        what = f"more than {MOST_ENTRIES:,} entries"
        raise DeclarationError([Fault(str(path), node.start_mark.line + 1, what, "use fewer aliases")])
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, i), path, lines, faults) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                faults.append(
                    Fault(str(path), line, "a key that is no word", "put text with { or [ in quotes")
                )
                continue
            if key.value in data:
                faults.append(
                    Fault(str(path), line, f"the key '{key.value}' is given twice", "keep one of them")
                )
            lines[(*where, key.value)] = line
            data[key.value] = _plain(value, (*where, key.value), path, lines, faults)
        return data
    return None if node.style is None and node.value in ("null", "~") else node.value


def validate(model: type[M], document: Document, data: Any = None, at: Where = ()) -> M:
    """Turn (part of) a document into a model, or raise every fault with its line.

    Parameters
    ----------
    model : type
        The pydantic model to build.
    document : Document
        Where the lines are looked up.
    data : Any, optional
        The part to validate; the whole document if left out.
    at : tuple
        Path of `data` inside the document.

    Raises
    ------
    DeclarationError
        With one `Fault` for each thing that does not hold.
    """
    try:
        return model.model_validate(document.data if data is None else data)
    except ValidationError as error:
        raise DeclarationError([_fault(document, at, e) for e in error.errors()]) from None


def _fault(document: Document, at: Where, error: Any) -> Fault:
    where = (*at, *error["loc"])
    name = ".".join(str(part) for part in where) or "the file"
    said = error["msg"].removeprefix("Value error, ").replace("Input should be", "it should be")
    what, mend = SAID.get(error["type"], (said, ""))
    if error["type"] == "literal_error":
        what = f"'{error['input']}' is not {error['ctx']['expected']}"
    if error["type"].endswith("_parsing"):
        what = f"'{error['input']}' is {what}"
    return document.fault(where, f"{name}: {what}", mend)
