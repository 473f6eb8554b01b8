"""A disk without room under the temporary files of spreadsheets."""

from itertools import count

from openpyxl.worksheet import _writer


def onto_a_full_disk(folder, monkeypatch):
    """Let openpyxl's temporary files of `folder` lead to a device that has no room."""
    numbers = count()

    def create_temporary_file(suffix=""):
        path = folder / f"openpyxl.{next(numbers)}{suffix}"
        path.symlink_to("/dev/full")
        _writer.ALL_TEMP_FILES.append(str(path))
        return str(path)

    monkeypatch.setattr(_writer, "create_temporary_file", create_temporary_file)
