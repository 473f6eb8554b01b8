"""The demonstration, and rows in the tables that it leaves empty: hostile ones where text goes."""

import datetime as dt
import uuid

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import override_settings

from governance.models import RiskBand
from opcc.office.models import (
    AccessKey,
    BackupMade,
    Department,
    DueRun,
    Invitation,
    MailPreference,
    MicrosoftAccount,
    Office,
    OutgoingMail,
    Post,
    Reminder,
    RestoreDrill,
    User,
)
from plans import record
from plans.models import DeliveryPlan, Draft, Intake, RegisterIntake
from tests.evidence.files import PDF, kept

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EARLY = dt.datetime(2020, 10, 25, 0, 30, 0, 1, tzinfo=dt.UTC)
"""Half past one in London, which comes twice that night, and one microsecond."""

HOSTILE = [
    '=HYPERLINK("https://evil.example","=cmd|\' /C calc\'!A0")',
    '"quoted", \\back\\slashed, \\n not a line end, \\u0041 no escape',
    "line\nline\r\nline\rtab\t vertical\x0b form\x0c bell\x07 escape\x1b delete\x7f next\x85",
    "\u2028line separator\u2029paragraph separator\ufeffbyte order mark\ufffe\uffff",
    "\u202eright to left\u202c עברית العربية \u200f\u200e zero\u200bwidth\u200djoiner",
    "e\u0301 and é, ﬁ and fi, İ and ı, ß and SS",
    "👩‍🚒👮🏽‍♀️ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff",
    "word" * 2_500,
    "<script>alert(1)</script> {{ braces }} %s %(name)s $1 \\N NULL null",
    "  spaces at both ends  ",
]


def fill():
    """Fill the empty test database: every table that an archive takes along has a row."""
    with override_settings(PASSWORD_HASHERS=QUICK):
        call_command("load_demonstration", verbosity=0, stdout=Silence())
    user = User.objects.get(email="administrator@demonstration.example")
    fill_intakes(user)
    fill_drafts()
    fill_files(user)
    fill_keys(user)
    fill_mail(user)
    fill_sign_in(user)
    fill_administration(user)
    RiskBand.objects.latest("pk").save()
    Department.objects.create(name="Gone again", kind="hosted").delete()


class Silence:
    def write(self, words):
        pass


def fill_intakes(user):
    facts = {"made_by": user, "made_at": EARLY, "source_name": "plan.docx"}
    cells = {"rows": [HOSTILE, [1, -0.5, 1e-7, 2**70, None, True]], "é": {"b": 1, "a": {}}}
    Intake.objects.create(
        title="A plan",
        starts_on=dt.date(2021, 4, 1),
        table=cells,
        choices={"z": [], "a": ""},
        **facts,
    )
    RegisterIntake.objects.create(register="contracts", table=cells, **facts)
    Post.objects.filter(pk=Post.objects.earliest("pk").pk).update(aliases=HOSTILE)


def fill_drafts():
    """A draft for each hostile text, of a kind that nobody has begun."""
    activities = DeliveryPlan.objects.get().activities.order_by("-pk")
    author = User.objects.earliest("pk")
    for activity, words in zip(activities, HOSTILE, strict=False):
        Draft.objects.create(
            activity=activity,
            kind=Draft.Kind.REWORD,
            author=author,
            proposal={"title": [words], words: "as a name"},
            internal_note=words,
            activity_version=activity.version,
            token=uuid.uuid5(uuid.NAMESPACE_URL, words),
            saved_at=EARLY,
        )


def fill_files(user):
    """A file that a line names, one like it, and one for each hostile name, which nobody names."""
    activity = DeliveryPlan.objects.get().activities.filter(status="on_track").first()
    named = kept(activity, user, "Notice of award.pdf")
    for name in ["The same again.pdf", *(f"{words}.txt" for words in HOSTILE)]:
        kept(activity, user, name, PDF if name.endswith("pdf") else b"Minutes\n")
    at = Office.objects.current().now()
    by = record.Voice(name=user.name, user=user)
    narrative = "The contract was awarded."
    record.update(
        activity, status="on_track", narrative=narrative, files=[str(named.pk)], by=by, at=at
    )


def fill_keys(user):
    for place, revoked_at in enumerate((None, EARLY)):
        AccessKey.objects.create(
            user=user,
            purpose="calendar",
            name=f"Telephone {place}",
            digest=str(place) * 64,
            made_at=EARLY,
            revoked_at=revoked_at,
        )


def fill_sign_in(user):
    Authenticator.objects.create(
        user=user, type="totp", data={"secret": HOSTILE[1]}, created_at=EARLY, last_used_at=None
    )
    MicrosoftAccount.objects.create(
        user=user,
        issuer="https://login.microsoftonline.com/0/v2.0",
        tenant=uuid.UUID(int=1),
        object_id=uuid.UUID(int=2),
        known_as=HOSTILE[5],
        bound_at=EARLY,
    )
    Invitation.objects.create(
        user=user,
        made_by=user,
        made_at=EARLY,
        expires_at=EARLY + dt.timedelta(days=7),
        is_first=True,
        stamp="0" * 64,
        accepted_at=EARLY,
    )


def fill_mail(user):
    """A digest that waits, what it told, what its reader wants, and the run that made it."""
    letter = {"subject": HOSTILE[0], "text": HOSTILE[1], "html": HOSTILE[2], "stops": "reminders"}
    mail = OutgoingMail.objects.create(
        user=user, kind="digest", cause="digest", made_at=EARLY, next_attempt_at=EARLY, **letter
    )
    for told_by in (mail, None):
        Reminder.objects.create(
            user=user, mail=told_by, thing=f"by {told_by}", due_on=EARLY.date(), moment="late"
        )
    MailPreference.objects.create(user=user, reminders="weekly", packs=False)
    DueRun.objects.create(started_at=EARLY, finished_at=EARLY, said=HOSTILE[0])
    BackupMade.objects.create(made_at=EARLY, name="2020-10-25T003000Z", bytes=2**40, seconds=61)
    RestoreDrill.objects.create(
        started_at=EARLY, finished_at=EARLY, backup="2020-10-25T003000Z", passed=False, error="Why"
    )


def fill_administration(user):
    """A line of the administrators' log about a model that the program dropped, and rights."""
    dropped = ContentType.objects.create(app_label="plans", model="dropped")
    for of in (dropped, None):
        LogEntry.objects.create(
            user=user, content_type=of, object_id="1", object_repr="One", action_flag=CHANGE
        )
    permission = Permission.objects.get(codename="view_post")
    user.user_permissions.add(permission)
    Group.objects.get(name="Staff").permissions.add(permission)
