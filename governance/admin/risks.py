"""Risks in Django admin."""
