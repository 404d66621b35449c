"""The problem file: what a week has to hold, and by which rules. docs/schedule-builder.md tells every key."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handrail.builder.solution import PlannedWeek

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.:-]{0,63}$")]
Tick = Annotated[int, Field(ge=0, le=2016)]
Ticks = Annotated[int, Field(ge=1, le=288)]
Span = tuple[Tick, Tick]
Spans = Annotated[tuple[Span, ...], Field(max_length=200)]
Words = Annotated[tuple[Id, ...], Field(max_length=30)]
Weight = Annotated[int, Field(ge=0, le=1000)]


class Kind(StrEnum):
    """What a session is."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    PSYCHIATRIC = "psychiatric"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Site(_Part):
    """A location, and when it is closed."""

    id: Id
    closed: Spans = ()


class Travel(_Part):
    """How long it takes from one site to another; the way back takes as long unless it is given."""

    origin: Id = Field(alias="from")
    to: Id
    ticks: Annotated[int, Field(ge=0, le=96)]


class Room(_Part):
    """A room: how many people, what it is fit for, when it can be used."""

    id: Id
    site: Id
    cap: Annotated[int, Field(ge=1, le=500)]
    tags: Words = ()
    open: Spans


class Clinician(_Part):
    """Somebody who holds sessions: credentials, working hours, and the longest day and week, in ticks of sessions."""

    id: Id
    credentials: Words
    open: Spans
    max_day: Annotated[int, Field(ge=0, le=288)]
    max_week: Annotated[int, Field(ge=0, le=2016)]


class Track(_Part):
    """A cohort's week: so many days, a block a day at the same time within a window of the day."""

    id: Id
    site: Id
    days: Annotated[int, Field(ge=1, le=7)]
    block_ticks: Ticks
    window: Span
    min_week_ticks: Annotated[int, Field(ge=0, le=2016)] = 0


class Participant(_Part):
    """Somebody in a cohort, and when they cannot come."""

    id: Id
    track: Id
    unavailable: Spans = ()


class Activity(_Part):
    """A session that the week must hold.

    Groups stand on a day of their track (`day_idx`) at an `offset` in its block; all others are with one participant.
    """

    id: Id
    kind: Kind
    ticks: Ticks
    track: Id
    participant: Id | None = None
    credential: Id
    day_idx: Annotated[int, Field(ge=0, le=6)] | None = None
    offset: Annotated[int, Field(ge=0, le=287)] | None = None
    tele_ok: bool = False
    same_clinician_as: Id | None = None
    tags: Words = ()
    """What its room must be fit for."""
    clinicians: Words = ()
    """Who alone may hold it, as the therapist whom the participant has; nobody named: everybody with the credential."""


class Weights(_Part):
    """What each thing costs that a week should rather not have."""

    consecutive: Weight = 1
    clinicians: Weight = 2
    tele: Weight = 3
    off_day: Weight = 2
    changed: Weight = 1


class Problem(_Part):
    """The whole problem."""

    version: Literal[1]
    tick_min: Literal[5, 10, 15, 20, 30, 60]
    days: Annotated[int, Field(ge=1, le=7)]
    sites: Annotated[tuple[Site, ...], Field(min_length=1, max_length=50)]
    travel: Annotated[tuple[Travel, ...], Field(max_length=2500)] = ()
    rooms: Annotated[tuple[Room, ...], Field(max_length=500)]
    clinicians: Annotated[tuple[Clinician, ...], Field(max_length=500)]
    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=300)]
    participants: Annotated[tuple[Participant, ...], Field(max_length=5000)]
    activities: Annotated[tuple[Activity, ...], Field(min_length=1, max_length=20000)]
    current: PlannedWeek | None = None
    weights: Weights = Weights()

    @property
    def day_ticks(self) -> int:
        return 1440 // self.tick_min

    @model_validator(mode="after")
    def _is_of_a_piece(self) -> Self:
        found = list(_mistakes(self))
        if found:
            raise Mistakes(found)
        return self


class Mistakes(Exception):
    """What is wrong with a file, a line for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _mistakes(problem: Problem) -> Iterator[str]:
    """Yield what no single value shows: ids used twice or unknown, spans turned round, blocks that cannot be."""
    lists: dict[str, Sequence[_Named]] = {
        "sites": problem.sites,
        "rooms": problem.rooms,
        "clinicians": problem.clinicians,
        "tracks": problem.tracks,
        "participants": problem.participants,
        "activities": problem.activities,
    }
    for name, members in lists.items():
        seen: set[str] = set()
        for index, one in enumerate(members):
            if one.id in seen:
                yield f"{name}[{index}].id: {one.id!r} stands twice; give each its own id"
            seen.add(one.id)
    yield from _span_mistakes(problem)
    yield from _place_mistakes(problem)
    yield from _track_mistakes(problem)
    yield from _activity_mistakes(problem)
    if problem.current is not None:
        known = {one.id for one in problem.activities}
        for index, session in enumerate(problem.current.sessions):
            if session.activity not in known:
                yield f"current.sessions[{index}].activity: there is no activity {session.activity!r}; leave it out"


def _span_mistakes(problem: Problem) -> Iterator[str]:
    end = problem.days * problem.day_ticks
    places = [(f"sites[{at}].closed", site.closed) for at, site in enumerate(problem.sites)]
    places += [(f"rooms[{at}].open", room.open) for at, room in enumerate(problem.rooms)]
    places += [(f"clinicians[{at}].open", clinician.open) for at, clinician in enumerate(problem.clinicians)]
    places += [(f"participants[{at}].unavailable", one.unavailable) for at, one in enumerate(problem.participants)]
    for where, spans in places:
        for index, (begins, ends) in enumerate(spans):
            if not begins < ends <= end:
                yield f"{where}[{index}]: [{begins}, {ends}] is no span of the week; write [start, end], up to {end}"


def _place_mistakes(problem: Problem) -> Iterator[str]:
    sites = {one.id for one in problem.sites}
    for index, room in enumerate(problem.rooms):
        if room.site not in sites:
            yield f"rooms[{index}].site: there is no site {room.site!r}; add it to sites or name another"
    ways = {}
    for index, way in enumerate(problem.travel):
        for key, site in (("from", way.origin), ("to", way.to)):
            if site not in sites:
                yield f"travel[{index}].{key}: there is no site {site!r}; add it to sites or name another"
        ways[way.origin, way.to] = way.ticks
    for (origin, to), ticks in ways.items():
        for between in sites - {origin, to}:
            around = travel_ticks(ways, origin, between) + travel_ticks(ways, between, to)
            if around < ticks:
                yield (
                    f"travel: from {origin!r} to {to!r} takes {ticks} ticks, by way of {between!r} only {around}; "
                    "write the shorter time, and a time for every pair of sites"
                )


def travel_ticks(ways: dict[tuple[str, str], int], origin: str, to: str) -> int:
    """Return the ticks of a way; a way that is not given takes as long as the way back, or none."""
    return 0 if origin == to else ways.get((origin, to), ways.get((to, origin), 0))


def _track_mistakes(problem: Problem) -> Iterator[str]:
    sites = {one.id for one in problem.sites}
    tracks = {one.id for one in problem.tracks}
    for index, track in enumerate(problem.tracks):
        at = f"tracks[{index}]"
        if track.site not in sites:
            yield f"{at}.site: there is no site {track.site!r}; add it to sites or name another"
        if track.days > problem.days:
            yield f"{at}.days: {track.days} days do not fit into a week of {problem.days}; ask for fewer"
        begins, ends = track.window
        if not (begins + track.block_ticks <= ends <= problem.day_ticks):
            yield (
                f"{at}.window: [{begins}, {ends}] does not hold a block of {track.block_ticks} ticks; "
                f"write ticks of the day, up to {problem.day_ticks}"
            )
    for index, participant in enumerate(problem.participants):
        if participant.track not in tracks:
            yield f"participants[{index}].track: there is no track {participant.track!r}; add it or name another"


def _activity_mistakes(problem: Problem) -> Iterator[str]:
    tracks = {one.id: one for one in problem.tracks}
    clinicians = {one.id for one in problem.clinicians}
    for index, one in enumerate(problem.activities):
        at = f"activities[{index}]"
        if one.track not in tracks:
            yield f"{at}.track: there is no track {one.track!r}; add it to tracks or name another"
            continue
        for name in one.clinicians:
            if name not in clinicians:
                yield f"{at}.clinicians: there is no clinician {name!r}; add them or name another"
        if one.kind is Kind.GROUP:
            yield from _group_mistakes(at, one, tracks[one.track])
    yield from _session_mistakes(problem)
    yield from _overlaps(problem)


def _group_mistakes(at: str, one: Activity, track: Track) -> Iterator[str]:
    if one.day_idx is None or one.offset is None or one.participant or one.same_clinician_as:
        yield f"{at}: a group has day_idx and offset, neither participant nor same_clinician_as; mend its keys"
    elif one.day_idx >= track.days or one.offset + one.ticks > track.block_ticks:
        yield f"{at}: does not lie in the {track.days} blocks of {track.block_ticks} ticks; move or shorten it"


def _session_mistakes(problem: Problem) -> Iterator[str]:
    members = {one.id: one.track for one in problem.participants}
    activities = {one.id: one for one in problem.activities}
    for index, one in enumerate(problem.activities):
        if one.kind is Kind.GROUP:
            continue
        at = f"activities[{index}]"
        if one.day_idx is not None or one.offset is not None:
            yield f"{at}: only groups have day_idx and offset; take them out"
        if one.participant is None or members.get(one.participant) != one.track:
            yield f"{at}.participant: {one.participant!r} is nobody of track {one.track!r}; name one of its people"
        if one.same_clinician_as is not None:
            other = activities.get(one.same_clinician_as)
            if other is None or other.kind is Kind.GROUP or other.participant != one.participant:
                yield f"{at}.same_clinician_as: names no session of the same participant; name one that is no group"


def _overlaps(problem: Problem) -> Iterator[str]:
    blocks: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    for one in problem.activities:
        if one.kind is Kind.GROUP and one.day_idx is not None and one.offset is not None:
            inside = blocks.setdefault((one.track, one.day_idx), [])
            inside.append((one.offset, one.offset + one.ticks, one.id))
    for inside in blocks.values():
        for (_, ends, first), (begins, _, second) in pairwise(sorted(inside)):
            if begins < ends:
                yield f"activities: groups {first!r} and {second!r} of a track overlap; change an offset"
