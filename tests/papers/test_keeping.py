"""A file is whole or not there, whoever asks and whatever fails."""

import errno
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from opcc.office.papers import keeping
from opcc.office.papers.keeping import NoRoom, NotWritten, kept_file, write_whole

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
def test_a_kept_file_is_written_once(tmp_path):
    written = []

    def write(file):
        written.append(1)
        file.write(b"whole")

    paths = [kept_file(tmp_path, KEY, write) for _ in range(3)]

    assert paths == [tmp_path / KEY] * 3
    assert paths[0].read_bytes() == b"whole"
    assert len(written) == 1


def test_a_kept_file_that_failed_is_written_when_it_is_asked_for_again(tmp_path):
    with pytest.raises(NoRoom):
        kept_file(tmp_path, KEY, onto_a_full_disk)

    path = kept_file(tmp_path, KEY, lambda file: file.write(b"whole"))

    assert path.read_bytes() == b"whole"


def test_many_who_ask_at_once_get_one_whole_file(tmp_path):
    gate, written = Barrier(8), []

    def ask(_):
        gate.wait()
        return kept_file(tmp_path, KEY, write).read_bytes()

    def write(file):
        written.append(1)
        file.write(b"whole" * 100_000)

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(ask, range(8)))

    assert got == [b"whole" * 100_000] * 8
    assert len(written) == 1
    assert files(tmp_path) == [KEY]


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ABCDEF0123456789", "9f86", f"{KEY}.pdf"])
def test_a_key_is_a_digest(tmp_path, key):
    with pytest.raises(ValueError, match="digest"):
        kept_file(tmp_path, key, lambda file: None)
