"""Who we are: the office, its people, its posts and who holds them."""

from .keys import AccessKey, TooManyKeys
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
    "Handover",
    "Holding",
    "Office",
    "Post",
    "TooManyKeys",
    "User",
]
