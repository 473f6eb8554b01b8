"""Addresses of shared_services."""

urlpatterns = []
