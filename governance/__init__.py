"""Governance: bodies, meetings, packs and registers. Its nouns follow in their own release."""
