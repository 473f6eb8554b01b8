from django.urls import path

from ..views import strategies

urlpatterns = [
    path("", strategies.StrategyList.as_view(), name="strategy-list"),
    path("csv/", strategies.StrategyCsv.as_view(), name="strategy-csv"),
    path(
        "add/",
        strategies.StrategyEdit.as_view(heading="Add a strategy or policy"),
        name="strategy-add",
    ),
    path("<int:pk>/", strategies.StrategyDetail.as_view(), name="strategy-detail"),
    path(
        "<int:pk>/change/",
        strategies.StrategyEdit.as_view(heading="Change the strategy or policy"),
        name="strategy-change",
    ),
]
