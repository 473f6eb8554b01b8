"""What every request knows: the office, its clock, and who is asking."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponseNotAllowed
from django.utils import timezone

from .kept_typing import keep_typing
from .models import Office

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class MethodsMiddleware:
    """Refuse the methods that no page answers to, whoever asks: they would pass for a GET."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


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
        if request.method == "POST":
            keep_typing(request)
        return super().handle_no_permission(request, view_func)
