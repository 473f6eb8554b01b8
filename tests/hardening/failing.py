"""The site's addresses, and some that fail in every way there is."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from opcc import urls as ours
from opcc.office.faults import fault_page, too_many_requests
from opcc.office.models import Department, User

handler400, handler403, handler404 = ours.handler400, ours.handler403, ours.handler404
handler429, handler500 = ours.handler429, ours.handler500

CANARY = "canary-words-of-a-person"


def broken(request):
    narrative = CANARY
    raise RuntimeError(f"The narrative {narrative!r} could not be kept")


def caused(request):
    try:
        int(CANARY)
    except ValueError as error:
        raise LookupError(CANARY) from error


def away(request):
    raise OperationalError(f"connection refused\nDETAIL: {CANARY}")


def missing(request):
    """What the database's own driver raises; on PostgreSQL when a statement takes too long."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 50")
            cursor.execute("SELECT pg_sleep(5)")
        cursor.execute("SELECT * FROM there_is_no_such_table")


def clash(request):
    """A second account under one address: the database refuses it by a unique constraint."""
    first = User.objects.order_by("pk").first()
    User(email=first.email, name="Another").save()


def unlike(request):
    """What a constraint refuses that is no second row of a kind: the code is wrong."""
    Department(name=None).save()


def of_ours(request):
    raise IntegrityError(f"CHECK constraint failed: {CANARY}")


def refuse(error):
    def view(request):
        raise error

    return view


def quicker(request):
    return fault_page(request, 409)


def form(request):
    """What a browser would send to a page that fails."""
    return HttpResponse(
        '<form method="post" action="/fail/open/away/"><textarea name="narrative"></textarea>'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
        "<button>Send</button></form>"
    )


def open_to_everybody(view):
    """A copy that asks nobody to sign in: Django's decorator marks the very view it is given."""
    return login_not_required(partial(view))


def often(request):
    return too_many_requests(request, seconds=150)


VIEWS = {
    "broken": broken,
    "caused": caused,
    "away": away,
    "missing": missing,
    "clash": clash,
    "unlike": unlike,
    "of-ours": of_ours,
    "bad": refuse(BadRequest("bad")),
    "large": refuse(RequestDataTooBig("large")),
    "forbidden": refuse(PermissionDenied("no")),
    "nothing": refuse(Http404("nothing")),
    "often": often,
    "quicker": quicker,
    "form": form,
}
urlpatterns = [
    *(path(f"fail/{name}/", view, name=f"fail-{name}") for name, view in VIEWS.items()),
    *(
        path(f"fail/open/{name}/", open_to_everybody(view), name=f"fail-open-{name}")
        for name, view in VIEWS.items()
    ),
    # Before the interface's own address for what it does not know.
    path("api/v1/away", open_to_everybody(away), name="fail-api-away"),
    path("api/v1/broken", open_to_everybody(broken), name="fail-api-broken"),
    *ours.urlpatterns,
]
