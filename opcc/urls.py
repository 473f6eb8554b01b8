"""Addresses: paths and names by object; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

handler400 = "opcc.office.views.bad_request"
handler403 = "opcc.office.faults.refused"
handler404 = "opcc.office.faults.not_found"
handler429 = "opcc.office.sign_in.views.too_many"
handler500 = "opcc.office.faults.server_error"
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
