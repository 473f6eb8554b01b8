"""What the pages of Django admin for grants and spend share: what was published stays."""

from plans.registers.admin import RegisterAdmin


class MonthlyAdmin(RegisterAdmin):
    """For rows that are published by the month. Of a published one the note alone is typed."""

    shown_only = ["published_on", "link"]
    instead = "What was published stays. Enter a correction as a new row instead."

    def stays(self, row):
        return row.published_on is not None

    def why_it_remains(self, row):
        return "published" if row.published_on else ""
