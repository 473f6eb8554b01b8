"""Strategies in Django admin."""
