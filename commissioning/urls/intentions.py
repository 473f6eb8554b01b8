"""Addresses of intentions."""

urlpatterns = []
