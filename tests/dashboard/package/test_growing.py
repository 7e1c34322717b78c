"""A file that is read while it is written."""

from threading import Thread

import pytest

from dashboard.package.growing import Growing
from indicators.errors import StoreError


def test_readers_follow_the_writer_to_the_end() -> None:
    file, sent = Growing(), [bytes([number]) * 1000 for number in range(50)]
    read: list[list[bytes]] = [[], []]
    threads = [Thread(target=each.extend, args=(file.blocks(),)) for each in read]
    for thread in threads:
        thread.start()
    assert [file.write(block) for block in sent] == [1000] * 50
    file.close()
    for thread in threads:
        thread.join()
    assert [b"".join(each) for each in read] == [b"".join(sent)] * 2
    assert b"".join(file.blocks()) == b"".join(sent)


def test_a_failure_comes_after_what_was_written() -> None:
    file = Growing()
    file.write(b"half")
    file.fail(StoreError("the rest is missing"))
    assert file.write(b"an archive that closes itself") == 29
    reading = file.blocks()
    assert next(reading) == b"half"
    with pytest.raises(StoreError, match="the rest"):
        next(reading)


def test_nothing_at_all_is_an_end_too() -> None:
    file = Growing()
    file.close()
    assert [*file.blocks()] == []
