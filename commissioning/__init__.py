"""Commissioning: what is bought to deliver the plan. Its nouns follow in their own release."""
