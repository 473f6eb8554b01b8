"""Decisions in Django admin."""
