"""Bytes to whole lines of text, a block at a time, so that no file is ever held whole."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from geodata.archive import GZIP, ZIP, inflate
from indicators.errors import DataError

EIGHT_BIT = ("cp1252", "latin-1")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
CHUNK = 4 << 20
LONGEST_HEAD = 4
PDF = b"%PDF"


@dataclass(frozen=True)
class Block:
    """Whole lines of a text, in Unicode's normal form C.

    Attributes
    ----------
    text : str
        With the line ends of the file.
    line : int
        Number of the first line.
    """

    text: str
    line: int


def read_blocks(path: Path, where: str, encoding: str | None = None, size: int = CHUNK) -> Iterator[Block]:
    """Read a text file, plain or gzip, in blocks of whole lines.

    Parameters
    ----------
    where : str
        Name of the file in messages.
    encoding : str, optional
        As declared; else UTF-16 where a byte-order mark says so, and UTF-8.
    size : int
        Bytes a block, about; a longer line is one block.

    Raises
    ------
    DataError
        As `decode`.
    """
    return _blocks(read_plain(path, where, size), where, encoding)


def read_plain(path: Path, where: str, size: int = CHUNK) -> Iterator[bytes]:
    """Read the bytes of a file, unpacked where it is a gzip file; the first piece tells its format.

    Raises
    ------
    DataError
        Where it cannot be read, or not be unpacked (see `geodata.archive.inflate`).
    """
    try:
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(size), b"")
            first = file.read(max(size, LONGEST_HEAD))
            packed = first.startswith(GZIP)
            rest = chain((first,), chunks)
            yield from inflate(rest, path.stat().st_size, where) if packed else rest
    except OSError as error:
        raise unreadable(error, where) from None


def unreadable(error: OSError, where: str) -> DataError:
    """Make an error of ours of one of the system."""
    return DataError(
        f"the file cannot be read: {error.strerror}",
        where=where,
        mend="correct the path in the declaration, or name the folder with --from",
    )


def decode(raw: bytes, where: str, encoding: str | None = None) -> str:
    """Unpack (gzip) and decode a file, with or without a byte-order mark, into normal form C.

    Parameters
    ----------
    encoding : str, optional
        As declared; else UTF-16 where a byte-order mark says so, and UTF-8.

    Raises
    ------
    DataError
        Where the file is empty, damaged, larger than 1 GiB unpacked, in another encoding or in two, or holds
        a NUL byte.

    Examples
    --------
    >>> decode(b"\\xef\\xbb\\xbfcode,value", "a.csv")
    'code,value'
    """
    chunks = inflate((raw,), len(raw), where) if raw.startswith(GZIP) else iter((raw,))
    return "".join(block.text for block in _blocks(chunks, where, encoding))


def encoding_of(head: bytes) -> str:
    """Name the encoding that a file's byte-order mark tells, else UTF-8, which its decoding proves."""
    return "utf-16" if head.startswith(UTF16) else "utf-8"


def count_lines(text: str) -> int:
    """Count the line ends of a text: of Unix, of Windows, and of old Macs.

    >>> count_lines("a\\nb\\r\\nc\\rd")
    3
    """
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def _blocks(chunks: Iterator[bytes], where: str, encoding: str | None) -> Iterator[Block]:
    line = 1
    for text in _from_text(_whole_lines(_decoded(chunks, where, encoding)), where):
        if encoding in EIGHT_BIT and not text.isascii():
            _refuse_utf8(text.encode(encoding), encoding, where, line)
        if "\0" in text:
            at = line + count_lines(text[: text.index("\0")])
            raise DataError("the file holds a NUL character", where=f"{where}:{at}", mend="fetch it again")
        yield Block(text if text.isascii() else unicodedata.normalize("NFC", text), line)
        line += count_lines(text)


def _from_text(texts: Iterator[str], where: str) -> Iterator[str]:
    """Hold back what is blank before the first text: where nothing else follows, the file is empty."""
    blank: list[str] = []
    for text in texts:
        if not text.isspace():
            yield from (*blank, text)
            yield from texts
            return
        blank.append(text)
    raise DataError("the file is empty", where=where, mend="fetch it again")


def _whole_lines(texts: Iterator[str]) -> Iterator[str]:
    """Cut texts anew, behind the last line end of each; a lone carriage return is one."""
    pending: list[str] = []
    for text in texts:
        end = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1
        if end:
            yield "".join([*pending, text[:end]])
            pending = []
        pending.append(text[end:])
    if last := "".join(pending):
        yield last


def _decoded(chunks: Iterator[bytes], where: str, declared: str | None) -> Iterator[str]:
    head = b""
    while len(head) < LONGEST_HEAD and (chunk := next(chunks, b"")):
        head += chunk
    if head.startswith(ZIP):
        raise DataError("the file is a ZIP or Excel file", where=where, mend="save it as UTF-8 text")
    if head.startswith(PDF):
        raise DataError("the file is a PDF", where=where, mend="take the publisher's table: CSV, XLSX or ODS")
    encoding = declared or encoding_of(head)
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    line = 1
    for chunk in chain((head,), chunks):
        yield (text := _decode_one(decoder, chunk, encoding, where, line, final=False))
        line += count_lines(text)
    yield _decode_one(decoder, b"", encoding, where, line, final=True)


def _decode_one(
    decoder: codecs.IncrementalDecoder, chunk: bytes, encoding: str, where: str, line: int, *, final: bool
) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        if encoding in EIGHT_BIT:
            _refuse_utf8(error.object, encoding, where, line)
        raise _undecodable(error, encoding, where, line) from None


def _undecodable(error: UnicodeDecodeError, encoding: str, where: str, line: int) -> DataError:
    at = line + error.object.count(b"\n", 0, error.start)
    place = f"{where}:{at}"
    if encoding == "utf-16":
        return DataError("damaged UTF-16 text", where=place, mend="save the file as UTF-8")
    mend = "save the file as UTF-8, or declare 'encoding: cp1252' where a Windows program wrote it"
    byte = f"byte 0x{error.object[error.start]:02x} is not {encoding.upper()} text"
    return DataError(byte, where=place, mend=mend if encoding == "utf-8" else "declare another")


def _refuse_utf8(raw: bytes, encoding: str, where: str, first: int) -> None:
    """An 8-bit encoding reads anything; only what it makes of UTF-8 and of control bytes betrays it."""
    for number, line in enumerate(raw.split(b"\n"), start=first):
        if line.isascii():
            continue
        place = f"{where}:{number}"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            if encoding == "latin-1" and re.search(rb"[\x80-\x9f]", line):
                raise DataError(
                    "a byte that Latin-1 does not write", where=place, mend="declare 'encoding: cp1252'"
                ) from None
        else:
            raise DataError(
                f"a line in UTF-8, where {encoding} is declared",
                where=place,
                mend="save the whole file as UTF-8 and drop 'encoding'",
            )
