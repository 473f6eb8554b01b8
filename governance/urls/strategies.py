from django.urls import path

from plans.registers.addresses import files

from ..views import strategies

urlpatterns = [
    path("", strategies.StrategyList.as_view(), name="strategy-list"),
    *files("strategy", strategies.StrategyFile),
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
