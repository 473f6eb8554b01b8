"""Publication in Django admin."""
