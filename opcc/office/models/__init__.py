"""Who we are: the office, its people, its posts and who holds them."""

from .backups import BackupMade
from .counts import SharedCount
from .drills import RestoreDrill
from .due import DueRun
from .invitations import Invitation
from .keys import AccessKey, TooManyKeys
from .mail import MailPreference, OutgoingMail, Reminder
from .microsoft import AlreadyBound, MicrosoftAccount
from .office import Office, machine_now
from .people import ADMINISTRATORS, GROUPS, PANEL, STAFF, User
from .posts import Department, Handover, Holding, Post

__all__ = [
    "ADMINISTRATORS",
    "GROUPS",
    "PANEL",
    "STAFF",
    "AccessKey",
    "AlreadyBound",
    "BackupMade",
    "Department",
    "DueRun",
    "Handover",
    "Holding",
    "Invitation",
    "MailPreference",
    "MicrosoftAccount",
    "Office",
    "OutgoingMail",
    "Post",
    "Reminder",
    "RestoreDrill",
    "SharedCount",
    "TooManyKeys",
    "User",
    "machine_now",
]
