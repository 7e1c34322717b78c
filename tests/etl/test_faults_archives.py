"""Faults 45 to 49 and 69: archives in place of a good file, each test named after its number.

Nothing is unpacked, what is served stays byte for byte as it was, and the good file loads again. What the
unpacking itself does is in `tests/geodata/test_archive.py`.
"""

import gzip
import io
import stat
import zipfile

import pytest
from sqlalchemy import Engine

from geodata.archive import FREE_BYTES
from geodata.settings import Settings
from geodata.store import Reader
from tests.etl.stand import Stand

MAP, CSV = "districts.geojson", "population.csv"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory, settings: Settings, reader: Engine) -> Stand:
    folder = tmp_path_factory.mktemp("archives") / "mine"
    return Stand.build("faulty-archives", folder, settings, Reader(reader))


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("d.shp")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


REFUSED = {
    "45_zip_bomb": (MAP, lambda: zipped(("d.shp", b"0" * (FREE_BYTES + 1))), "a zip bomb"),
    "46_zip_slip": (MAP, lambda: zipped(("../d.shp", b"0")), "'../d.shp' leads out of its folder"),
    "47_symlink": (MAP, lambda: zipped((link(), b"/etc/passwd")), "'d.shp' is a link or a device"),
    "48_nested_zip": (
        MAP,
        lambda: zipped(("d.zip", zipped(("d.shp", b"0")))),
        "an archive inside an archive",
    ),
    "49_100_000_members": (MAP, lambda: zipped(*((f"{i}", b"") for i in range(100_000))), "100,000 members"),
    "69_gzip_bomb": (CSV, lambda: gzip.compress(b"0" * (FREE_BYTES + 1)), "a zip bomb"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_refused(stand: Stand, fault: str):
    file, write, message = REFUSED[fault]
    assert message in stand.refuse({file: write()})
