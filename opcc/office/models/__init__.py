"""Who we are: the office, its people, its posts and who holds them."""

from .counts import SharedCount
from .drills import RestoreDrill
from .due import DueRun
from .keys import AccessKey, TooManyKeys
from .mail import MailPreference, OutgoingMail, Reminder
from .office import Office
from .people import ADMINISTRATORS, GROUPS, PANEL, STAFF, User
from .posts import Department, Handover, Holding, Post

__all__ = [
    "ADMINISTRATORS",
    "GROUPS",
    "PANEL",
    "STAFF",
    "AccessKey",
    "Department",
    "DueRun",
    "Handover",
    "Holding",
    "MailPreference",
    "Office",
    "OutgoingMail",
    "Post",
    "Reminder",
    "RestoreDrill",
    "SharedCount",
    "TooManyKeys",
    "User",
]
