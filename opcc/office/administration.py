"""The site of Django admin: our name on it, our sign-in before it, nothing deleted in bulk."""

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from .sign_in.views import SignOut


class Administration(AdminSite):
    """Where administrators keep the office, its people, its plans and who owns what."""

    site_title = "Delivery plan administration"
    site_header = "Delivery plan administration"
    index_title = "What you can look after"
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out what others would register: allauth's secrets and sessions, which are on no
        page of these, and groups, which are three, by name. Who is in them is on a person's page.
        """
        theirs = ("allauth.", "django.contrib.auth.")
        if admin_class is None or not admin_class.__module__.startswith(theirs):
            super().register(model_or_iterable, admin_class, **options)

    def each_context(self, request):
        context = super().each_context(request)
        context["site_header"] = f"{request.office.short_name} delivery plan administration"
        return context

    @login_not_required
    def login(self, request, extra_context=None):
        """Send strangers to the one sign-in; for others who may not enter, nothing is here."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(wanted)

    def logout(self, request, extra_context=None):
        """There is one way out: it forgets the session in the list, and what this browser keeps."""
        return SignOut.as_view()(request)

    def password_change(self, request, extra_context=None):
        """There is one page for changing one's own password."""
        return redirect("account_change_password")
