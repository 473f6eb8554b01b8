"""Packs in Django admin."""
