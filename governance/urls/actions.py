from django.urls import path

from plans.registers.addresses import files

from ..views import actions

urlpatterns = [
    path("", actions.ActionList.as_view(), name="action-list"),
    *files("action", actions.ActionFile),
    path("add/", actions.ActionEdit.as_view(heading="Add an action"), name="action-add"),
    path("<int:pk>/", actions.ActionDetail.as_view(), name="action-detail"),
    path(
        "<int:pk>/change/",
        actions.ActionEdit.as_view(heading="Change the action"),
        name="action-change",
    ),
    path("<int:pk>/update/", actions.ActionUpdate.as_view(), name="action-update"),
    path("<int:pk>/move-date/", actions.ActionMove.as_view(), name="action-move-date"),
    path("<int:pk>/done/", actions.ActionDone.as_view(), name="action-done"),
]
