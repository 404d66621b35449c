"""Words of curricula."""

from enum import StrEnum
from typing import Final


class TopicState(StrEnum):
    """Where a participant stands with a topic of their group."""

    RECEIVED = "received"
    MISSED = "missed"
    AHEAD = "ahead"


MAX_TOPICS: Final = 60
MOST_SESSIONS: Final = 1000
"""Sessions of one run that are laid out: four years of five a week."""
