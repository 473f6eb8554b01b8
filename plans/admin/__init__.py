"""Django admin for plans. Facts of an activity are shown; the verbs of the record change them."""

from .activities import ActivityAdmin, MilestoneAdmin
from .measures import MeasureAdmin
from .plans import DeliveryPlanAdmin, ObjectiveAdmin, PoliceAndCrimePlanAdmin, PriorityAdmin
from .posts import PostAdmin
from .record import DraftAdmin, EntryAdmin, IntakeAdmin

__all__ = [
    "ActivityAdmin",
    "DeliveryPlanAdmin",
    "DraftAdmin",
    "EntryAdmin",
    "IntakeAdmin",
    "MeasureAdmin",
    "MilestoneAdmin",
    "ObjectiveAdmin",
    "PoliceAndCrimePlanAdmin",
    "PostAdmin",
    "PriorityAdmin",
]
