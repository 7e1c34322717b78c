"""Archives from outside, unpacked within limits: how much, and under which names."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from indicators.errors import DataError

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
NESTED = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar")
MOST_BYTES = 1 << 30
MOST_RATIO, FREE_BYTES = 250, 64 << 20  # DEFLATE can reach 1032; published tables stay below 60
MOST_MEMBERS = 2000
PIECE = 1 << 20
AGAIN = "fetch it again"


def gunzip(raw: bytes, where: str) -> bytes:
    """Unpack a gzip file in memory; see `inflate`.

    Examples
    --------
    >>> import gzip
    >>> gunzip(gzip.compress(b"code,value"), "a.csv.gz")
    b'code,value'
    """
    return b"".join(inflate((raw,), len(raw), where))


def inflate(chunks: Iterable[bytes], packed: int, where: str) -> Iterator[bytes]:
    """Unpack a gzip file, of one or more members, piece by piece.

    Parameters
    ----------
    chunks : iterable of bytes
        The packed file.
    packed : int
        Its size in bytes.
    where : str
        Name of the file in messages.

    Yields
    ------
    bytes
        At most 1 MiB each.

    Raises
    ------
    DataError
        Where it is damaged or cut off, unpacks to more than 1 GiB, or to more than 64 MiB at over 250 times
        its size, or holds a further archive.
    """
    size, head = 0, b""
    for piece in _members(iter(chunks), where):
        size += len(piece)
        _require_size(size, packed, where)
        if len(head) < len(ZIP):
            head += piece[: len(ZIP)]
            if head.startswith((GZIP, ZIP)):
                raise DataError("an archive inside an archive", where=where, mend="unpack it once, by hand")
        yield piece


def _members(chunks: Iterator[bytes], where: str) -> Iterator[bytes]:
    rest = next(chunks, b"")
    while rest:
        member = zlib.decompressobj(wbits=31)
        try:
            while not member.eof:
                piece = member.decompress(rest, PIECE)
                rest = member.unconsumed_tail
                if not (piece or rest or member.eof or (rest := next(chunks, b""))):
                    raise DataError("damaged gzip file: it is cut off", where=where, mend=AGAIN)
                if piece:
                    yield piece
        except zlib.error as error:
            raise DataError(f"damaged gzip file: {error}", where=where, mend=AGAIN) from None
        rest = member.unused_data.lstrip(b"\0")  # some writers pad the last block
        while not rest and (chunk := next(chunks, b"")):
            rest = chunk.lstrip(b"\0")


def _require_size(plain: int, packed: int, where: str) -> None:
    if plain > MOST_BYTES:
        raise DataError(
            f"the file unpacks to more than {MOST_BYTES >> 30} GiB",
            where=where,
            mend="cut it into smaller files",
        )
    if plain > FREE_BYTES and plain > MOST_RATIO * packed:
        raise DataError(
            f"the file unpacks to more than {MOST_RATIO} times its size: a zip bomb, no data",
            where=where,
            mend="do not use it; tell its publisher",
        )


def open_zip(raw: bytes, where: str) -> zipfile.ZipFile:
    """Open a zip file of which every member may be unpacked.

    Parameters
    ----------
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Where it is damaged or encrypted, has more than 2000 members or two of one name, unpacks to too much
        (see `gunzip`), or holds a link, a further archive, or a name that leads out of its folder.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DataError(f"damaged zip file: {error}", where=where, mend=AGAIN) from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise DataError(
            f"{len(members):,} members, and {MOST_MEMBERS:,} are allowed",
            where=where,
            mend="unpack it by hand",
        )
    for member in members:
        if what := _wrong(member):
            raise DataError(
                f"the member '{member.filename}' {what}", where=where, mend="do not use this file"
            )
    if len({member.filename.casefold() for member in members}) < len(members):
        raise DataError("two members have the same name", where=where, mend="do not use this file")
    _require_size(sum(member.file_size for member in members), len(raw), where)
    return archive


def _wrong(member: zipfile.ZipInfo) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename or "\0" in member.filename:
        return "leads out of its folder"
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if member.flag_bits & 0x1:
        return "is encrypted"
    return "is an archive inside an archive" if path.suffix.lower() in NESTED else ""


def read_member(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    """Unpack one member of an archive that `open_zip` let pass.

    The sizes that an archive states are not believed: no more than the stated size is unpacked.

    Raises
    ------
    DataError
        Where there is no such member, or it is damaged.
    """
    try:
        with archive.open(name) as member:
            return b"".join(iter(lambda: member.read(PIECE), b""))
    except KeyError:
        raise DataError(
            f"no member '{name}'", where=where, mend=f"there are: {', '.join(archive.namelist()[:10])}"
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise DataError(f"the member '{name}' is damaged: {error}", where=where, mend=AGAIN) from None


def unzip(raw: bytes, folder: Path, where: str) -> list[Path]:
    """Unpack every file of a zip into a folder, for readers that need files (a Shapefile is several).

    Returns
    -------
    list of Path
        The files, in the order of the archive.

    Raises
    ------
    DataError
        See `open_zip` and `read_member`.
    """
    files = []
    with open_zip(raw, where) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                path = folder / member.filename.replace("\\", "/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(read_member(archive, member.filename, where))
                files.append(path)
    return files
