"""One private database for the whole run, in a temporary home of its own, gone afterwards."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings as hypothesis
from sqlalchemy import Engine

from geodata.cluster import Cluster
from geodata.database import connect
from geodata.settings import Settings

# A slow machine is no fault of the code: speed is for benchmarks/.
hypothesis.register_profile("default", deadline=None)
hypothesis.register_profile("thorough", deadline=None, max_examples=1000)
hypothesis.load_profile("default")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """No test, and no program that a test starts, may meet the data of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("RECOVERY_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a running private database that belongs to this test run alone."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), durable=False)
    cluster = Cluster(settings)
    try:
        cluster.start()
        yield settings
    finally:
        cluster.reset()


@pytest.fixture(scope="session")
def owner(settings: Settings) -> Iterator[Engine]:
    """The role that writes, on a migrated database."""
    engine = connect(settings, "owner")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def reader(settings: Settings, owner: Engine) -> Iterator[Engine]:
    """The role that pages read with."""
    engine = connect(settings, "reader")
    yield engine
    engine.dispose()
