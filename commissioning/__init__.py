"""Commissioning: what is bought to deliver the plan, from whom, and how it is judged."""
