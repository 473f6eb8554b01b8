"""Handing out a file, to whoever may have it, as it was brought."""

import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from opcc.office.faults import unavailable

from ..models import EvidenceFile

HEADERS = {
    # Whatever the file holds, no browser is to run or guess at it, or keep it.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
    # Its length is known then, and most of these kinds are packed already.
    "Content-Encoding": "identity",
}

logger = logging.getLogger(__name__)


@require_safe
def evidence_file(request, pk):
    """The bytes of a file, to be saved and not shown: for the office's own people."""
    row = get_object_or_404(EvidenceFile.objects.visible_to(request.user), pk=pk)
    try:
        content = row.open()
    except FileNotFoundError as error:
        logger.error("The file %s is not in its place.", row.pk)
        raise Http404 from error
    except OSError:
        logger.exception("The file %s cannot be read just now.", row.pk)
        return unavailable(request)
    return FileResponse(
        content,
        as_attachment=True,
        filename=row.name,
        content_type=row.content_type,
        headers=HEADERS,
    )
