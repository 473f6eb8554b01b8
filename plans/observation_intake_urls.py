"""Addresses of the import of values: of one measure, and of many."""

from django.urls import path

from .observation_intake import ObservationImport
from .registers.intake.views import Start, addresses

urlpatterns = [
    path(
        "measures/<int:pk>/import/",
        Start.as_view(flow_class=ObservationImport),
        name="measure-import",
    ),
    *addresses(ObservationImport, "measures/import/"),
]
