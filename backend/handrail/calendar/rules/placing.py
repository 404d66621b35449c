"""Which members of a cohort get a place in which of its sessions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from handrail.calendar.vocabulary import CHOSEN_REASONS, BookingCancelReason, BookingStatus
from handrail.core.ids import BookingId, EpisodeId, MembershipId, ParticipantId, SessionId


@dataclass(frozen=True)
class Standing:
    """A booking as it is stored."""

    id: BookingId
    status: BookingStatus
    cancel_reason: BookingCancelReason | None


@dataclass(frozen=True)
class Wanted:
    """A member is expected in a session; `standing` is the booking that may be there already."""

    session_id: SessionId
    episode_id: EpisodeId
    participant_id: ParticipantId
    membership_id: MembershipId
    starts_at: datetime
    ends_at: datetime
    local_date: date
    standing: Standing | None = None
    person_id: ParticipantId | None = None
    """The record that stands for the participant after a merge; None: the participant's own."""

    @property
    def person(self) -> ParticipantId:
        return self.person_id or self.participant_id


@dataclass(frozen=True)
class Placement:
    """What becomes of a wanted place; `refused` None means booked."""

    wanted: Wanted
    refused: BookingCancelReason | None


@dataclass
class Surroundings:
    """Seats left by session, who is busy when, who is in a session already, who must be kept apart on a day.

    People stand here by `Wanted.person`: records that were merged are one person.
    """

    seats_left: Mapping[SessionId, int | None]
    busy: Mapping[ParticipantId, Collection[tuple[datetime, datetime]]] = field(default_factory=dict)
    present: Mapping[SessionId, Collection[UUID]] = field(default_factory=dict)
    apart: Mapping[date, Collection[frozenset[UUID]]] = field(default_factory=dict)
    left_for_payer: Mapping[SessionId, Mapping[str, int]] = field(default_factory=dict)
    """How many more may come before a group is larger than a payer allows in which one of its people is."""
    paying: Mapping[tuple[SessionId, EpisodeId], str] = field(default_factory=dict)


def place_members(wanted: Iterable[Wanted], around: Surroundings) -> list[Placement]:
    """Decide in the given order: who comes first in it gets the last seat. Only what has to change is returned.

    A place that somebody gave back by choice stays given back. Nobody is booked twice at one time, and two people who
    must be kept apart never get a place in one session; the refusal says only that it is not available.
    """
    seats = dict(around.seats_left)
    busy = defaultdict(list, {who: list(spans) for who, spans in around.busy.items()})
    present = defaultdict(set, {session: set(people) for session, people in around.present.items()})
    came: Counter[SessionId] = Counter()
    placed = []
    for one in wanted:
        standing = one.standing
        if standing is not None and (
            standing.status is BookingStatus.BOOKED or standing.cancel_reason in CHOSEN_REASONS
        ):
            continue
        refused = None
        payer = around.paying.get((one.session_id, one.episode_id), "")
        of_payer = around.left_for_payer.get(one.session_id, {}).get(payer)
        left = _least(seats.get(one.session_id), None if of_payer is None else of_payer - came[one.session_id])
        if any(start < one.ends_at and end > one.starts_at for start, end in busy[one.person]):
            refused = BookingCancelReason.OVERLAP
        elif _kept_apart(one.person, present[one.session_id], around.apart.get(one.local_date, ())):
            refused = BookingCancelReason.NOT_AVAILABLE
        elif left is not None and left <= 0:
            refused = BookingCancelReason.NO_SEAT
        if refused is None:
            if left is not None:
                seats[one.session_id] = left - 1
            came[one.session_id] += 1
            busy[one.person].append((one.starts_at, one.ends_at))
            present[one.session_id].add(one.person)
        elif standing is not None and standing.cancel_reason is refused:
            continue
        placed.append(Placement(one, refused))
    return placed


def _least(*counts: int | None) -> int | None:
    return min((one for one in counts if one is not None), default=None)


def _kept_apart(person: UUID, others: Collection[UUID], pairs: Iterable[frozenset[UUID]]) -> bool:
    return any(person in pair and not pair.isdisjoint(set(others) - {person}) for pair in pairs)
