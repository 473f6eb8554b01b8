"""Addresses of intentions."""

from django.urls import path

from plans.registers.addresses import files

from ..views import intentions

urlpatterns = [
    path("intentions/", intentions.IntentionList.as_view(), name="intention-list"),
    *files("intention", intentions.IntentionFile, under="intentions/"),
    path(
        "intentions/add/",
        intentions.IntentionEdit.as_view(heading="Add an intention"),
        name="intention-add",
    ),
    path("intentions/<int:pk>/", intentions.IntentionDetail.as_view(), name="intention-detail"),
    path(
        "intentions/<int:pk>/change/",
        intentions.IntentionEdit.as_view(heading="Change the intention"),
        name="intention-change",
    ),
    path(
        "intentions/<int:pk>/decide/",
        intentions.IntentionDecide.as_view(),
        name="intention-decide",
    ),
]
