"""Instruments, and which of them programs ask for."""

from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.errors import StaleVersion
from handrail.core.ids import CohortId, InstrumentTextId, ProgramId
from handrail.core.pagination import EpisodesLookedAt, Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Code
from handrail.core.units import Db
from handrail.measures.errors import (
    EntryTwice,
    InstrumentNotInUse,
    InstrumentNotOptional,
    InstrumentTextNotFound,
    InstrumentUnknown,
    TakesScoreOnly,
    TextChanged,
    TextIsHere,
    TextNotAsDefined,
    TextOutOfUse,
)
from handrail.measures.schemas import (
    InstrumentChoice,
    InstrumentRead,
    InstrumentSummary,
    MeasureScheduleRead,
    MeasureScheduleWrite,
    MeasuresDue,
)
from handrail.measures.service import instruments, schedules, texts
from handrail.measures.text_schemas import InstrumentTextCreate, InstrumentTextRead
from handrail.programs.errors import ProgramNotFound, ProgramRetired

router = api_router("instruments", tag="measures")
of_programs = api_router("programs", tag="measures")

Manager = Annotated[Actor, Depends(allow("instrument:manage"))]


@router.get("", summary="List instruments")
async def list_instruments(
    actor: Annotated[Actor, Depends(allow("instrument:read"))], db: Db
) -> Page[InstrumentSummary]:
    """The newest version of every instrument by key, and whether it can be given here."""
    found = [InstrumentSummary.model_validate(one) for one in await instruments.list_instruments(db)]
    return Page(items=found, next_cursor=None)


@router.get("/definition", summary="Read an instrument", responses=problems(InstrumentUnknown, InstrumentTextNotFound))
async def read_instrument(
    actor: Annotated[Actor, Depends(allow("instrument:read"))],
    db: Db,
    key: Annotated[Code, Query(description="As the list of instruments names it.")],
    version: Annotated[int | None, Query(ge=1, le=1_000, description="By default the newest.")] = None,
    instrument_text_id: Annotated[
        InstrumentTextId | None, Query(description="As it was asked by this text; by default by those in use.")
    ] = None,
) -> InstrumentRead:
    """One version as it is given, with the credit line.

    Questions are there where their owner lets them be, or where your organization entered them.
    """
    return InstrumentRead.model_validate(await instruments.read_instrument(db, key, version, instrument_text_id))


@router.get("/texts", summary="List the texts of an instrument", responses=problems(InstrumentUnknown))
async def list_instrument_texts(
    actor: Manager, db: Db, key: Annotated[Code, Query(description="As the list of instruments names it.")]
) -> Page[InstrumentTextRead]:
    """What your organization entered as its words, the youngest first, with who did and by which right."""
    found = [InstrumentTextRead.model_validate(one) for one in await texts.list_texts(db, key)]
    return Page(items=found, next_cursor=None)


@router.post(
    "/texts",
    status_code=201,
    summary="Enter the text of an instrument",
    responses=problems(
        InstrumentUnknown, TakesScoreOnly, TextIsHere, InstrumentNotInUse, TextNotAsDefined, TextChanged
    ),
)
async def enter_instrument_text(actor: Manager, new: InstrumentTextCreate, db: Db) -> InstrumentTextRead:
    """Enter its words in a language in which they are not here, by a right of your own to use them.

    What is begun from now on is asked by them; what was begun before keeps the words it was begun with. It is scored
    as ever, and an answer that cannot wait opens its alert as ever.
    """
    return InstrumentTextRead.model_validate(await texts.enter(db, actor, new))


@router.post(
    "/texts/{instrument_text_id}/withdraw",
    summary="Take the text of an instrument out of use",
    responses=problems(InstrumentTextNotFound, TextOutOfUse),
)
async def withdraw_instrument_text(actor: Manager, instrument_text_id: InstrumentTextId, db: Db) -> InstrumentTextRead:
    """Nothing is begun with it any more; what was asked by it stays readable in its words."""
    return InstrumentTextRead.model_validate(await texts.withdraw(db, actor, instrument_text_id))


_SWITCHING = problems(InstrumentUnknown, InstrumentNotOptional, StaleVersion)


@router.post("/switch-on", summary="Switch an instrument on", responses=_SWITCHING)
async def switch_instrument_on(actor: Manager, choice: InstrumentChoice, db: Db) -> InstrumentRead:
    """Accept its owner's terms for the organization: from now on it can be given."""
    return InstrumentRead.model_validate(await instruments.switch(db, actor, choice.instrument_key, in_use=True))


@router.post("/switch-off", summary="Switch an instrument off", responses=_SWITCHING)
async def switch_instrument_off(actor: Manager, choice: InstrumentChoice, db: Db) -> InstrumentRead:
    """It can be given no more; what was given stays."""
    return InstrumentRead.model_validate(await instruments.switch(db, actor, choice.instrument_key, in_use=False))


@of_programs.get("/{program_id}/measure-schedule", summary="Read a schedule", responses=problems(ProgramNotFound))
async def read_measure_schedule(
    actor: Annotated[Actor, Depends(allow("instrument:read"))], program_id: ProgramId, db: Db
) -> MeasureScheduleRead:
    """Which measures the program asks for, and when."""
    return MeasureScheduleRead.model_validate(await schedules.read_schedule(db, program_id))


@of_programs.put(
    "/{program_id}/measure-schedule",
    summary="Set a schedule of measures",
    responses=problems(ProgramNotFound, ProgramRetired, InstrumentUnknown, EntryTwice),
)
async def set_measure_schedule(
    actor: Annotated[Actor, Depends(allow("measure_schedule:write"))],
    program_id: ProgramId,
    wanted: MeasureScheduleWrite,
    db: Db,
    if_match: IfMatch,
) -> MeasureScheduleRead:
    """Replace it as a whole; the first time against version 0."""
    stored = await schedules.set_schedule(db, program_id, wanted, if_match=if_match)
    return MeasureScheduleRead.model_validate(stored)


@of_programs.get("/{program_id}/measures-due", summary="Read who owes a measure", responses=problems(ProgramNotFound))
async def read_measures_due(
    request: Request,
    actor: Annotated[Actor, Depends(allow("measure:read"))],
    program_id: ProgramId,
    db: Db,
    page: EpisodesLookedAt,
    cohort_id: Annotated[CohortId | None, Query(description="Only members of this cohort.")] = None,
) -> MeasuresDue:
    """Who owes which measure since when, among the people you may see; within a page the longest owed first."""
    found = await schedules.owed(db, actor, program_id=program_id, cohort_id=cohort_id, page=page)
    concerning(request, *{one["participant_id"] for one in found})
    return MeasuresDue.model_validate({"due": found.items, "further": found.next_cursor})
