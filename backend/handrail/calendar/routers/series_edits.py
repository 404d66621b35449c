"""Edits of series: foreseen, made, listed, taken back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends

from handrail.calendar.errors import (
    EditBuiltOn,
    EditTooLarge,
    EditUndone,
    EpisodeNotBookable,
    MeetingNotInSeries,
    MeetingsOverlap,
    MoveAcrossWeeks,
    NothingToChange,
    OccurrenceFixed,
    OccurrenceMissing,
    OccurrenceOfAnotherSeries,
    ParticipantTaken,
    SeriesEditNotFound,
    SeriesEnded,
    SeriesNotFound,
    SessionNotFound,
    SessionTimeNotAvailable,
)
from handrail.calendar.routers.series import ROOM, STAFFING
from handrail.calendar.series_schemas import (
    ClashRead,
    ForeseenChange,
    SeriesEditCreate,
    SeriesEdited,
    SeriesEditPreview,
    SeriesEditRead,
    SeriesRead,
    SkippedRead,
)
from handrail.calendar.service import series_edits as service
from handrail.calendar.service.series_undo import undo_edit
from handrail.calendar.service.titles import sight_of
from handrail.calendar.vocabulary import MAX_CLASHES, ClashKind
from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import SeriesEditId, SeriesId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db

router = api_router("series", tag="series edits")

EDIT = (
    SeriesNotFound,
    SessionNotFound,
    SeriesEnded,
    OccurrenceMissing,
    OccurrenceOfAnotherSeries,
    OccurrenceFixed,
    NothingToChange,
    MoveAcrossWeeks,
    MeetingNotInSeries,
    MeetingsOverlap,
    *ROOM,
    *STAFFING,
)


@router.post("/{series_id}/edits/preview", summary="Foresee an edit of a series", responses=problems(*EDIT))
async def preview_series_edit(
    actor: Annotated[Actor, Depends(allow("series:write"))], series_id: SeriesId, wanted: SeriesEditCreate, db: Db
) -> SeriesEditPreview:
    """What it would change, which sessions it passes by and why, and what stands in its way; nothing is changed."""
    foreseen, clashes = await service.preview_edit(db, series_id, wanted)
    return SeriesEditPreview(
        changes=_changes(foreseen),
        skipped=[SkippedRead(session_id=one, kept=kept) for one, kept in foreseen.plan.skipped.items()],
        clashes=[
            *_clashes(ClashKind.ROOM, clashes.rooms),
            *_clashes(ClashKind.STAFF, clashes.staff),
            *_clashes(ClashKind.PARTICIPANT, clashes.participants, named=False, whose=actor.may("booking:read")),
        ][:MAX_CLASHES],
        splits=any(one.head is not None and one.tail is not None for one in foreseen.plan.branches),
    )


def _changes(foreseen: service.Foreseen) -> list[ForeseenChange]:
    targets = {one.session_id: one.plan for one in foreseen.targets}
    found = []
    for change in foreseen.plan.effective:
        row, to = foreseen.occurrences[change.session_id], targets.get(change.session_id)
        starts_at, ends_at = (
            (row.planned_starts_at, row.planned_ends_at) if to is None else (to.planned_starts_at, to.planned_ends_at)
        )
        local = starts_at.astimezone(ZoneInfo(row.time_zone))
        found.append(
            ForeseenChange(
                session_id=row.id,
                local_date=row.local_date,
                local_start=row.local_start,
                to_local_date=local.date(),
                to_local_start=local.time(),
                to_minutes=(ends_at - starts_at) // timedelta(minutes=1),
                cancelled=change.cancelled,
                sets=sorted(change.sets),
            )
        )
    return sorted(found, key=lambda one: (one.local_date, one.local_start))


def _clashes(kind: ClashKind, clashes: Sequence[Any], *, named: bool = True, whose: bool = True) -> list[ClashRead]:
    return [
        ClashRead(
            kind=kind,
            starts_at=one.starts_at,
            what=one.what if named else None,
            session_id=one.session_id if whose else None,
        )
        for one in clashes
    ]


@router.post(
    "/{series_id}/edits",
    status_code=201,
    summary="Edit a series",
    responses=problems(*EDIT, EditTooLarge, ParticipantTaken, EpisodeNotBookable, SessionTimeNotAvailable),
)
async def edit_series(
    actor: Annotated[Actor, Depends(allow("series:write"))],
    series_id: SeriesId,
    wanted: SeriesEditCreate,
    db: Db,
    if_match: IfMatch,
) -> SeriesEdited:
    """Move, change, reassign or cancel this session, it and those that follow, or all; all or nothing.

    Sessions that have begun, took place, are marked or were cancelled do not change; nor does what somebody gave one
    session of its own.
    """
    edit, parts, plan = await service.edit_series(db, actor, series_id, wanted, if_match=if_match)
    sight = await sight_of(db, actor)
    return SeriesEdited(
        edit=SeriesEditRead.model_validate(edit),
        series=[sight.shown(SeriesRead.model_validate(one)) for one in parts],
        session_ids=[one.session_id for one in plan.effective],
        skipped=[SkippedRead(session_id=one, kept=kept) for one, kept in plan.skipped.items()],
    )


@router.get("/{series_id}/edits", summary="List edits of a series", responses=problems(SeriesNotFound))
async def list_series_edits(
    actor: Annotated[Actor, Depends(allow("series:read"))], series_id: SeriesId, db: Db, page: PageParams
) -> Page[SeriesEditRead]:
    """Every edit of the series and of the parts it was split into, first to last."""
    return Page.of(await service.list_edits(db, series_id, page), SeriesEditRead)


@router.post(
    "/{series_id}/edits/{edit_id}/undo",
    summary="Take an edit of a series back",
    responses=problems(
        SeriesNotFound,
        SeriesEditNotFound,
        EditUndone,
        EditBuiltOn,
        ParticipantTaken,
        EpisodeNotBookable,
        SessionTimeNotAvailable,
        *ROOM,
        *STAFFING,
    ),
)
async def undo_series_edit(
    actor: Annotated[Actor, Depends(allow("series:write"))], series_id: SeriesId, edit_id: SeriesEditId, db: Db
) -> SeriesEditRead:
    """As it was before, as a whole, while nothing the edit touched has changed, begun or been marked since."""
    return SeriesEditRead.model_validate(await undo_edit(db, actor, series_id, edit_id))
