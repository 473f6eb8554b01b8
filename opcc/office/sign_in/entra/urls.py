"""Addresses of signing in by Microsoft. None of them is there while ENTRA_TENANT is not set.

Whatever leads to Microsoft is a link of a page: browsers stop a form that is led to another site.
"""

from django.urls import path

from . import binding, views

urlpatterns = [
    path("sign-in/microsoft/", views.begin, name="microsoft_sign_in"),
    path("sign-in/microsoft/back/", views.callback, name="microsoft_callback"),
    path("confirm/microsoft/", views.confirm, name="microsoft_reauthenticate"),
    path("confirm/microsoft/go/", views.confirm_go, name="microsoft_reauthenticate_go"),
    path("account/microsoft/", binding.Connect.as_view(), name="microsoft_account"),
    path("account/microsoft/go/", binding.connect_go, name="microsoft_connect_go"),
    path("account/microsoft/found/", binding.Bind.as_view(), name="microsoft_bind"),
    path("invitation/microsoft/", binding.accept_go, name="invitation_microsoft"),
    path("invitation/microsoft/found/", binding.Accept.as_view(), name="invitation_microsoft_bind"),
]
