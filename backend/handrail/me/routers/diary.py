"""The diary card that participants keep by themselves."""

from typing import Annotated

from fastapi import Depends, Path, Request

from handrail.core.access import Actor
from handrail.core.audit import concerning
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.diaries.errors import DayNotOpen, FieldNotKept, FieldUnknown, NotAnEntry
from handrail.diaries.schemas import DiaryEntryWrite
from handrail.me.asking import own, self_of
from handrail.me.errors import TooManyOfYou
from handrail.me.routers.telling import Told, Writer
from handrail.me.schemas import MyDiaryDay
from handrail.me.service import diary

router = api_router("me/diary", tag="me")

TheDay = Annotated[Day, Path(description="The day of the diary.")]


@router.get("/{day}", summary="Read a day of my diary", responses=problems(TooManyOfYou))
async def read_my_diary_day(
    request: Request, day: TheDay, actor: Annotated[Actor, Depends(own("me:read"))], db: Db
) -> MyDiaryDay:
    """The fields one keeps, what stands in them, and which days can be filled in."""
    concerning(request, self_of(actor))
    return await diary.read_day(db, actor, day)


@router.put(
    "/{day}/entry",
    summary="Fill in a field of my diary",
    responses=problems(DayNotOpen, FieldUnknown, FieldNotKept, NotAnEntry, TooManyOfYou),
)
async def save_my_diary_entry(
    request: Request,
    day: TheDay,
    entry: DiaryEntryWrite,
    actor: Writer,
    told: Told,
    db: Db,
) -> MyDiaryDay:
    """Store one field of one of the last days. What cannot wait tells staff with it, and whom to call comes back.

    That an entry could not be stored is told to staff as well, without what it said.
    """
    concerning(request, self_of(actor))
    return await diary.save_entry(db, actor, day, entry)
