"""Words of measures."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Licensing(StrEnum):
    """What of an instrument is in this repository, by what its owner allows."""

    TEXT_SHIPS = "text_ships"
    """Questions and answers are here, with the credit line the owner asks for."""
    OPT_IN = "opt_in"
    """Scored from answers, off until an organization accepts the terms and brings the text."""
    SCORE_ONLY = "score_only"
    """Takes the total that somebody else worked out."""


class Higher(StrEnum):
    """What a higher total says."""

    WORSE = "worse"
    BETTER = "better"


class Gap(StrEnum):
    """Why there is no number where an answer belongs."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class Reason(StrEnum):
    """Why answers cannot be scored."""

    UNKNOWN_ITEM = "unknown_item"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_ANSWER = "not_an_answer"
    INCOMPLETE = "incomplete"


TOTAL = "total"
"""The one answer of an instrument that takes a score only; also what a cut-off on the whole is on."""


class GivingMode(StrEnum):
    """How a measure was given."""

    SELF = "self"
    READ_OUT = "read_out"
    SCORE_ONLY = "score_only"


class Language(StrEnum):
    """The language a measure was given in."""

    EN = "en"
    ES = "es"


class AdministrationStatus(StrEnum):
    """Where one giving of a measure stands."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANNOT_BE_SCORED = "cannot_be_scored"
    WITHDRAWN = "withdrawn"


SETTLED: Final = frozenset({AdministrationStatus.COMPLETED, AdministrationStatus.CANNOT_BE_SCORED})
"""Handed in: from here on an answer is changed by a recorded correction only."""


class Moment(StrEnum):
    """When a program asks for a measure."""

    INTAKE = "intake"
    WEEKLY = "weekly"
    EVERY_SESSION = "every_session"
    DISCHARGE = "discharge"
    AFTER_3_MONTHS = "after_3_months"
    AFTER_6_MONTHS = "after_6_months"


class AlertSource(StrEnum):
    """What opened an alert."""

    ANSWER = "answer"
    UNANSWERED = "unanswered"
    """A measure was handed in and its safety question is blank: silence is not a no."""
    SCREEN = "screen"
    DIARY = "diary"
    """An entry of a diary card; cards and their rules are in the slice of diaries."""
    NOT_STORED = "not_stored"
    """What a participant said by themselves could not be stored: nobody knows what it was."""
    FLAG = "flag"
    """Somebody of the team saw or heard something."""


class FlagReason(StrEnum):
    """What somebody of the team saw or heard."""

    SAID_SOMETHING = "said_something"
    HURT_THEMSELVES = "hurt_themselves"
    INTOXICATED = "intoxicated"
    THREAT_TO_OTHERS = "threat_to_others"
    MEDICAL = "medical"
    OTHER = "other"


class AlertUrgency(StrEnum):
    """How much delay an alert bears."""

    URGENT = "urgent"
    SOON = "soon"


ACKNOWLEDGE_WITHIN: Final = {AlertUrgency.URGENT: timedelta(minutes=15), AlertUrgency.SOON: timedelta(hours=4)}
"""How long an alert is its owner's before it goes to who is on call as well."""

ACT_WITHIN: Final = {AlertUrgency.URGENT: timedelta(hours=2), AlertUrgency.SOON: timedelta(hours=24)}
"""How long whoever acknowledged it has to document what was done: acknowledged and forgotten goes up too."""


class AlertStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class AlertEventKind(StrEnum):
    """What happened to an alert."""

    OPENED = "opened"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed_over"
    ESCALATED = "escalated"
    GROUP_CLOSED = "group_closed"
    """A group was closed although the alert was open. Not possible any more; it stands in what happened before."""
    CLOSED = "closed"


class AlertAction(StrEnum):
    """What was done about an alert, as far as a word can say."""

    ASKED_NO_RISK = "asked_no_risk"
    SAFETY_PLAN = "safety_plan"
    SUPPORT_PERSON = "support_person"
    PRESCRIBER = "prescriber"
    HIGHER_CARE = "higher_care"
    EMERGENCY_SERVICES = "emergency_services"
    OTHER = "other"


class Behaviour(StrEnum):
    """Question 6 of the screen: what was done or prepared, and when."""

    NO = "no"
    BEFORE = "before"
    WITHIN_3_MONTHS = "within_3_months"
    UNKNOWN_TIME = "unknown_time"


class RiskLevel(StrEnum):
    """What the answers of a risk screen come to."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


STEPS: Final = ("warning_signs", "own_ways", "places_and_people", "people_to_ask", "professionals", "safer_place")
"""The six steps of a safety plan, in their order (Stanley & Brown, Cogn Behav Pract 2012;19:256-264)."""
