"""The Police and Crime Plan, the Delivery Plan that carries it out, and the record of both."""

from .activities import Activity, Milestone, Ownership
from .drafts import Draft
from .entries import Entry
from .evidence import EvidenceFile, FileNaming
from .intakes import Intake, RegisterIntake
from .measures import Measure, MeasureLine, Observation
from .plans import DeliveryPlan, Objective, PoliceAndCrimePlan, Priority

__all__ = [
    "Activity",
    "DeliveryPlan",
    "Draft",
    "Entry",
    "EvidenceFile",
    "FileNaming",
    "Intake",
    "Measure",
    "MeasureLine",
    "Milestone",
    "Objective",
    "Observation",
    "Ownership",
    "PoliceAndCrimePlan",
    "Priority",
    "RegisterIntake",
]
