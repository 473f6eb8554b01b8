"""Addresses of contracts."""

urlpatterns = []
