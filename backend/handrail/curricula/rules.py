"""The rotation of topics over a group's sessions, and where each participant stands in it. Values in, values out."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from handrail.curricula.vocabulary import TopicState

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True)
class Meeting(Generic[S]):
    """A session that takes place, in the order of its beginning."""

    id: S
    on: date
    held: bool
    """It has begun."""


@dataclass(frozen=True)
class Standing:
    """Where a participant stands with one topic."""

    state: TopicState
    received_on: date | None
    next_on: date | None
    """The next day on which it is taught, as far as sessions are laid out."""


def rotation(meetings: Sequence[Meeting[S]], topics: int, *, first: int, pins: Mapping[S, int]) -> dict[S, int]:
    """Return the topic of each meeting, by its place among `topics`.

    Topics follow one another from `first` on and begin again. A pinned meeting has the topic it is pinned to, and the
    next meeting has the one after that: a topic that needs a second hour pushes the rest on, one that is left out
    brings them forward.
    """
    found = {}
    place = first
    for meeting in meetings:
        place = pins.get(meeting.id, place) % topics
        found[meeting.id] = place
        place += 1
    return found


def standings(
    meetings: Sequence[Meeting[S]], plan: Mapping[S, int], topics: int, *, attended: frozenset[S]
) -> list[Standing]:
    """Return where somebody stands with each topic: received if they attended one of its meetings.

    Missed is what was taught, whether before they came or while they were away, and never reached them.
    """
    found = []
    for topic in range(topics):
        own = [meeting for meeting in meetings if plan[meeting.id] == topic]
        received = [meeting.on for meeting in own if meeting.id in attended]
        held = any(meeting.held for meeting in own)
        state = TopicState.RECEIVED if received else TopicState.MISSED if held else TopicState.AHEAD
        ahead = [meeting.on for meeting in own if not meeting.held]
        found.append(Standing(state, max(received, default=None), min(ahead, default=None)))
    return found
