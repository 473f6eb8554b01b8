"""A file is whole or not there, whoever asks and whatever fails; and what is kept of it."""

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from opcc.office.papers import keeping
from opcc.office.papers.keeping import (
    NoRoom,
    NotWritten,
    can_be_written,
    clear_out,
    kept,
    write_whole,
)

KEY = "9f86d081884c7d659a2feaa0c55ad015"


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def half_then(error):
    """A writer that fails half way."""

    def write(file):
        file.write(b"half")
        raise error

    return write


def onto_a_full_disk(file):
    """Writes through to a device that has no room, as a full disk has none."""
    file.write(b"half")
    with open("/dev/full", "wb", 0) as full:
        full.write(b"the other half")


@pytest.fixture
def full_disk(monkeypatch):
    """Files that are begun are on a disk without room: the failure comes when they are flushed."""

    def opened_beside(path):
        beside = path.with_name(".beside")
        beside.symlink_to("/dev/full")
        return open(beside, "wb")

    monkeypatch.setattr(keeping, "_opened_beside", opened_beside)


def test_a_file_is_there_once_it_is_written(tmp_path):
    write_whole(tmp_path / "new" / "paper.pdf", lambda file: file.write(b"whole"))

    assert (tmp_path / "new" / "paper.pdf").read_bytes() == b"whole"
    assert files(tmp_path / "new") == ["paper.pdf"]


def test_a_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    write_whole(path, lambda file: file.write(b"new"))

    assert path.read_bytes() == b"new"


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    seen = []

    def write(file):
        file.write(b"new")
        seen.append(path.read_bytes())

    write_whole(path, write)

    assert seen == [b"old"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), MemoryError()])
def test_a_writer_that_fails_leaves_nothing_and_says_why(tmp_path, error):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    with pytest.raises(type(error)):
        write_whole(path, half_then(error))

    assert path.read_bytes() == b"old"
    assert files(tmp_path) == ["paper.pdf"]


def test_a_disk_that_is_full_half_way_is_told_and_leaves_the_old_file(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    with pytest.raises(NoRoom, match=r"paper\.pdf could not be written: No space left") as told:
        write_whole(path, onto_a_full_disk)

    assert told.value.errno == errno.ENOSPC
    assert path.read_bytes() == b"old"
    assert files(tmp_path) == ["paper.pdf"]


def test_a_disk_that_is_full_at_the_last_moment_is_told(tmp_path, full_disk):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    with pytest.raises(NoRoom):
        write_whole(path, lambda file: file.write(b"new"))

    assert path.read_bytes() == b"old"
    assert files(tmp_path) == ["paper.pdf"]


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "folder").write_bytes(b"a file")

    with pytest.raises(NotWritten) as told:
        write_whole(tmp_path / "folder" / "paper.pdf", lambda file: file.write(b"new"))

    assert not isinstance(told.value, NoRoom)


# --- Kept ---------------------------------------------------------------------------------------
def test_a_kept_file_is_drawn_once(tmp_path):
    drawn = []

    def draw():
        drawn.append(1)
        return b"whole"

    contents = [kept(tmp_path, KEY, draw) for _ in range(3)]

    assert contents == [b"whole"] * 3
    assert (tmp_path / KEY).read_bytes() == b"whole"
    assert len(drawn) == 1


def test_a_drawing_that_failed_is_made_when_it_is_asked_for_again(tmp_path):
    def draw():
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        kept(tmp_path, KEY, draw)

    assert kept(tmp_path, KEY, lambda: b"whole") == b"whole"
    assert files(tmp_path) == [KEY]


def test_many_who_ask_at_once_get_one_whole_file(tmp_path):
    gate, drawn = Barrier(8), []

    def ask(_):
        gate.wait()
        return kept(tmp_path, KEY, draw)

    def draw():
        drawn.append(1)
        return b"whole" * 100_000

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(ask, range(8)))

    assert got == [b"whole" * 100_000] * 8
    assert len(drawn) == 1
    assert files(tmp_path) == [KEY]


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ABCDEF0123456789", "9f86", f"{KEY}.pdf"])
def test_a_key_is_a_digest(tmp_path, key):
    with pytest.raises(ValueError, match="digest"):
        kept(tmp_path, key, bytes)


# --- What cannot be kept ------------------------------------------------------------------------
@pytest.fixture
def clock(monkeypatch):
    """Seconds that stand still until a test moves them, with nothing that went wrong before."""
    monkeypatch.setattr(keeping, "trouble", keeping.Trouble())
    seconds = [1_000.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: seconds[0])
    return seconds


class FailingDisk:
    """Counts how often it is tried."""

    def __init__(self, number):
        self.number, self.tried = number, 0

    def __call__(self, descriptor):
        self.tried += 1
        raise OSError(self.number, os.strerror(self.number))


@pytest.fixture(params=[errno.ENOSPC, errno.EIO, errno.EROFS])
def disk(request, monkeypatch, clock):
    disk = FailingDisk(request.param)
    monkeypatch.setattr("opcc.office.papers.keeping.os.fsync", disk)
    return disk


def test_what_cannot_be_kept_is_drawn_once_and_returned(tmp_path, disk):
    drawn = []

    contents = [kept(tmp_path, KEY, lambda: drawn.append(1) or b"whole") for _ in range(3)]

    assert contents == [b"whole"] * 3
    assert len(drawn) == 1
    assert files(tmp_path) == []


def test_a_disk_that_failed_is_left_alone_for_a_while(tmp_path, disk, clock):
    for number in range(5):
        kept(tmp_path, f"{number}{KEY}", lambda: b"whole")
    assert disk.tried == 1

    clock[0] += 20
    kept(tmp_path, f"9{KEY}", lambda: b"whole")

    assert disk.tried == 2


def test_the_log_says_so_once_a_minute(tmp_path, disk, clock, caplog):
    caplog.set_level("WARNING", logger=keeping.logger.name)
    for _ in range(9):
        kept(tmp_path, f"{int(clock[0])}{KEY}", lambda: b"whole")
        clock[0] += 20

    told = [record for record in caplog.records if record.name == keeping.logger.name]
    assert [record.levelname for record in told] == ["WARNING"] * 3
    assert "cannot be kept" in told[0].message


def test_memory_holds_only_the_last_of_what_cannot_be_kept(tmp_path, disk):
    for number in range(30):
        kept(tmp_path, f"{number}{KEY}", lambda: b"whole")

    assert len(keeping.trouble.in_hand) == 8


def test_a_folder_that_is_mended_keeps_again(tmp_path, clock, monkeypatch):
    with monkeypatch.context() as disk:
        disk.setattr("opcc.office.papers.keeping.os.fsync", FailingDisk(errno.EIO))
        kept(tmp_path, KEY, lambda: b"whole")

    clock[0] += 20
    kept(tmp_path, f"1{KEY}", lambda: b"whole")

    assert files(tmp_path) == [f"1{KEY}"]


@pytest.mark.parametrize("is_shut", [True, False])
def test_whether_a_folder_can_be_written_is_told(tmp_path, is_shut):
    if is_shut:
        (tmp_path / "papers").write_bytes(b"a file")

    assert can_be_written(tmp_path / "papers") is not is_shut
    assert is_shut or files(tmp_path / "papers") == []


# --- Clearing out -------------------------------------------------------------------------------
HOUR, DAY = 3600, 24 * 3600


def aged(path, seconds):
    path.write_bytes(b"old")
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_leftovers_and_files_that_nobody_uses_are_removed(tmp_path):
    aged(tmp_path / f".{KEY}.abcd", HOUR + 60)
    aged(tmp_path / f".{KEY}.efgh", HOUR - 60)
    aged(tmp_path / f"1{KEY}", 91 * DAY)
    aged(tmp_path / f"2{KEY}", 89 * DAY)
    aged(tmp_path / "somebody's.txt", 900 * DAY)

    assert clear_out(tmp_path) == 2
    assert files(tmp_path) == sorted([f".{KEY}.efgh", f"2{KEY}", "somebody's.txt"])


def test_a_file_that_is_read_is_in_use(tmp_path):
    aged(tmp_path / KEY, 91 * DAY)

    kept(tmp_path, KEY, bytes)

    assert clear_out(tmp_path) == 0


def test_a_folder_that_is_not_there_has_nothing_to_clear(tmp_path):
    assert clear_out(tmp_path / "papers") == 0
