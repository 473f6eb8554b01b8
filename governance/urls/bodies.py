from django.urls import path

from ..views import bodies

urlpatterns = [
    path("", bodies.BodyList.as_view(), name="body-list"),
    path("csv/", bodies.BodyCsv.as_view(), name="body-csv"),
    path("add/", bodies.BodyEdit.as_view(heading="Add a body or partnership"), name="body-add"),
    path("<int:pk>/", bodies.BodyDetail.as_view(), name="body-detail"),
    path(
        "<int:pk>/change/", bodies.BodyEdit.as_view(heading="Change the body"), name="body-change"
    ),
]
