"""The calendar that a key opens, and what of it is whose."""
