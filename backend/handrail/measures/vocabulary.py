"""Words of measures."""

from enum import StrEnum


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
