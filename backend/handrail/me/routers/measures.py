"""Measures that a participant answers by themselves."""

from typing import Annotated

from fastapi import Depends, Path, Request

from handrail.core.access import Actor
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import AdministrationId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.me.asking import own, self_of
from handrail.me.errors import MeasureNotDue, TooManyOfYou
from handrail.me.routers.telling import Told, ToldHandIn, Writer
from handrail.me.schemas import MyMeasure, MyMeasures, MyMeasureStart, MyProgress
from handrail.me.service import measures
from handrail.measures.errors import (
    AdministrationNotFound,
    AlreadyInProgress,
    InstrumentUnknown,
    LanguageNotThere,
    NotAnAnswer,
    NothingAnswered,
    NotInProgress,
    UnknownItem,
)
from handrail.measures.schemas import AnswerWrite, ItemNumber

router = api_router("me/measures", tag="me")

Reader = Annotated[Actor, Depends(own("me:read"))]
Starter = Annotated[Actor, Depends(own("me:answer"))]


@router.get("", summary="Read what I am asked for", responses=problems(TooManyOfYou))
async def read_my_measures(request: Request, actor: Reader, db: Db) -> MyMeasures:
    """Measures that are due or begun, the longest owed first."""
    concerning(request, self_of(actor))
    return MyMeasures(due=await measures.list_due(db, actor))


@router.post(
    "",
    status_code=201,
    summary="Begin a measure",
    responses=problems(MeasureNotDue, InstrumentUnknown, LanguageNotThere, AlreadyInProgress, TooManyOfYou),
)
async def start_my_measure(request: Request, new: MyMeasureStart, actor: Starter, db: Db) -> MyMeasure:
    """One that is due. One that is begun is gone on with: the refusal names it."""
    concerning(request, self_of(actor))
    return await measures.start(db, actor, new)


@router.get(
    "/{administration_id}", summary="Read a measure of mine", responses=problems(AdministrationNotFound, TooManyOfYou)
)
async def read_my_measure(request: Request, administration_id: AdministrationId, actor: Reader, db: Db) -> MyMeasure:
    """Its questions and one's own answers; what it comes to is for the team to talk about with them."""
    concerning(request, self_of(actor))
    return await measures.read(db, actor, administration_id)


@router.put(
    "/{administration_id}/answers/{item}",
    summary="Answer a question of mine",
    responses=problems(AdministrationNotFound, UnknownItem, NotAnAnswer, NotInProgress, TooManyOfYou),
)
async def answer_my_measure(
    request: Request,
    administration_id: AdministrationId,
    item: Annotated[ItemNumber, Path(description="Number of the question.")],
    answer: AnswerWrite,
    actor: Writer,
    told: Told,
    db: Db,
) -> MyProgress:
    """Store one answer. One that cannot wait tells staff in the same transaction, and whom to call comes back.

    That one could not be stored is told to staff as well, without what it said.
    """
    concerning(request, self_of(actor))
    return await measures.answer(db, actor, administration_id, item, answer.value)


@router.post(
    "/{administration_id}/hand-in",
    summary="Hand my measure in",
    responses=problems(AdministrationNotFound, NotInProgress, NothingAnswered, TooManyOfYou),
)
async def hand_in_my_measure(
    request: Request,
    administration_id: AdministrationId,
    actor: Writer,
    told: ToldHandIn,
    db: Db,
    if_match: IfMatch,
) -> MyProgress:
    """Say that one is done. That it could not be handed in is told to staff as well."""
    concerning(request, self_of(actor))
    return await measures.hand_in(db, actor, administration_id, if_match=if_match)
