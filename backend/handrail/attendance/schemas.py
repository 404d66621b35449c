"""What the API takes and gives about attendance."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handrail.attendance.rules.ledger import LedgerDayState
from handrail.attendance.vocabulary import (
    LEDGER_WEEKS,
    MAX_INTERVALS,
    MAX_ROSTER,
    AbsenceReason,
    Evidence,
    Mode,
    Outcome,
    PullOutReason,
)
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.ids import AccountId, BookingId, EpisodeId, ParticipantId, SessionId
from handrail.core.schemas import Input, Instant, Line, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind

KnownVersion = Annotated[
    int | None,
    Field(ge=1, le=1_000_000, description="The version you saw; null when nobody was marked."),
]
PhoneNumber = Annotated[str, StringConstraints(min_length=3, max_length=40, pattern=r"^[0-9+(). x/-]+$")]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=1000)]


class VideoDetails(Input):
    """Where somebody is while they take part by video: help has to find them."""

    place: Line
    call_back_number: PhoneNumber
    consent_confirmed: bool = Field(description="Consent to video was confirmed for this session.")


class Mark(Input):
    """One person's mark."""

    booking_id: BookingId
    outcome: Outcome
    mode: Mode | None = Field(default=None, description="By default video in a telehealth session, else in person.")
    video: VideoDetails | None = None
    arrived_at: Instant | None = Field(
        default=None, description="By default the start of the session; for `late` this moment."
    )
    left_at: Instant | None = Field(default=None, description="For `left_early` by default this moment.")
    absence_reason: AbsenceReason | None = None
    version: KnownVersion = None


class RosterMarks(Input):
    """Marks of a whole roster, or of one person."""

    marks: list[Mark] = Field(min_length=1, max_length=MAX_ROSTER)
    evidence: Evidence = Evidence.STAFF


class MarkToClear(Input):
    booking_id: BookingId
    version: int = Field(ge=1, le=1_000_000)


class MarksToClear(Input):
    """Marks to take back."""

    booking_ids: list[MarkToClear] = Field(min_length=1, max_length=MAX_ROSTER)


class Departure(Input):
    booking_id: BookingId
    left_at: Instant


class SessionClose(Input):
    """Close a group; everybody who is not named here stayed to the end."""

    departures: list[Departure] = Field(default_factory=list, max_length=MAX_ROSTER)


class DepartureRecord(Input):
    """Somebody leaves for good before the end."""

    left_at: Instant | None = Field(default=None, description="By default this moment.")
    reason: PullOutReason | None = None
    version: int = Field(ge=1, le=1_000_000)


class PullOut(Input):
    """Somebody is taken out of the session for a while. Sent again with `back_at`, an open one is completed."""

    out_at: Instant
    back_at: Instant | None = None
    reason: PullOutReason
    version: int = Field(ge=1, le=1_000_000)


class CorrectedPullOut(Input):
    out_at: Instant
    back_at: Instant | None = None
    reason: PullOutReason


class AttendanceCorrect(Input):
    """How it really was, in full, and why the record says something else."""

    outcome: Outcome
    mode: Mode | None = None
    video: VideoDetails | None = None
    arrived_at: Instant | None = None
    left_at: Instant | None = None
    pull_outs: list[CorrectedPullOut] = Field(default_factory=list, max_length=MAX_INTERVALS - 1)
    absence_reason: AbsenceReason | None = None
    reason: Reason
    version: KnownVersion = None


class VideoRead(Output):
    place: str | None
    call_back_number: str | None
    consent_confirmed: bool


class AttendanceRead(Output):
    """One mark, as a roster shows it. Minutes are provisional until the group is closed."""

    outcome: Outcome
    mode: Mode
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int
    provisional: bool
    absence_reason: AbsenceReason | None
    version: int


class MarkResult(Output):
    """What became of one mark. A conflict comes with what somebody else stored, or null for a mark taken back."""

    booking_id: BookingId
    result: Literal["applied", "conflict"]
    attendance: AttendanceRead | None


class MarkResults(Output):
    results: list[MarkResult]


class StayRead(Output):
    """One stay in the room, `[starts_at, ends_at)`."""

    starts_at: datetime
    ends_at: datetime | None
    reason: PullOutReason | None


class CorrectionRead(Output):
    """What an earlier version said, who replaced it and why."""

    replaced_version: int
    outcome: Outcome | None
    absence_reason: AbsenceReason | None
    mode: Mode
    stays: list[StayRead]
    minutes: int
    after_lock: bool
    reason: str
    corrected_by: AccountId
    corrected_at: datetime


class AttendanceDetail(VersionedOutput):
    """Everything recorded about one booking's attendance."""

    booking_id: BookingId
    session_id: SessionId
    participant_id: ParticipantId
    episode_id: EpisodeId
    outcome: Outcome | None = Field(description="Null when the mark was taken back.")
    absence_reason: AbsenceReason | None
    mode: Mode
    video: VideoRead | None
    evidence: Evidence
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int
    countable_minutes: int
    provisional: bool
    locked: bool
    stays: list[StayRead]
    marked_by: AccountId
    marked_at: datetime
    corrections: list[CorrectionRead]


class ClosedSession(Output):
    """A session after closing or locking."""

    id: SessionId
    status: SessionStatus
    closed_at: datetime | None
    closed_by: AccountId | None
    locked_at: datetime | None
    booked: int
    marked: int
    version: int


class SessionClosedRead(Output):
    """The closed session and how its roster came out."""

    session: ClosedSession
    rows: int
    counts: dict[Outcome, int]


class TallyRead(Output):
    """Countable minutes by what is known about them."""

    scheduled_minutes: int
    countable_minutes: int = Field(description="Attended, departures confirmed.")
    provisional_minutes: int = Field(description="Attended as far as marked; the group is not closed.")
    open_minutes: int = Field(description="Booked and not decided yet.")
    excused_minutes: int
    missed_minutes: int
    made_up_minutes: int = Field(description="Part of the attended minutes that mends an absence.")


class LedgerDayRead(Output):
    local_date: date
    state: LedgerDayState
    expected_minutes: int
    tally: TallyRead
    missed: bool
    qualifies: bool | None = Field(description="Null where no rule counts days.")


class KindTallyRead(Output):
    service_kind: ServiceKind
    tally: TallyRead


class WeekLedgerRead(Output):
    """One episode's week against what is expected of it."""

    episode_id: EpisodeId
    starts_on: date
    target_minutes: int
    expected_minutes: int
    expected_days: int
    tally: TallyRead
    short_by_minutes: int = Field(description="What the week will lack even if everything still open is attended.")
    forecast_minutes: int = Field(description="Attended, and what is still open if all of it is attended.")
    forecast_qualifying_days: int | None = Field(description="Days that count, if all that is open is attended.")
    short_by_days: int | None = Field(
        description="Days that count which the week will lack even if all that is open is attended: of as many as a"
        " rule asks for, or of the plan's days that are long enough to count. Null where no rule says what counts."
    )
    attended_days: int
    missed_days: int
    counted_day_minutes: int | None = Field(description="Least minutes of a day that counts, where a rule names them.")
    qualifying_days: int | None
    days: list[LedgerDayRead]
    by_kind: list[KindTallyRead]


class LastSession(Output):
    """A session that is over, and what became of one person's place in it."""

    booking_id: BookingId
    session_id: SessionId
    title: str = Field(description="Neutral, the kind of service, for readers without clinical sight of the session.")
    service_kind: ServiceKind
    local_date: date
    local_start: time
    outcome: Outcome | None = Field(description="Null: nobody has marked them.")
    minutes: int | None
    closed: bool = Field(description="Its minutes are final.")


class LastSessions(Output):
    participant_id: ParticipantId
    sessions: list[LastSession] = Field(description="Of the last four weeks, eight at most, the last one first.")


class ParticipantLedger(Output):
    """Weeks of all episodes of a participant, the newest first."""

    participant_id: ParticipantId
    weeks: list[WeekLedgerRead] = Field(max_length=LEDGER_WEEKS * 4)


class MakeUpOffer(Output):
    """A session ahead in the week that would mend something."""

    session_id: SessionId
    title: str
    service_kind: ServiceKind
    starts_at: datetime
    ends_at: datetime
    local_date: date
    minutes: int = Field(description="Countable minutes of the whole session.")
    mends_minutes: int = Field(description="What it mends of the hours the week lacks.")
    mends_day: bool | None = Field(description="Whether its day would become one that counts; null where no rule does.")


class MakeUps(Output):
    """What a week lacks, and what would mend it before it ends."""

    episode_id: EpisodeId
    starts_on: date
    short_by_minutes: int
    missed_booking_ids: list[BookingId] = Field(description="Places of the week that nothing makes up for yet.")
    offers: list[MakeUpOffer]
    enough_session_ids: list[SessionId] = Field(description="Few sessions that together mend all; empty if none do.")
