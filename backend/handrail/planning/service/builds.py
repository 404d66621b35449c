"""A week in the making: asked for, worked on, proposed, given up."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.builder.clashes import Told
from handrail.builder.problem import Mistakes
from handrail.calendar.service.places import check_room
from handrail.calendar.vocabulary import HORIZON_WEEKS
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.db import refusing
from handrail.core.ids import LocationId, ProgramId, RoomId, ScheduleBuildId
from handrail.core.jobs import enqueue
from handrail.organizations import service as organizations
from handrail.planning import queries
from handrail.planning.changes import changes_of
from handrail.planning.errors import (
    BuildEnded,
    BuildUnderWay,
    LocationsInDifferentZones,
    LossOutsideWeek,
    WeekNotMonday,
    WeekPast,
    WeekTooFar,
)
from handrail.planning.made import Made
from handrail.planning.making import ALONE, make
from handrail.planning.models import ScheduleBuild
from handrail.planning.schemas import Loss, ScheduleBuildCreate
from handrail.planning.searching import Order, Outcome, Reason
from handrail.planning.service import loading
from handrail.planning.vocabulary import BuildKind, BuildStatus, Failure
from handrail.planning.week import Lost, WeekSeen, Wish
from handrail.programs import service as programs
from handrail.staff.services import people as staff

BUILD_JOB: Final = "planning_build"
STUCK: Final = timedelta(minutes=15)
"""Who has said nothing for so long does not work any more."""

log = structlog.get_logger("handrail.planning")

_UNDER_WAY: Final = (BuildStatus.QUEUED, BuildStatus.RUNNING)


@dataclass(frozen=True)
class Prepared:
    """What a search needs, and what its answer is read with."""

    order: Order
    seen: WeekSeen
    wish: Wish
    made: Made


async def ask(db: AsyncSession, actor: Actor, wanted: ScheduleBuildCreate) -> ScheduleBuild:
    """Queue a build of a week of one or several locations, one at a time for each of them."""
    locations = [await organizations.get_usable_location(db, one) for one in wanted.locations]
    zone = loading.one_zone_of(locations)
    for program_id in wanted.program_ids:
        await programs.get_program(db, program_id)
    for loss in wanted.losses:
        if loss.staff_id is not None:
            await staff.get_working_staff(db, loss.staff_id)
        await _check_room(db, loss.room_id, wanted.locations)
    _check_days(wanted, today_in(zone))
    if taken := await queries.under_way(db, wanted.locations):
        raise BuildUnderWay(location_ids=sorted(map(str, taken)))
    build = ScheduleBuild(
        location_id=wanted.locations[0],
        location_ids=[str(one) for one in wanted.locations] if len(wanted.locations) > 1 else [],
        monday=wanted.monday,
        kind=wanted.kind,
        asked_by=actor.account_id,
        asked=wanted.model_dump(mode="json", exclude={"kind", "location_id", "location_ids", "monday"}),
        seen={},
        changes=[],
        without=[],
        costs={},
        clashes=[],
    )
    with refusing({"uq_schedule_builds_under_way": BuildUnderWay()}):
        db.add(build)
        await db.flush()
    await enqueue(db, BUILD_JOB, build_id=build.id)
    return build


async def _check_room(db: AsyncSession, room_id: RoomId | None, locations: Sequence[LocationId]) -> None:
    """Raise unless the room, if one is named, is in use at one of the locations."""
    if room_id is not None:
        room = await organizations.get_room(db, room_id)
        await check_room(db, room_id, room.location_id if room.location_id in locations else locations[0])


def _check_days(wanted: ScheduleBuildCreate, today: date) -> None:
    """Raise unless it is a week that is not over and exists, and what is lost lies in it."""
    sunday = wanted.monday + timedelta(days=6)
    if wanted.monday.weekday() != 0:
        raise WeekNotMonday(pointer="/monday")
    if sunday < today:
        raise WeekPast(pointer="/monday")
    if wanted.monday > today + timedelta(weeks=HORIZON_WEEKS):
        raise WeekTooFar(pointer="/monday", weeks=HORIZON_WEEKS)
    for index, loss in enumerate(wanted.losses):
        if not wanted.monday <= loss.from_date <= loss.to_date <= sunday:
            raise LossOutsideWeek(pointer=f"/losses/{index}/from_date")


async def cancel(db: AsyncSession, build_id: ScheduleBuildId) -> ScheduleBuild:
    """End a build, or let a proposal go. A search that runs hears of it within a second."""
    build = await queries.get_build(db, build_id, lock=True)
    if build.status not in (*_UNDER_WAY, BuildStatus.PROPOSED):
        raise BuildEnded(build_status=build.status.value)
    build.status = BuildStatus.CANCELLED
    build.changes, build.without = [], []
    await db.flush()
    return build


async def prepare(db: AsyncSession, build_id: ScheduleBuildId) -> Prepared | None:
    """Take a build into work: see the week and make the problem of it. None: there is nothing to search for."""
    build = await queries.get_build(db, build_id, lock=True)
    if build.status not in _UNDER_WAY:
        return None
    build.status, build.as_of, build.progress = BuildStatus.RUNNING, now(), 0
    try:
        seen = await loading.see(db, build.locations, build.monday, as_of=build.as_of)
    except LocationsInDifferentZones:  # somebody changed one since it was asked for
        build.status, build.failure = BuildStatus.FAILED, Failure.NOT_A_WEEK
        await db.flush()
        return None
    wish = wish_of(build, seen)
    note_seen(build, seen)
    try:
        made = make(seen, wish)
    except (Mistakes, ValidationError) as found:
        lines = found.lines if isinstance(found, Mistakes) else found.errors(include_input=False)
        log.error("no problem could be made of a week", build_id=str(build_id), mistakes=len(lines))
        build.status, build.failure = BuildStatus.FAILED, Failure.NOT_A_WEEK
        made = None
    else:
        if made is None:
            build.status, build.progress = BuildStatus.PROPOSED, 100
    await db.flush()
    if made is None:
        return None
    order = Order(
        problem=made.problem,
        current=made.current,
        disruption=made.disruption,
        mend=build.kind is BuildKind.REPAIR,
        seconds=build.asked["seconds"],
        moves=build.asked["moves"],
        seed=build.asked["seed"],
    )
    return Prepared(order, seen, wish, made)


def note_seen(build: ScheduleBuild, seen: WeekSeen) -> None:
    """Write down which calendar the build is made against."""
    build.seen = {"sessions": loading.versions(seen), "parts": loading.digests(seen)}
    build.state = hashlib.sha256(json.dumps(build.seen, sort_keys=True).encode()).hexdigest()[:32]


def wish_of(build: ScheduleBuild, seen: WeekSeen) -> Wish:
    """Return what was asked for, in minutes of the week."""
    asked = build.asked
    return Wish(
        kind=build.kind,
        programs=frozenset(ProgramId(UUID(one)) for one in asked["program_ids"]),
        losses=tuple(_lost(Loss.model_validate(one), seen) for one in asked["losses"]),
        shift_minutes=asked["shift_minutes"],
        other_days=asked["other_days"],
        by_video=asked["by_video"],
        change_weight=asked["change_weight"],
        preference_weight=asked.get("preference_weight", 1),
    )


def _lost(loss: Loss, seen: WeekSeen) -> Lost:
    first = (loss.from_date - seen.monday).days * 1440
    last = ((loss.to_date - seen.monday).days + 1) * 1440
    if loss.opens_at is not None:
        last = (loss.to_date - seen.monday).days * 1440 + loss.opens_at.hour * 60 + loss.opens_at.minute
        return Lost(loss.kind, loss.location_id or seen.sites[0], first, max(last, first + 1))
    what = loss.staff_id or loss.room_id
    assert what is not None
    return Lost(loss.kind, what, first, last)


async def finish(db: AsyncSession, build_id: ScheduleBuildId, prepared: Prepared, outcome: Outcome) -> None:
    """Offer what was found, unless it breaks a rule: that is never shown."""
    build = await queries.get_build(db, build_id, lock=True)
    if build.status is not BuildStatus.RUNNING:
        return
    build.progress = 100
    if outcome.broken:
        log.error("a week of the builder breaks rules", build_id=str(build_id), rules=list(outcome.broken))
        build.status, build.failure = BuildStatus.FAILED, Failure.BROKE_A_RULE
    elif build.kind is BuildKind.BUILD and outcome.lost and not build.asked["leave_out"]:
        build.status = BuildStatus.NO_WEEK
        build.clashes = [clash_of(one, prepared.made) for one in outcome.clashes]
    else:
        changes, missing = changes_of(prepared.seen, prepared.wish, prepared.made, outcome.week)
        build.status, build.cost = BuildStatus.PROPOSED, outcome.after.total
        build.changes = [one.stored() for one in changes]
        build.without = [one.stored() for one in missing]
        build.clashes = [clash_of(one, prepared.made) for one in (*outcome.clashes, *outcome.short)]
        build.costs = {
            "before": None if outcome.before is None else outcome.before.model_dump(),
            "after": outcome.after.model_dump(),
            "bound": outcome.bound if outcome.moves else None,
        }
    await db.flush()


def clash_of(reason: Reason, made: Made) -> dict[str, Any]:
    """Return a clash in the words of the clinic: whose session, which cohorts, which kinds of service."""
    facts = reason.facts
    told: dict[str, Any] = {
        "rule": reason.rule,
        "proven": reason.proven,
        "kinds": _strings(facts.get("credentials")),
        "participant_id": None,
        "session_id": None,
        "cohort_ids": [],
        "location_ids": [],
        "count": facts.get("count") or facts.get("sessions"),
        "at": facts.get("at"),
        "need": _figure(facts, "need", "need_hours", "least_hours"),
        "have": _figure(facts, "have", "have_hours", "most_hours", "most"),
    }
    tracks = _strings(facts.get("tracks")) or ([str(facts["track"])] if "track" in facts else [])
    key = str(facts.get("activity", ""))
    second = made.seconds.get(key)
    key = key if second is None else second.group
    if key in made.sessions:
        standing = made.sessions[key]
        told |= {"session_id": key, "kinds": [standing.kind.value]}
        tracks = [str(one) for one in standing.cohorts]
    elif key in made.needs:
        need = made.needs[key]
        told |= {"participant_id": str(need.participant_id), "kinds": [need.kind.value]}
    elif key in made.groups:
        group = made.groups[key]
        told["kinds"], tracks = [group.block.kind.value], [str(group.cohort_id)]
    if second is not None:
        told["kinds"] = [second.kind.value]
    cohorts = {str(one) for standing in made.sessions.values() for one in standing.cohorts}
    cohorts |= {str(one.cohort_id) for one in made.groups.values()}
    told["cohort_ids"] = sorted({one for one in tracks if one in cohorts})
    told["location_ids"] = _sites(facts, made, key, tracks)
    return told


def _sites(facts: Mapping[str, Told], made: Made, key: str, tracks: Collection[str]) -> list[str]:
    """Return where a clash is: as it says, or where its session or its cohorts are."""
    if "site" in facts:
        return [str(facts["site"])]
    activity = next((one for one in made.problem.activities if one.id == key), None)
    of = {one.id: one.site for one in made.problem.tracks}
    if activity is not None:
        return [activity.site or of[activity.track]]
    named = _strings(facts.get("tracks")) or [str(facts.get("track", "")), *tracks]
    return sorted({of[one] for one in named if one in of and one != ALONE})


def _figure(facts: Mapping[str, Told], *names: str) -> float | None:
    """Return the first of these figures that is told; hours to their tenth."""
    value = next((facts[name] for name in names if name in facts), None)
    return round(value, 1) if isinstance(value, int | float) else None


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


async def fail(db: AsyncSession, build_id: ScheduleBuildId, failure: Failure) -> None:
    """Note that nothing came of it."""
    build = await queries.get_build(db, build_id, lock=True)
    if build.status in _UNDER_WAY:
        log.error("a build came to nothing", build_id=str(build_id), failure=failure.value)
        build.status, build.failure = BuildStatus.FAILED, failure
        await db.flush()


async def let_go(db: AsyncSession, *, at: datetime) -> None:
    """End builds whose process is gone, so that another may begin."""
    for build_id in await queries.stuck(db, before=at - STUCK):
        await fail(db, build_id, Failure.DID_NOT_END)
