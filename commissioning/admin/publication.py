"""What the pages of Django admin for grants and spend share: what was published stays."""

from plans.registers.admin import RegisterAdmin


class MonthlyAdmin(RegisterAdmin):
    """For rows that are published by the month. Of a published one the note alone is typed."""

    shown_only = ["published_on", "link"]
    instead = "What was published stays. Enter a correction as a new row instead."

    def get_readonly_fields(self, request, obj=None):
        usual = super().get_readonly_fields(request, obj)
        if obj is None or obj.published_on is None:
            return usual
        return [name for name in self.get_fields(request) if name != "internal_note"]

    def get_deleted_objects(self, objs, request):
        """Report what was published as standing in the way."""
        published = [f"{row}, published" for row in objs if row.published_on]
        return (
            ([], {}, set(), published) if published else super().get_deleted_objects(objs, request)
        )
