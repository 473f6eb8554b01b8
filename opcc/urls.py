"""Addresses: paths and names by object; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

handler400 = "opcc.office.views.bad_request"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("opcc.office.sign_in.urls")),
    path("", include("opcc.office.sign_in.entra.urls")),
    path("", include("opcc.office.sign_in.inviting.urls")),
    path("", include("opcc.office.urls")),
    path("", include("plans.urls")),
    path("", include("governance.urls")),
    path("", include("commissioning.urls")),
    path("", include("opcc.api.urls")),
    path("", include("opcc.portal.urls")),
]
