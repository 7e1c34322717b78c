"""Archives that do harm when unpacked without a look: each is refused by name, and a good one is read."""

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from geodata import archive
from geodata.archive import gunzip, open_zip, read_member, unzip
from indicators.errors import DataError

CSV = b"code,value\n01,5\n"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def test_gzip_of_several_members_is_read_whole():
    assert gunzip(gzip.compress(CSV) + gzip.compress(b"02,6\n") + b"\0\0", "a.gz") == CSV + b"02,6\n"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (gzip.compress(CSV)[:-9], "a.gz: damaged gzip file: it is cut off"),
        (gzip.compress(CSV)[:12] + b"\xff" * 20, "a.gz: damaged gzip file"),
        (gzip.compress(CSV) + b"junk", "a.gz: damaged gzip file"),
        (gzip.compress(gzip.compress(CSV)), "a.gz: an archive inside an archive"),
    ],
)
def test_a_bad_gzip_is_refused(raw: bytes, message: str):
    with pytest.raises(DataError) as caught:
        gunzip(raw, "a.gz")
    assert message in str(caught.value)


def test_fault_69_a_gzip_bomb_is_refused_before_it_fills_the_memory():
    bomb = gzip.compress(b"0" * (archive.FREE_BYTES + archive.PIECE))
    with pytest.raises(DataError, match="a zip bomb, no data"):
        gunzip(bomb, "a.gz")


def test_a_gzip_of_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    with pytest.raises(DataError, match=r"a\.gz: the file unpacks to more than"):
        gunzip(gzip.compress(CSV), "a.gz")


def test_a_good_zip_is_unpacked_with_its_folders(tmp_path: Path):
    raw = zipped(("maps/", b""), ("maps/a.shp", b"shape"), ("a.csv", CSV))
    assert unzip(raw, tmp_path, "a.zip") == [tmp_path / "maps/a.shp", tmp_path / "a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == CSV
    with open_zip(raw, "a.zip") as opened, pytest.raises(DataError, match=r"no member 'b'(?s:.*)a\.csv"):
        read_member(opened, "b", "a.zip")


def refused(raw: bytes, message: str, folder: Path) -> None:
    with pytest.raises(DataError, match=message):
        unzip(raw, folder / "out", "a.zip")
    assert [*folder.rglob("*")] == []


def test_fault_45_a_zip_bomb_is_refused(tmp_path: Path):
    refused(zipped(("a.csv", b"0" * (archive.FREE_BYTES + 1))), "a zip bomb", tmp_path)


def test_a_zip_that_lies_about_its_size_is_cut_at_that_size(tmp_path: Path):
    content = b"0" * (3 * archive.PIECE)
    raw = zipped(("a.csv", content))
    lying = raw.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    refused_after = pytest.raises(DataError, match=r"the member 'a\.csv' is damaged")
    with open_zip(lying, "a.zip") as opened, refused_after:
        read_member(opened, "a.csv", "a.zip")


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil", "a/../../evil", "C:evil", "..\\evil.csv"])
def test_fault_46_zip_slip_is_refused(name: str, tmp_path: Path):
    refused(zipped((name, CSV)), "leads out of its folder", tmp_path)


def test_fault_47_a_symlink_is_refused(tmp_path: Path):
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(zipped((link, b"/etc/passwd")), "'link' is a link or a device", tmp_path)


def test_fault_48_a_nested_zip_is_refused(tmp_path: Path):
    refused(zipped(("inner.zip", zipped(("a.csv", CSV)))), "an archive inside an archive", tmp_path)


def test_fault_49_a_hundred_thousand_members_are_refused(tmp_path: Path):
    raw = zipped(*((f"{i}.csv", b"") for i in range(100_000)), compression=zipfile.ZIP_STORED)
    refused(raw, "100,000 members, and 2,000 are allowed", tmp_path)


def test_an_encrypted_a_doubled_and_a_damaged_zip_are_refused(tmp_path: Path):
    raw = zipped(("a.csv", CSV))
    at = raw.rindex(b"PK\x01\x02") + 8
    refused(raw[:at] + b"\x01" + raw[at + 1 :], "is encrypted", tmp_path)
    refused(zipped(("a.csv", CSV), ("A.csv", CSV)), "two members have the same name", tmp_path)
    refused(raw[:-10], "damaged zip file", tmp_path)
