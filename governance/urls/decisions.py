from django.urls import path

from plans.registers.addresses import files

from ..views import decisions

urlpatterns = [
    path("", decisions.DecisionList.as_view(), name="decision-list"),
    *files("decision", decisions.DecisionFile),
    path("add/", decisions.DecisionEdit.as_view(heading="Add a decision"), name="decision-add"),
    path("<int:pk>/", decisions.DecisionDetail.as_view(), name="decision-detail"),
    path(
        "<int:pk>/change/",
        decisions.DecisionEdit.as_view(heading="Change the decision"),
        name="decision-change",
    ),
]
