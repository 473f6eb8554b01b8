"""Bodies in Django admin."""
