"""What a stream of changes says: kinds and ids."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from handrail.core.schemas import Output


class ChangeKind(StrEnum):
    """What has changed, as far as a screen needs to know to ask anew."""

    ATTENDANCE = "attendance"
    """Who is expected in a session, came, or was given what."""
    SCHEDULE = "schedule"
    """When, where and with whom a session is."""
    ALERT = "alert"
    """Something about somebody's safety was opened, taken or settled; it says neither what nor about whom."""
    PLANNING = "planning"
    """How far a week in the making is."""


class ChangeRead(Output):
    """Something of a session has changed."""

    kind: ChangeKind
    session_id: UUID | None = Field(description="Which session; null when it may be any.")


class ChangesRead(Output):
    """One message of the stream."""

    everything: bool = Field(description="Too much changed, or nobody knows any more what: ask for all that is shown.")
    changes: list[ChangeRead] = Field(max_length=500)
