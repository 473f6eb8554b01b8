"""Programme in Django admin."""
