from django.urls import path

from plans.registers.addresses import files

from ..views import publication

urlpatterns = [
    path("", publication.PublicationDutyList.as_view(), name="publicationduty-list"),
    *files("publicationduty", publication.PublicationDutyFile),
    path(
        "add/",
        publication.PublicationDutyEdit.as_view(heading="Add a publication duty"),
        name="publicationduty-add",
    ),
    path("<int:pk>/", publication.PublicationDutyDetail.as_view(), name="publicationduty-detail"),
    path(
        "<int:pk>/change/",
        publication.PublicationDutyEdit.as_view(heading="Change the publication duty"),
        name="publicationduty-change",
    ),
    path(
        "<int:pk>/publish/",
        publication.PublicationDutyPublish.as_view(),
        name="publicationduty-publish",
    ),
]
