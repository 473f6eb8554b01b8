"""What every request knows: the office, its clock, and who is asking."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponseNotAllowed
from django.utils import timezone

from .faults import fault_page
from .kept_typing import keep_typing
from .models import Office

SIGN_IN_TO_GO_ON = (
    "You were signed out while the page was open. What you typed is kept: sign in to go on."
)
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class MethodsMiddleware:
    """Refuse the methods that no page answers to, whoever asks: they would pass for a GET.

    Whoever is refused, here or by a page, reads why: Django's own refusal is empty.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return in_words(request, HttpResponseNotAllowed(METHODS))
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        return in_words(request, response) if is_bare else response


def in_words(request, refusal):
    """The page that says so, with the methods that are allowed."""
    page = fault_page(request, HTTPStatus.METHOD_NOT_ALLOWED)
    page["Allow"] = refusal["Allow"]
    return page


class OfficeMiddleware:
    """Give views `request.office`, `request.now` and `request.today`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.office = Office.objects.current()
        request.now = request.office.now()
        request.today = timezone.localdate(request.now)
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Ask strangers to sign in, and keep what they had typed."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Leave the session alone where a view is open to everybody: it may ask nothing of it."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and keep_typing(request):
            messages.info(request, SIGN_IN_TO_GO_ON)
        return super().handle_no_permission(request, view_func)
