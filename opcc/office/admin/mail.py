from django.contrib import admin

from ..models import BackupMade, DueRun, MailPreference, OutgoingMail, RestoreDrill
from .bases import ReadOnly


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnly, admin.ModelAdmin):
    """What was written to whom, and what became of it. /health/ tries again what was given up."""

    list_display = ["subject", "user", "kind", "state", "made_at", "sent_at", "attempts"]
    list_filter = ["state", "kind"]
    list_select_related = ["user"]
    search_fields = ["subject", "user__name", "user__email"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]
    fields = [
        *("user", "address", "kind", "subject", "words", "state", "made_at", "attempts"),
        *("last_error", "next_attempt_at", "sent_at"),
    ]

    asked_by = {"user", "state", "kind", "made_at"}
    """What the list's address may ask for: by more, it would tell words letter by letter."""

    @admin.display(description="text")
    def words(self, mail):
        """Its words, but for those of signing in: before a release they held the link itself."""
        if mail.kind == OutgoingMail.Kind.ACCOUNT:
            return "Not shown: it may hold a link that opens the account."
        return mail.text

    def lookup_allowed(self, lookup, value, request):
        column = lookup.partition("__")[0]
        return column in self.asked_by and super().lookup_allowed(lookup, value, request)


@admin.register(DueRun)
class DueRunAdmin(ReadOnly, admin.ModelAdmin):
    """What each run of `run_due` said."""

    list_display = ["started_at", "finished_at", "said", "error"]
    date_hierarchy = "started_at"
    fields = [
        *("started_at", "finished_at", "said", "error"),
        *("digests_of", "verified_at", "findings"),
    ]


@admin.register(BackupMade)
class BackupMadeAdmin(ReadOnly, admin.ModelAdmin):
    """Backups that were made; which of them stand, their folder shows."""

    list_display = ["made_at", "name", "bytes", "seconds"]
    date_hierarchy = "made_at"
    fields = ["made_at", "name", "bytes", "seconds"]


@admin.register(RestoreDrill)
class RestoreDrillAdmin(ReadOnly, admin.ModelAdmin):
    """Backups that were restored to see that they can be."""

    list_display = ["started_at", "finished_at", "backup", "passed", "error"]
    list_filter = ["passed"]
    date_hierarchy = "started_at"
    fields = ["started_at", "finished_at", "backup", "passed", "said", "error"]


@admin.register(MailPreference)
class MailPreferenceAdmin(ReadOnly, admin.ModelAdmin):
    """What each person chose under *Your account*, or by the link in a mail."""

    list_display = ["user", "reminders", "packs"]
    list_filter = ["reminders", "packs"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "reminders", "packs"]
