"""The whole data set over the wire."""

import io
import zipfile

from typer.testing import CliRunner

from geodata.release_commands import app


def test_whoever_takes_the_package_can_verify_it(api, tmp_path):
    answer = api.get("observatories/ecuador/package")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ecuador-package-release1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    result = CliRunner().invoke(app, ["verify", str(tmp_path / "ecuador-release1")], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    again = api.get("observatories/ecuador/package", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_package_of_a_release_that_is_not_there(api):
    assert api.get("observatories/ecuador/package?release=999").status_code == 404
    assert api.get("observatories/ecuador/package?format=tar").status_code == 422
