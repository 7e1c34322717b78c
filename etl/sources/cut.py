"""Text cut into the rows of a table, a block of lines at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.compute as pc
from pyarrow import csv as arrow

from etl.sources.cells import Contents, set_aside
from etl.sources.tables import Table, Tables, arrange, frame_of
from geodata.blocks import Block, count_lines, read_blocks
from geodata.text import check_header, csv_rows


def open_text(
    path: Path,
    delimiter: str,
    where: str,
    needed: Sequence[str] = (),
    *,
    header: int = 1,
    encoding: str | None = None,
    notes: tuple[str, ...] = (),
) -> Tables:
    """Find the header of a CSV file.

    Parameters
    ----------
    header : int
        Line of the header; what stands above is left out.

    Raises
    ------
    DataError
        Where a column is named twice or missing.
    """
    rows = csv_rows(read_lines(path, where, encoding), delimiter, where)
    at, fields = next((row for row in rows if row[0] >= header), (header, []))
    names = [name.strip() for name in fields]
    check_header(names, needed, where, at)
    below = at + 1 + sum(map(count_lines, fields))
    scissors = Scissors(names, delimiter, where)

    def cut(codes: Collection[str], values: Collection[str]) -> Iterator[Table]:
        return scissors.cut(_from_line(read_blocks(path, where, encoding), below), codes, values)

    return Tables(tuple(names), at, cut, notes=notes)


def read_lines(path: Path, where: str, encoding: str | None = None) -> Iterator[str]:
    """Read a text file line by line, each with its end."""
    return chain.from_iterable(map(_lines, read_blocks(path, where, encoding)))


def _lines(block: Block) -> Iterator[str]:
    return io.StringIO(block.text, newline="")


def _from_line(blocks: Iterable[Block], first: int) -> Iterator[Block]:
    for block in blocks:
        above = first - block.line
        if above <= 0:
            yield block
        elif above <= count_lines(block.text):
            *_, last = islice(re.finditer(r"\r\n|\r|\n", block.text), above)
            if rest := block.text[last.end() :]:
                yield Block(rest, first)


@dataclass(frozen=True)
class Scissors:
    """Cuts blocks of lines: at once where every line is a plain row, else row by row."""

    names: Sequence[str]
    delimiter: str
    where: str

    def cut(
        self, blocks: Iterator[Block], codes: Collection[str], values: Collection[str]
    ) -> Iterator[Table]:
        for block in blocks:
            if '"' in block.text and not self._closed(block.text):  # a quoted line may end in another block
                lines = chain(_lines(block), chain.from_iterable(map(_lines, blocks)))
                yield from self._carefully(lines, block.line, codes, values)
            elif plain := self.at_once(block, codes, values):
                yield plain
            else:
                yield from self._carefully(_lines(block), block.line, codes, values)

    def _carefully(
        self, lines: Iterable[str], start: int, codes: Collection[str], values: Collection[str]
    ) -> Iterator[Table]:
        rows = csv_rows(lines, self.delimiter, self.where, start)
        return arrange(self.names, rows, codes, values, self.delimiter)

    def _closed(self, text: str) -> bool:
        """Tell whether every quoted field is whole, on one line, and nothing else is quoted."""
        sign = re.escape(self.delimiter)
        pattern = rf'\A(?:(?:"(?:[^"\r\n]|"")*"|[^"\r\n{sign}]*)(?:{sign}|\r?\n|\z))*\z'
        return bool(pc.match_substring_regex(pyarrow.array([text]), pattern)[0].as_py())

    def at_once(self, block: Block, codes: Collection[str], values: Collection[str]) -> Table | None:
        """Cut a block whose every line is a row of the same length; else None."""
        text = block.text
        blank = text.startswith(("\n", "\r\n")) or "\n\n" in text or "\n\r\n" in text
        if blank or text.count("\r") != text.count("\r\n") or len(self.names) < 2:
            return None
        kinds = dict.fromkeys(codes, pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
        kinds |= dict.fromkeys(values, pyarrow.large_string())
        raw = text.encode()
        try:
            cells = arrow.read_csv(
                pyarrow.BufferReader(raw),
                read_options=arrow.ReadOptions(column_names=self.names, block_size=len(raw) + 1),
                parse_options=arrow.ParseOptions(
                    delimiter=self.delimiter, quote_char='"' if '"' in text else False
                ),
                convert_options=arrow.ConvertOptions(
                    column_types=kinds, include_columns=[*kinds], null_values=[]
                ),
            )
        except pyarrow.ArrowInvalid:  # a ragged row, which the careful way puts aside by itself
            return None
        at = pd.RangeIndex(block.line, block.line + cells.num_rows)
        columns = {name: cells.column(name).combine_chunks() for name in kinds}
        return Table(frame_of(columns, codes, at), self._content_of(block), set_aside([]))

    def _content_of(self, block: Block) -> Contents:
        def content(rows: pd.DataFrame) -> list[str]:
            lines = [*_lines(block)]
            wanted = (lines[line - block.line].rstrip("\r\n") for line in rows["line"])
            return [self.delimiter.join(row) for row in csv.reader(wanted, delimiter=self.delimiter)]

        return content
