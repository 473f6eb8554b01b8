"""The record: the only door through which an activity's facts change."""

from .verbs import (
    add_milestone,
    confirm,
    correct,
    correct_milestone,
    hand_over,
    meet_milestone,
    move_date,
    note_new_holder,
    promise,
    reword,
    update,
    withdraw,
)
from .writing import Refused, Stale, Voice, settle

__all__ = [
    "Refused",
    "Stale",
    "Voice",
    "add_milestone",
    "confirm",
    "correct",
    "correct_milestone",
    "hand_over",
    "meet_milestone",
    "move_date",
    "note_new_holder",
    "promise",
    "reword",
    "settle",
    "update",
    "withdraw",
]
