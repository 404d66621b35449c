"""Words of a program."""

from enum import StrEnum


class BlockKind(StrEnum):
    """A part of the program day."""

    CHECK_IN = "check_in"
    THERAPY = "therapy"
    BREAK = "break"
    CHECK_OUT = "check_out"


class LengthUnit(StrEnum):
    """In what a program's length is counted."""

    WEEKS = "weeks"
    DAYS = "days"

    @property
    def days(self) -> int:
        """Calendar days of one unit."""
        return 7 if self is LengthUnit.WEEKS else 1


class Duty(StrEnum):
    """What a staff member does in a program."""

    LEAD = "lead"
    CLINICIAN = "clinician"
    SUPPORT = "support"


class Refusal(StrEnum):
    """Why a planned week is not a week of this level of care."""

    BELOW_LEVEL_OF_CARE = "below_level_of_care"
    PARTIAL_HOSPITALIZATION = "partial_hospitalization"
    DAY_NOT_COUNTED = "day_not_counted"
    TOO_FEW_DAYS = "too_few_days"
