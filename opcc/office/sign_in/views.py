"""Signing out."""

from django.contrib.auth import views as auth_views

from ..kept_typing import WRITER


class SignOut(auth_views.LogoutView):
    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(WRITER)
        # Browsers may keep pages that change seldom; none stays for the next person at the tablet.
        response["Clear-Site-Data"] = '"cache"'
        return response
