from django.urls import path

from ..views import decisions

urlpatterns = [
    path("", decisions.DecisionList.as_view(), name="decision-list"),
    path("csv/", decisions.DecisionCsv.as_view(), name="decision-csv"),
    path("add/", decisions.DecisionEdit.as_view(heading="Add a decision"), name="decision-add"),
    path("<int:pk>/", decisions.DecisionDetail.as_view(), name="decision-detail"),
    path(
        "<int:pk>/change/",
        decisions.DecisionEdit.as_view(heading="Change the decision"),
        name="decision-change",
    ),
]
