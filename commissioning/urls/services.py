"""Addresses of services."""

urlpatterns = []
