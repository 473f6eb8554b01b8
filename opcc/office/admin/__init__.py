"""Django admin for the ground floor: the office, its people, its posts and who holds them."""

from .keys import AccessKeyAdmin
from .mail import (
    BackupMadeAdmin,
    DueRunAdmin,
    MailPreferenceAdmin,
    OutgoingMailAdmin,
    RestoreDrillAdmin,
)
from .microsoft import MicrosoftAccountAdmin
from .office import OfficeAdmin
from .people import UserAdmin
from .posts import DepartmentAdmin, HandoverAdmin, HoldingAdmin, PostAdmin

__all__ = [
    "AccessKeyAdmin",
    "BackupMadeAdmin",
    "DepartmentAdmin",
    "DueRunAdmin",
    "HandoverAdmin",
    "HoldingAdmin",
    "MailPreferenceAdmin",
    "MicrosoftAccountAdmin",
    "OfficeAdmin",
    "OutgoingMailAdmin",
    "PostAdmin",
    "RestoreDrillAdmin",
    "UserAdmin",
]
