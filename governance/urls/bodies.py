from django.urls import path

from plans.registers.addresses import files

from ..views import bodies

urlpatterns = [
    path("", bodies.BodyList.as_view(), name="body-list"),
    *files("body", bodies.BodyFile),
    path("add/", bodies.BodyEdit.as_view(heading="Add a body or partnership"), name="body-add"),
    path("<int:pk>/", bodies.BodyDetail.as_view(), name="body-detail"),
    path(
        "<int:pk>/change/", bodies.BodyEdit.as_view(heading="Change the body"), name="body-change"
    ),
]
