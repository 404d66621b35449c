"""What a week of the builder's changes, and why. Pure: values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from handrail.builder.problem import Problem
from handrail.builder.solution import PlannedWeek, Session
from handrail.core.ids import (
    CohortId,
    EpisodeId,
    LocationId,
    ParticipantId,
    ProgramId,
    RoomId,
    SessionId,
    StaffId,
)
from handrail.core.vocabulary import ServiceKind
from handrail.planning.made import Made
from handrail.planning.spans import DAY
from handrail.planning.vocabulary import WhatChanges, Why
from handrail.planning.week import Standing, WeekSeen, Wish


@dataclass(frozen=True)
class Seat:
    """When, where and with whom a session is held."""

    local_date: date
    local_start: time
    minutes: int
    staff_id: StaffId | None
    room_id: RoomId | None
    telehealth: bool
    second_id: StaffId | None = None
    """Who co-leads it, where that is planned."""

    def stored(self) -> dict[str, Any]:
        return {
            "local_date": self.local_date.isoformat(),
            "local_start": f"{self.local_start:%H:%M}",
            "minutes": self.minutes,
            "staff_id": None if self.staff_id is None else str(self.staff_id),
            "room_id": None if self.room_id is None else str(self.room_id),
            "telehealth": self.telehealth,
            "second_id": _text(self.second_id),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Seat":
        """Return it from what the row keeps; one of before co-leaders were planned names none."""
        return cls(
            local_date=date.fromisoformat(stored["local_date"]),
            local_start=time.fromisoformat(stored["local_start"]),
            minutes=stored["minutes"],
            staff_id=StaffId(UUID(stored["staff_id"])) if stored["staff_id"] else None,
            room_id=RoomId(UUID(stored["room_id"])) if stored["room_id"] else None,
            telehealth=stored["telehealth"],
            second_id=StaffId(UUID(stored["second_id"])) if stored.get("second_id") else None,
        )

    @property
    def leaders(self) -> set[StaffId]:
        return {one for one in (self.staff_id, self.second_id) if one is not None}


@dataclass(frozen=True)
class Change:
    """A session that would be held otherwise, newly, or not at all."""

    what: WhatChanges
    why: tuple[Why, ...]
    kind: ServiceKind
    before: Seat | None
    after: Seat | None
    location_id: LocationId
    session_id: SessionId | None = None
    program_id: ProgramId | None = None
    cohorts: tuple[CohortId, ...] = ()
    episode_id: EpisodeId | None = None
    participant_id: ParticipantId | None = None
    title: str | None = None
    """Of a new session: from its program's template, or as the last one of its kind."""

    def stored(self) -> dict[str, Any]:
        """Return it as the row keeps it."""
        return {
            "what": self.what.value,
            "why": [one.value for one in self.why],
            "kind": self.kind.value,
            "before": None if self.before is None else self.before.stored(),
            "after": None if self.after is None else self.after.stored(),
            "location_id": str(self.location_id),
            "session_id": _text(self.session_id),
            "program_id": _text(self.program_id),
            "cohort_ids": [str(one) for one in self.cohorts],
            "episode_id": _text(self.episode_id),
            "participant_id": _text(self.participant_id),
            "title": self.title,
        }


@dataclass(frozen=True)
class Missing:
    """A need that finds no place, or a group that nobody co-leads though it should be."""

    kind: ServiceKind
    location_id: LocationId
    participant_id: ParticipantId | None
    episode_id: EpisodeId | None
    cohort_id: CohortId | None
    second_kind: ServiceKind | None = None
    """Of the group: what a second leader must be allowed to lead."""
    no_chair: bool = False
    """Its room has no chair for one."""
    seat: Seat | None = None
    """When the group is held, and who leads it alone."""

    def stored(self) -> dict[str, Any]:
        return {
            "second_kind": _text(self.second_kind),
            "no_chair": self.no_chair,
            "seat": None if self.seat is None else self.seat.stored(),
            "kind": self.kind.value,
            "location_id": str(self.location_id),
            "participant_id": _text(self.participant_id),
            "episode_id": _text(self.episode_id),
            "cohort_id": _text(self.cohort_id),
        }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def keep_rooms(problem: Problem, current: PlannedWeek, week: PlannedWeek) -> PlannedWeek:
    """Let sessions that stay where they are in time keep their room where nobody else needs it.

    A room costs the builder nothing, so that it may hand others out than those people are used to.
    """
    ticks = {one.id: one.ticks for one in problem.activities}
    beside = {one.id: one.co_leads for one in problem.activities if one.co_leads is not None}
    was = {one.activity: one for one in current.sessions}
    sessions = {one.activity: one for one in week.sessions if one.activity not in beside}
    opens = {one.id: one.open for one in problem.rooms}
    for _ in range(len(sessions)):
        moved = False
        for name, one in sessions.items():
            before = was.get(name)
            if before is None or before.room in (None, one.room) or before.start != one.start or one.tele:
                continue
            ends = one.start + ticks[name]
            taken = any(
                other.room == before.room and other.start < ends and one.start < other.start + ticks[other.activity]
                for other in sessions.values()
            )
            if not taken and any(first <= one.start and ends <= last for first, last in opens[before.room or ""]):
                sessions[name] = one.model_copy(update={"room": before.room})
                moved = True
        if not moved:
            break
    # A second leader is where the group is.
    seconds = {
        one.activity: one.model_copy(update={"room": sessions[beside[one.activity]].room})
        for one in week.sessions
        if one.activity in beside
    }
    return PlannedWeek(tracks=week.tracks, sessions=(*sessions.values(), *seconds.values()))


def changes_of(seen: WeekSeen, wish: Wish, made: Made, week: PlannedWeek) -> tuple[list[Change], list[Missing]]:
    """Return what changes by day and time, and which needs are left out."""
    after = {one.activity: one for one in week.sessions}
    changes: list[Change] = []
    beside = {one.group: StaffId(UUID(after[key].clinician)) for key, one in made.seconds.items() if key in after}
    for key, standing in made.sessions.items():
        change = _of_standing(seen, wish, made, standing, after.get(key), beside.get(key))
        if change is not None:
            changes.append(change)
    missing = _alone(seen, made, after)
    for key, need in made.needs.items():
        seat = _seat(seen, made, after.get(key), need.minutes)
        if seat is None:
            missing.append(Missing(need.kind, need.site, need.participant_id, need.episode_id, None))
            continue
        changes.append(
            Change(
                WhatChanges.CREATED,
                (Why.NEEDED,),
                need.kind,
                None,
                seat,
                need.site,
                program_id=need.program_id,
                episode_id=need.episode_id,
                participant_id=need.participant_id,
                title=need.title,
            )
        )
    for key, group in made.groups.items():
        seat = _seat(seen, made, after.get(key), group.block.minutes, second=beside.get(key))
        if seat is None:
            missing.append(Missing(group.block.kind, group.program.site, None, None, group.cohort_id))
            continue
        changes.append(
            Change(
                WhatChanges.CREATED,
                (Why.NEEDED,),
                group.block.kind,
                None,
                seat,
                group.program.site,
                program_id=group.program.program_id,
                cohorts=(group.cohort_id,),
                title=group.block.title,
            )
        )
    return sorted(changes, key=_order), missing


def _alone(seen: WeekSeen, made: Made, after: Mapping[str, Session]) -> list[Missing]:
    """Return the groups that are held, with nobody beside their leader."""
    lacking = [(one, False) for key, one in made.seconds.items() if key not in after]
    lacking += [(one, True) for one in made.no_chair.values()]
    found = []
    for one, no_chair in lacking:
        standing, new = made.sessions.get(one.group), made.groups.get(one.group)
        if one.group not in after:
            continue
        if standing is not None:
            cohort = next(iter(standing.cohorts), None)
            about, minutes = (standing.kind, standing.site, None, None, cohort), standing.minutes
        else:
            assert new is not None
            about, minutes = (new.block.kind, new.program.site, None, None, new.cohort_id), new.block.minutes
        seat = _seat(seen, made, after[one.group], minutes)
        found.append(Missing(*about, second_kind=one.kind, no_chair=no_chair, seat=seat))
    return found


def _order(change: Change) -> tuple[date, time, str]:
    seat = change.before or change.after
    assert seat is not None
    return seat.local_date, seat.local_start, str(change.session_id or change.episode_id or change.cohorts)


def _of_standing(
    seen: WeekSeen, wish: Wish, made: Made, standing: Standing, after: Session | None, second: StaffId | None
) -> Change | None:
    before = _standing_seat(seen, standing)
    why = _hit_by(wish, made, standing, after)
    cut = Why.OPENS_LATE in why and Why.AWAY not in why and Why.ROOM_LOST not in why
    if after is None:
        what = WhatChanges.SHORTENED if cut else WhatChanges.CANCELLED
        return Change(what, why or (Why.MAKES_WAY,), standing.kind, before, None, **_about(standing))
    room = standing.room if standing.telehealth else None
    seat = _seat(seen, made, after, standing.minutes, room_by_video=room, second=second)
    if seat == before:
        return None
    if standing.second is None and second is not None:
        why = (*(one for one in why if one is not Why.BETTER), Why.NEEDED)
    return Change(WhatChanges.CHANGED, why, standing.kind, before, seat, **_about(standing))


def _about(standing: Standing) -> Mapping[str, Any]:
    return {
        "location_id": standing.site,
        "session_id": standing.id,
        "program_id": standing.program_id,
        "cohorts": standing.cohorts,
    }


def _hit_by(wish: Wish, made: Made, standing: Standing, after: Session | None) -> tuple[Why, ...]:
    """Return what hits the session as it stands; nothing does: it makes way for others, or the week is better so."""
    why = []
    begins, ends = standing.starts // made.tick, -(-standing.ends // made.tick)
    for code, losses, names in (
        (Why.AWAY, made.disruption.absent, {str(one) for one in standing.leaders}),
        (Why.ROOM_LOST, made.disruption.rooms, set[str]() if standing.telehealth else {str(standing.room)}),
        (Why.OPENS_LATE, made.disruption.closed, set[str]() if standing.telehealth else {str(standing.site)}),
    ):
        if any(one.id in names and one.span[0] < ends and begins < one.span[1] for one in losses):
            why.append(code)
    if not why and after is not None:
        lost = bool(wish.losses) or bool(made.disruption.absent)
        why.append(Why.MAKES_WAY if lost else Why.BETTER)
    return tuple(why)


def _standing_seat(seen: WeekSeen, one: Standing) -> Seat:
    return Seat(
        local_date=seen.monday + timedelta(days=one.starts // DAY),
        local_start=_time(one.starts),
        minutes=one.minutes,
        staff_id=one.lead,
        room_id=one.room,
        telehealth=one.telehealth,
        second_id=one.second,
    )


def _seat(
    seen: WeekSeen,
    made: Made,
    session: Session | None,
    minutes: int,
    *,
    room_by_video: RoomId | None = None,
    second: StaffId | None = None,
) -> Seat | None:
    if session is None:
        return None
    starts = session.start * made.tick
    return Seat(
        local_date=seen.monday + timedelta(days=starts // DAY),
        local_start=_time(starts),
        minutes=minutes,
        staff_id=StaffId(UUID(session.clinician)),
        room_id=room_by_video if session.room is None else RoomId(UUID(session.room)),
        telehealth=session.tele,
        second_id=second,
    )


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)
