"""Papers: what leaves the building as a file.

A Paper is a document in words (PDF, Word), a Workbook is tables (spreadsheet, CSV, JSON). Both are
plain values that apps above compose from a position or a pack; writers draw them and compute
nothing.
"""
