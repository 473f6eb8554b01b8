"""The figures that Prometheus reads."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def metrics(request):
    """Answer whoever brings the token; for everybody else, and while it is off, nothing is here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    from .. import metrics

    if not metrics.is_allowed(request.headers.get("Authorization", ""), settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(
        metrics.page(request.now), content_type="text/plain; version=0.0.4; charset=utf-8"
    )
