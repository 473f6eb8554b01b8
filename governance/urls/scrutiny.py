from django.urls import path

from plans.registers.addresses import files

from ..views import scrutiny

urlpatterns = [
    path("", scrutiny.ScrutinyList.as_view(), name="scrutinyitem-list"),
    *files("scrutinyitem", scrutiny.ScrutinyFile),
    path(
        "add/",
        scrutiny.ScrutinyEdit.as_view(heading="Add a question or recommendation"),
        name="scrutinyitem-add",
    ),
    path("<int:pk>/", scrutiny.ScrutinyDetail.as_view(), name="scrutinyitem-detail"),
    path(
        "<int:pk>/change/",
        scrutiny.ScrutinyEdit.as_view(heading="Change the question or recommendation"),
        name="scrutinyitem-change",
    ),
    path("<int:pk>/respond/", scrutiny.ScrutinyRespond.as_view(), name="scrutinyitem-respond"),
    path("<int:pk>/update/", scrutiny.ScrutinyUpdate.as_view(), name="scrutinyitem-update"),
    path("<int:pk>/move-date/", scrutiny.ScrutinyMove.as_view(), name="scrutinyitem-move-date"),
    path("<int:pk>/close/", scrutiny.ScrutinyClose.as_view(), name="scrutinyitem-close"),
]
