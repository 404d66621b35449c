"""Diary cards of a participant."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ParticipantId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.diaries.errors import (
    CardUnknown,
    DayNotOpen,
    FieldAlwaysKept,
    FieldNotKept,
    FieldUnknown,
    NotAnEntry,
    NoThreshold,
    StartsInThePast,
    WindowTooWide,
)
from handrail.diaries.schemas import (
    DiaryDayHistory,
    DiaryDayRead,
    DiaryEntryWrite,
    DiaryRead,
    DiarySettingRead,
    DiarySettingWrite,
)
from handrail.diaries.service import diary
from handrail.measures.telling import telling_when_lost
from handrail.participants.errors import ParticipantNotFound

of_participants = api_router("participants", tag="diaries")

Reader = Annotated[Actor, Depends(allow("diary:read"))]
Writer = Annotated[Actor, Depends(allow("diary:write"))]
TheDay = Annotated[Day, Path(description="The day of the diary.")]


async def _told_when_lost(request: Request, participant_id: ParticipantId, actor: Writer) -> AsyncIterator[None]:
    async with telling_when_lost(request, actor, lambda db: diary.person_of(db, actor, participant_id)):
        yield


Told = Annotated[None, Depends(_told_when_lost, scope="function")]
"""Stands before `db` in the parameters of the route that stores what somebody says of a day."""


@of_participants.get(
    "/{participant_id}/diary-setting", summary="Read a diary card's setting", responses=problems(ParticipantNotFound)
)
async def read_diary_setting(
    request: Request, participant_id: ParticipantId, actor: Reader, db: Db
) -> DiarySettingRead:
    """Which fields the person keeps today and from which urge on somebody is alarmed; version 0 where nobody set it."""
    concerning(request, participant_id)
    return await diary.read_setting(db, actor, participant_id)


@of_participants.put(
    "/{participant_id}/diary-setting",
    summary="Set a diary card",
    responses=problems(ParticipantNotFound, CardUnknown, FieldUnknown, FieldAlwaysKept, NoThreshold, StartsInThePast),
)
async def set_diary_card(
    request: Request,
    participant_id: ParticipantId,
    wanted: DiarySettingWrite,
    actor: Annotated[Actor, Depends(allow("diary:set"))],
    db: Db,
    if_match: IfMatch,
) -> DiarySettingRead:
    """Set fields and thresholds from a day on, the first time against version 0. What held before stays readable."""
    concerning(request, participant_id)
    return await diary.set_card(db, actor, participant_id, wanted, if_match=if_match)


@of_participants.get(
    "/{participant_id}/diary", summary="Read a diary", responses=problems(ParticipantNotFound, WindowTooWide)
)
async def read_diary(
    request: Request,
    participant_id: ParticipantId,
    actor: Reader,
    db: Db,
    first: Annotated[Day, Query(description="The earliest day.")],
    last: Annotated[Day, Query(description="The latest day; 92 days at most.")],
) -> DiaryRead:
    """The days of a window that have entries, the latest first, with the card they are read by."""
    concerning(request, participant_id)
    return await diary.read_diary(db, actor, participant_id, first, last)


@of_participants.get(
    "/{participant_id}/diary-days/{day}", summary="Read a diary day's history", responses=problems(ParticipantNotFound)
)
async def read_diary_day(
    request: Request, participant_id: ParticipantId, day: TheDay, actor: Reader, db: Db
) -> DiaryDayHistory:
    """Everything that was ever entered for a day, by whom, and the alerts it opened."""
    concerning(request, participant_id)
    return await diary.read_history(db, actor, participant_id, day)


@of_participants.put(
    "/{participant_id}/diary-days/{day}/entry",
    summary="Enter a field of a diary day",
    responses=problems(ParticipantNotFound, DayNotOpen, FieldUnknown, FieldNotKept, NotAnEntry),
)
async def save_diary_entry(
    request: Request,
    participant_id: ParticipantId,
    day: TheDay,
    entry: DiaryEntryWrite,
    actor: Writer,
    told: Told,
    db: Db,
) -> DiaryDayRead:
    """Store one field, as the participant says it. What cannot wait opens its alert with it; sent again, none.

    That one could not be stored is told to staff as well, without what it said.
    """
    concerning(request, participant_id)
    return await diary.save_entry(db, actor, participant_id, day, entry)
