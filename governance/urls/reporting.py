from django.urls import path

from ..views import reporting

urlpatterns = [
    path("", reporting.HowWeReport.as_view(), name="how-we-report"),
]
