from django.urls import path

from plans.registers.addresses import files

from ..views import risks

urlpatterns = [
    path("", risks.RiskList.as_view(), name="risk-list"),
    *files("risk", risks.RiskFile),
    path("heat-map/", risks.RiskHeatMap.as_view(), name="risk-heat-map"),
    path("add/", risks.RiskAdd.as_view(), name="risk-add"),
    path("<int:pk>/", risks.RiskDetail.as_view(), name="risk-detail"),
    path("<int:pk>/change/", risks.RiskChange.as_view(), name="risk-change"),
    path("<int:pk>/score/", risks.RiskScoring.as_view(), name="risk-score"),
    path("controls/<int:pk>/", risks.ControlDetail.as_view(), name="control-detail"),
    path("<int:pk>/close/", risks.RiskClose.as_view(), name="risk-close"),
    path(
        "<int:pk>/controls/add/",
        risks.ControlEdit.as_view(heading="Add a control"),
        name="control-add",
    ),
    path(
        "<int:pk>/controls/<int:control>/change/",
        risks.ControlEdit.as_view(heading="Change the control"),
        name="control-change",
    ),
]
