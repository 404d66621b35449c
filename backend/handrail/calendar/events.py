"""What happens in the calendar that later slices have a word in, in the same transaction."""

from dataclasses import dataclass, field

from handrail.core.ids import BookingId, EpisodeId, SessionId


@dataclass(frozen=True)
class ChangeProposed:
    """Sessions are about to change. Who knows that one of them was attended, or marked, puts it into `attended`."""

    session_ids: tuple[SessionId, ...]
    attended: set[SessionId] = field(default_factory=set)


@dataclass(frozen=True)
class MakeUpProposed:
    """A missed place is to be made up for, which these bookings were to do. Whoever knows that one of them was missed
    too puts it into `missed`.
    """

    booking_ids: tuple[BookingId, ...]
    missed: set[BookingId] = field(default_factory=set)


@dataclass(frozen=True)
class SeatsMoved:
    """A place in a session was given to an episode (`booked`), or given back (None)."""

    session_id: SessionId
    booked: EpisodeId | None
