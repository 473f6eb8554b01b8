"""Contracts from a spreadsheet: its columns, what its rows say, what would change, and writing it.

``reading`` knows nothing of the database; ``comparing`` says what would be different.
"""
