"""What became of the reader's last clinic day."""

from datetime import date

from pydantic import Field

from handrail.attendance.vocabulary import Outcome
from handrail.core.ids import SessionId
from handrail.core.schemas import Output
from handrail.core.vocabulary import ServiceKind
from handrail.reporting.huddle_schemas import HuddlePerson
from handrail.reporting.schemas import LocalClock


class LastDaySession(Output):
    """One of the reader's own sessions."""

    session_id: SessionId
    title: str = Field(description="Neutral, the kind of service, for readers without clinical sight of the session.")
    service_kind: ServiceKind
    local_start: LocalClock


class LastDayMark(LastDaySession):
    outcome: Outcome


class LastDayPerson(Output):
    """Somebody who was not there, or not for all of it: once, however many of the sessions it was."""

    participant: HuddlePerson
    marks: list[LastDayMark]
    to_reach: bool | None = Field(
        description="Absent without an excuse, and since then neither a try to reach them is on file nor have they "
        "come. Null where the reader may not open the record."
    )


class LastDay(Output):
    """The last day before the asked one on which the reader had sessions. No date: the last two weeks hold none."""

    date: date | None
    people: list[LastDayPerson] = Field(description="Who was absent first.")
    open: list[LastDaySession] = Field(description="What the reader led and nobody has closed.")
