"""Addresses of money."""

urlpatterns = []
