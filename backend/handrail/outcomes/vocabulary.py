"""Words of outcomes."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class OffTrack(StrEnum):
    """Why somebody's course needs a second look."""

    WORSE = "worse"
    """Reliably worse than at the first giving."""
    NO_GAIN = "no_gain"
    """Half the planned time is over, and nothing is reliably better."""


class ResponseKind(StrEnum):
    """What was done about a course that is not on track."""

    TALKED = "talked"
    """Gone through with the person."""
    GOAL_OR_BOND = "goal_or_bond"
    """The goals, or how the two work together, were talked over."""
    PLAN_CHANGED = "plan_changed"
    THERAPY_CHANGED = "therapy_changed"
    PRESCRIBER = "prescriber"
    MORE_CARE = "more_care"
    SUPERVISION = "supervision"
    NO_CHANGE = "no_change"
    """Seen, and gone on with as it is, for the reason in the note."""


LEAST_PEOPLE: Final = 10
"""Fewer are no group: nothing is said of them, because a figure of few tells on each."""

LEAST_COURSES: Final = 20
"""Fewer ended courses give no expected one."""

RESPOND_WITHIN: Final = {OffTrack.WORSE: timedelta(days=2), OffTrack.NO_GAIN: timedelta(days=7)}
"""How long the primary clinician has to say what is done about a course that has left its track."""

LONGEST_REVIEW: Final = timedelta(days=30)
"""How far ahead the next look may be put off."""

LONGEST_SPAN: Final = timedelta(days=731)
