"""Files as answers: drawn in memory, kept on disk where they can be, never sent by halves."""

import hashlib
import os
from http import HTTPStatus
from io import BytesIO

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from .keeping import NO_ROOM, kept

TRY_AGAIN_SECONDS = 600


def kept_response(request, kind, name, key, make):
    """Return a file that is made once, and then sent from where it is kept.

    kind: a Format. name: of the file, without ending. key: names all that it shows. make():
    returns what the Format draws, and is asked only where the file is not kept yet.
    """

    def content_of():
        return kept(settings.PAPERS_ROOT, named(key), lambda: drawn(kind, make))

    return response(request, kind, name, content_of)


def made_response(request, kind, name, make):
    """Return a file that is made for this answer alone."""
    return response(request, kind, name, lambda: drawn(kind, make))


def response(request, kind, name, content_of):
    """Send what `content_of` returns as a file, or a page that says why not (503).

    The file is whole before its first byte is sent.
    """
    try:
        content = content_of()
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return no_room(request, kind)
    return HttpResponse(content, content_type=kind.media_type, headers=kind.named(name))


def drawn(kind, make):
    """Return the file's bytes, which may pass through a disk on their way, as spreadsheets do."""
    file = BytesIO()
    kind.write(make(), file)
    return file.getvalue()


def named(key):
    """The name under which a file is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def size_kept(key):
    """How many bytes a kept file has; None where it is not kept yet."""
    try:
        return os.stat(os.path.join(settings.PAPERS_ROOT, named(key))).st_size
    except OSError:
        return None


def no_room(request, kind):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    answer = render(request, "office/no_room.html", {"kind": kind}, status=status)
    answer["Retry-After"] = TRY_AGAIN_SECONDS
    return answer
