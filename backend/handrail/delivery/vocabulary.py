"""Words of what a session delivered."""

from enum import StrEnum
from typing import Final


class HomeworkDone(StrEnum):
    """How far a participant got with the homework of the time before."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    NOT_SET = "not_set"


MAX_DELIVERIES: Final = 4
"""Entries of one session: mindfulness practice, then DBT skills, is two."""

MAX_SKILLS: Final = 30
MAX_EXCEPTIONS: Final = 60
LONGEST_REPORT_DAYS: Final = 731
