"""The nouns of governance."""

from .bodies import Body, Organisation, ScopeArea
from .decisions import Action, ActionLine, Decision
from .meetings import Meeting, Paper
from .packs import Pack, PackDraft, PackOpening, PackPart
from .programme import ProgrammeItem
from .publication import PublicationDuty, PublicationMade
from .risks import Control, Risk, RiskBand, RiskScore
from .scrutiny import ScrutinyItem, ScrutinyLine
from .strategies import Strategy

__all__ = [
    "Action",
    "ActionLine",
    "Body",
    "Control",
    "Decision",
    "Meeting",
    "Organisation",
    "Pack",
    "PackDraft",
    "PackOpening",
    "PackPart",
    "Paper",
    "ProgrammeItem",
    "PublicationDuty",
    "PublicationMade",
    "Risk",
    "RiskBand",
    "RiskScore",
    "ScopeArea",
    "ScrutinyItem",
    "ScrutinyLine",
    "Strategy",
]
