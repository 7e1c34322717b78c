"""Read a package back: no database, nothing but its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from geodata.codebook import Column, Table, tables
from geodata.observatory import Observatory
from geodata.package.files import DECLARATION, DESCRIPTOR, RECIPE, table_path
from geodata.spreadsheet import original
from indicators.errors import DataError
from indicators.observations import TOTAL
from indicators.recipe import read_recipe

PIECE = 200_000
AGAIN = "export it again"
_BOOLEANS = {"true": True, "false": False, "": None}


@dataclass(frozen=True)
class Package:
    """A folder that `recovery export` wrote.

    Attributes
    ----------
    declared : Observatory
        The declaration, with the recipe of `recipe.yaml`.
    facts : dict
        What `datapackage.json` says of the release: observatory, release, software, declaration_hash.
    """

    folder: Path
    declared: Observatory
    facts: dict[str, Any]

    def table(self, name: str) -> pd.DataFrame:
        """Read a table whole; numbers come back bit for bit, an empty text as such.

        Raises
        ------
        DataError
            Where the file is not a table of that kind, or has two rows of one key.
        """
        frame = pd.concat(self._pieces(name), ignore_index=True)
        key = [*tables()[name].key]
        twice = frame.loc[frame.duplicated(key), key]
        if len(twice):
            named = ", ".join(f"{column} {value}" for column, value in twice.iloc[0].items())
            what, where = f"two rows of {named}", str(self.folder / table_path(name))
            raise DataError(what, where=where, mend=AGAIN)
        return frame

    def territories(self) -> pd.DataFrame:
        """Read the territories; what they lack is missing."""
        places = self.table("territories")
        return places.assign(**{name: places[name].where(places[name] != "") for name in ("parent", "role")})

    def yearly_totals(self) -> pd.DataFrame:
        """Read the figures that scores are made of: those of whole years, of everybody."""
        kept = [
            piece[(piece["group"] == TOTAL) & (piece["period"].str.len() == len("2020"))]
            for piece in self._pieces("observations")
        ]
        return pd.concat(kept, ignore_index=True)

    def _pieces(self, name: str) -> Iterator[pd.DataFrame]:
        table, path = tables()[name], self.folder / table_path(name)
        try:
            with pd.read_csv(path, chunksize=PIECE, **_how(table)) as pieces:
                for piece in pieces:
                    yield _typed(piece, table, path)
        except (OSError, ValueError) as error:  # pandas tells every fault of a CSV by one of these
            raise DataError(f"not a table of a package: {error}", where=str(path), mend=AGAIN) from error


def _how(table: Table) -> dict[str, Any]:
    numbers = [column.name for column in table.columns if column.type in ("number", "integer")]
    return {
        "dtype": {column.name: _dtype(column) for column in table.columns},
        "keep_default_na": False,
        "na_values": {name: [""] for name in numbers},
        "encoding": "utf-8",
    }


def _dtype(column: Column) -> str:
    return {"number": "float64", "integer": "Int64"}.get(column.type, "str")


def _typed(piece: pd.DataFrame, table: Table, path: Path) -> pd.DataFrame:
    if [*piece.columns] != table.names:
        raise DataError(f"the columns are not {', '.join(table.names)}", where=str(path), mend=AGAIN)
    for column in table.columns:
        if column.type == "boolean":
            strange = set(piece[column.name]) - {*_BOOLEANS}
            if strange:
                what = f"'{sorted(strange)[0]}' is neither true nor false"
                raise DataError(what, where=f"{path}: {column.name}", mend=AGAIN)
            piece[column.name] = piece[column.name].map(_BOOLEANS).astype("boolean")
        elif column.type == "string":
            piece[column.name] = piece[column.name].map(original)
    return piece


def open_package(folder: Path) -> Package:
    """Read what a package says of itself.

    Raises
    ------
    DataError
        Where it is no package, or its declaration cannot be read.
    DeclarationError
        Where its recipe is none.
    """
    descriptor = _json(folder / DESCRIPTOR)
    try:
        declared = Observatory.model_validate_json(_text(folder / DECLARATION))
        facts = dict(descriptor["recovery"])
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        what = f"it is not what this version of the program exports: {error}"
        raise DataError(what, where=str(folder), mend=AGAIN) from error
    recipe = read_recipe(_text(folder / RECIPE), str(folder / RECIPE))
    return Package(folder, declared.model_copy(update={"recipe": recipe}), facts)


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except ValueError as error:
        raise DataError(f"not JSON: {error}", where=str(path), mend=AGAIN) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"it cannot be read: {error}"
        raise DataError(what, where=str(path), mend="name a folder that `recovery export` wrote") from error
