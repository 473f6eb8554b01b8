"""Files as answers: kept on disk where they can be, and never sent by halves."""

import errno
from http import HTTPStatus
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse
from django.shortcuts import render

from .keeping import kept_file

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""Errors of a disk that has no room, or none for us."""

TRY_AGAIN_SECONDS = 600


def file_response(request, kind, name, key, make, *, keeps=True):
    """Return a file that a browser keeps. Where the disk has no room, a page that says so (503).

    kind: a Format. name: of the file, without ending. key: names all that it shows. make():
    returns what the Format draws, and is asked only where the file is not kept yet. keeps: whether
    it may be kept at all.
    """
    try:
        file = opened(key, kind, make) if keeps else made_anew(kind, make)
    except OSError as error:
        if error.errno not in FULL:
            raise
        return no_room(request, kind)
    filename = f"{name}.{kind.ending}"
    return FileResponse(
        file, as_attachment=True, filename=filename, content_type=kind.media_type
    )


def opened(key, kind, make):
    """Return the kept file, open for bytes; another that nobody keeps where the folder is shut."""
    try:
        return kept_file(settings.PAPERS_ROOT, key, lambda file: kind.write(make(), file)).open("rb")
    except OSError as error:
        if error.errno in FULL:
            raise
        return made_anew(kind, make)


def size_kept(key):
    """How many bytes a file has that is kept already; None where it is not."""
    try:
        return (settings.PAPERS_ROOT / key).stat().st_size
    except OSError:
        return None


def made_anew(kind, make):
    file = TemporaryFile()
    kind.write(make(), file)
    file.seek(0)
    return file


def no_room(request, kind):
    response = render(
        request, "office/no_room.html", {"kind": kind}, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = TRY_AGAIN_SECONDS
    return response
