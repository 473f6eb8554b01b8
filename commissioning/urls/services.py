"""Addresses of providers and services, and the first page of commissioning."""

from django.urls import path

from plans.registers.addresses import files

from ..views import providers, services
from ..views.hub import hub

urlpatterns = [
    path("commissioning/", hub, name="hub"),
    path("providers/", providers.ProviderList.as_view(), name="provider-list"),
    *files("provider", providers.ProviderFile, under="providers/"),
    path(
        "providers/add/",
        providers.ProviderEdit.as_view(heading="Add a provider"),
        name="provider-add",
    ),
    path("providers/<int:pk>/", providers.ProviderDetail.as_view(), name="provider-detail"),
    path(
        "providers/<int:pk>/change/",
        providers.ProviderEdit.as_view(heading="Change the provider"),
        name="provider-change",
    ),
    path("services/", services.ServiceList.as_view(), name="service-list"),
    *files("service", services.ServiceFile, under="services/"),
    path(
        "services/add/", services.ServiceEdit.as_view(heading="Add a service"), name="service-add"
    ),
    path("services/<int:pk>/", services.ServiceDetail.as_view(), name="service-detail"),
    path(
        "services/<int:pk>/change/",
        services.ServiceEdit.as_view(heading="Change the service"),
        name="service-change",
    ),
]
