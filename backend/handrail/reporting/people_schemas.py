"""One line of the list of people, and the page of them."""

from datetime import date

from handrail.core.ids import ParticipantId
from handrail.core.schemas import Output, VersionedOutput
from handrail.participants.vocabulary import ParticipantStatus


class ParticipantSummary(VersionedOutput):
    """One person in a list, with where they take part today."""

    id: ParticipantId
    mrn: str
    chosen_name: str
    """What to call the person: the name they chose, else their first given name."""
    full_name: str
    family_name: str
    pronouns: str | None
    birth_date: date | None
    status: ParticipantStatus
    program_name: str | None
    """Null also for readers without clinical sight: a program's name can say what somebody is treated for."""
    cohort_name: str | None


class ParticipantPage(Output):
    """One page of people, by name."""

    items: list[ParticipantSummary]
    next_cursor: str | None
