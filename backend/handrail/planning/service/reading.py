"""A build as its page shows it: titles of sessions, names of those who take part."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.service.titles import sight_of
from handrail.core.access import Actor
from handrail.core.ids import LocationId, ParticipantId, ScheduleBuildId, SessionId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.planning import queries
from handrail.planning.changes import Seat
from handrail.planning.models import ScheduleBuild
from handrail.planning.schemas import (
    BuildChangeRead,
    BuildClashRead,
    CostsRead,
    LossRead,
    MissingRead,
    ScheduleBuildRead,
    ScheduleBuildSummary,
    ToldRead,
)

_NOBODY_BESIDE: Final = {"second_kind": None, "no_chair": False, "seat": None}
"""What was worked out before co-leaders were planned says nothing of them."""


@dataclass(frozen=True)
class Told:
    """Who is booked in the sessions that change."""

    booked: dict[SessionId, list[ParticipantId]]
    names: dict[ParticipantId, str]


async def read_build(db: AsyncSession, actor: Actor, build_id: ScheduleBuildId) -> ScheduleBuildRead:
    return await shown(db, actor, await queries.get_build(db, build_id))


async def summaries(db: AsyncSession, builds: Sequence[ScheduleBuild]) -> list[ScheduleBuildSummary]:
    """Return builds as a list tells them, with the names of those who asked."""
    names = await queries.asked_by(db, {one.asked_by for one in builds})
    return [
        ScheduleBuildSummary.model_validate(
            {name: getattr(one, name, None) for name in ScheduleBuildSummary.model_fields}
            | {"asked_by_name": names[one.asked_by], "location_ids": one.locations}
        )
        for one in builds
    ]


async def summary(db: AsyncSession, build: ScheduleBuild) -> ScheduleBuildSummary:
    return (await summaries(db, [build]))[0]


async def list_builds(
    db: AsyncSession, *, location_id: LocationId | None, page: PageParams
) -> Rows[ScheduleBuildSummary]:
    rows = await queries.list_builds(db, location_id=location_id, page=page)
    return Rows(await summaries(db, rows.items), rows.next_cursor)


async def shown(db: AsyncSession, actor: Actor, build: ScheduleBuild) -> ScheduleBuildRead:
    """Return a build with everything its page says."""
    ids = [SessionId(UUID(one["session_id"])) for one in build.changes if one["session_id"]]
    rows = {row.id: row for row in await session_rows.get_sessions(db, ids)}
    working = await session_rows.staff_of(db, ids)
    sight = await sight_of(db, actor)
    told = await _told(db, build, ids)
    # What was worked out before weeks had several locations says nothing of them.
    here = {"location_id": build.location_id}
    changes = []
    for one in build.changes:
        row = rows.get(SessionId(UUID(one["session_id"]))) if one["session_id"] else None
        titled = row and sight.title(row, [place.staff_id for place in working.get(row.id, [])])
        people = told.booked.get(row.id, []) if row else [ParticipantId(UUID(x)) for x in _own(one)]
        changes.append(
            BuildChangeRead.model_validate(here | one | {"title": titled or one["title"], "participant_ids": people})
        )
    asked, costs = build.asked, build.costs
    return ScheduleBuildRead(
        **(await summary(db, build)).model_dump(),
        program_ids=asked["program_ids"],
        losses=[LossRead.model_validate({"location_id": None} | one) for one in asked["losses"]],
        state=build.state,
        as_of=build.as_of,
        changes=changes,
        without=[MissingRead.model_validate(here | _NOBODY_BESIDE | one) for one in build.without],
        cost_before=_costs(costs.get("before")),
        cost_after=_costs(costs.get("after")),
        bound=costs.get("bound"),
        clashes=[BuildClashRead.model_validate({"location_ids": []} | one) for one in build.clashes],
        people=[ToldRead(participant_id=one, name=name) for one, name in sorted(told.names.items())],
        staff_ids=sorted(staff_of(build)),
    )


def _own(change: dict[str, Any]) -> list[str]:
    return [change["participant_id"]] if change["participant_id"] else []


def _costs(parts: dict[str, int] | None) -> CostsRead | None:
    # What was worked out before wishes were weighed says nothing of them.
    return None if parts is None else CostsRead.model_validate({"preferences": 0} | parts)


def staff_of(build: ScheduleBuild) -> set[StaffId]:
    """Return everybody who works in what changes, now or then."""
    seats = [seat for one in build.changes for seat in (one["before"], one["after"]) if seat is not None]
    return {one for seat in seats for one in Seat.read(seat).leaders}


async def _told(db: AsyncSession, build: ScheduleBuild, ids: list[SessionId]) -> Told:
    booked: dict[SessionId, list[ParticipantId]] = defaultdict(list)
    for session_id, _, record, _ in await queries.booked_people(db, ids):
        booked[session_id].append(record)
    people = {one for some in booked.values() for one in some}
    listed = [*build.changes, *build.without, *build.clashes]
    people |= {ParticipantId(UUID(one["participant_id"])) for one in listed if one["participant_id"]}
    return Told(dict(booked), await queries.called(db, people))
