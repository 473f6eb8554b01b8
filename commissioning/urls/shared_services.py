"""Addresses of shared services, their agreements and their plans."""

from django.urls import include, path

from plans.registers.addresses import files

from ..views import agreements, service_plans, shared_services

services = [
    path("", shared_services.SharedServiceList.as_view(), name="sharedservice-list"),
    *files("sharedservice", shared_services.SharedServiceFile),
    path(
        "add/",
        shared_services.SharedServiceEdit.as_view(heading="Add a shared service"),
        name="sharedservice-add",
    ),
    path("<int:pk>/", shared_services.SharedServiceDetail.as_view(), name="sharedservice-detail"),
    path(
        "<int:pk>/change/",
        shared_services.SharedServiceEdit.as_view(heading="Change the shared service"),
        name="sharedservice-change",
    ),
]

agreed = [
    path("", agreements.AgreementList.as_view(), name="servicelevelagreement-list"),
    *files("servicelevelagreement", agreements.AgreementFile),
    path(
        "add/",
        agreements.AgreementEdit.as_view(heading="Add a service level agreement"),
        name="servicelevelagreement-add",
    ),
    path("<int:pk>/", agreements.AgreementDetail.as_view(), name="servicelevelagreement-detail"),
    path(
        "<int:pk>/change/",
        agreements.AgreementEdit.as_view(heading="Change the service level agreement"),
        name="servicelevelagreement-change",
    ),
    path(
        "<int:pk>/review/",
        agreements.AgreementReviewing.as_view(),
        name="servicelevelagreement-review",
    ),
]

plans = [
    path("", service_plans.ServicePlanList.as_view(), name="serviceplanitem-list"),
    *files("serviceplanitem", service_plans.ServicePlanFile),
    path(
        "add/",
        service_plans.ServicePlanEdit.as_view(heading="Add an item to a service plan"),
        name="serviceplanitem-add",
    ),
    path("<int:pk>/", service_plans.ServicePlanDetail.as_view(), name="serviceplanitem-detail"),
    path(
        "<int:pk>/change/",
        service_plans.ServicePlanEdit.as_view(heading="Change the item of the service plan"),
        name="serviceplanitem-change",
    ),
    path(
        "<int:pk>/update/", service_plans.ServicePlanUpdate.as_view(), name="serviceplanitem-update"
    ),
    path(
        "<int:pk>/move-date/",
        service_plans.ServicePlanMove.as_view(),
        name="serviceplanitem-move-date",
    ),
    path("<int:pk>/done/", service_plans.ServicePlanDone.as_view(), name="serviceplanitem-done"),
]

urlpatterns = [
    path("shared-services/", include(services)),
    path("agreements/", include(agreed)),
    path("service-plans/", include(plans)),
]
