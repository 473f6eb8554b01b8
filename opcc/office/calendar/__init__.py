"""Calendars: what leaves the building as iCalendar (RFC 5545).

An Event is a plain value that apps above make from what their pages show; the writer draws it and
computes nothing. A feed and a single file about the same thing carry the same UID.
"""
