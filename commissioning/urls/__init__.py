"""Addresses of commissioning: paths and names by object, one module a group of registers.

Each module's paths begin with the name of their register, as in "contracts/".
"""

from django.urls import include, path

from . import contract_imports, contracts, intentions, money, services, shared_services

app_name = "commissioning"

urlpatterns = [
    path("", include(contract_imports)),
    path("", include(contracts)),
    path("", include(intentions)),
    path("", include(money)),
    path("", include(services)),
    path("", include(shared_services)),
]
