"""Chain analyses."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ChainAnalysisId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.diaries.errors import (
    AboutSomebodyElse,
    ChainAhead,
    ChainDone,
    ChainIncomplete,
    ChainNotDone,
    ChainNotFound,
)
from handrail.diaries.schemas import ChainCreate, ChainRead, ChainSummary, ChainWrite
from handrail.diaries.service import chains
from handrail.measures.errors import AlertNotFound
from handrail.participants.errors import ParticipantNotFound

of_participants = api_router("participants", tag="chain analyses")
router = api_router("chain-analyses", tag="chain analyses")

Reader = Annotated[Actor, Depends(allow("diary:read"))]
Writer = Annotated[Actor, Depends(allow("diary:write"))]


def _told(request: Request, chain: ChainRead) -> ChainRead:
    concerning(request, chain.participant_id)
    return chain


@of_participants.get(
    "/{participant_id}/chain-analyses", summary="List chain analyses", responses=problems(ParticipantNotFound)
)
async def list_chain_analyses(
    request: Request, participant_id: ParticipantId, actor: Reader, db: Db, page: PageParams
) -> Page[ChainSummary]:
    """Those of a person without their words, the latest behaviour first."""
    concerning(request, participant_id)
    return Page.of(await chains.list_chains(db, actor, participant_id, page), ChainSummary)


@of_participants.post(
    "/{participant_id}/chain-analyses",
    status_code=201,
    summary="Begin a chain analysis",
    responses=problems(ParticipantNotFound, AlertNotFound, AboutSomebodyElse, ChainAhead),
)
async def start_chain_analysis(
    request: Request, participant_id: ParticipantId, new: ChainCreate, actor: Writer, db: Db
) -> ChainRead:
    """A draft about one behaviour on a day; with an alert, that is the one it was written about."""
    return _told(request, await chains.start_chain(db, actor, participant_id, new))


@router.get("/{chain_analysis_id}", summary="Read a chain analysis", responses=problems(ChainNotFound))
async def read_chain_analysis(request: Request, chain_analysis_id: ChainAnalysisId, actor: Reader, db: Db) -> ChainRead:
    """One analysis with its words."""
    return _told(request, await chains.read_chain(db, actor, chain_analysis_id))


@router.put(
    "/{chain_analysis_id}",
    summary="Write a chain analysis",
    responses=problems(ChainNotFound, ChainDone, ChainAhead),
)
async def write_chain_analysis(
    request: Request, chain_analysis_id: ChainAnalysisId, words: ChainWrite, actor: Writer, db: Db, if_match: IfMatch
) -> ChainRead:
    """Replace the words of a draft as a whole."""
    return _told(request, await chains.write_chain(db, actor, chain_analysis_id, words, if_match=if_match))


@router.post(
    "/{chain_analysis_id}/finish",
    summary="Finish a chain analysis",
    responses=problems(ChainNotFound, ChainDone, ChainIncomplete),
)
async def finish_chain_analysis(
    request: Request, chain_analysis_id: ChainAnalysisId, actor: Writer, db: Db, if_match: IfMatch
) -> ChainRead:
    """Call it done: it has what prompted the behaviour and at least one link."""
    return _told(request, await chains.finish_chain(db, actor, chain_analysis_id, if_match=if_match))


@router.post(
    "/{chain_analysis_id}/reopen", summary="Reopen a chain analysis", responses=problems(ChainNotFound, ChainNotDone)
)
async def reopen_chain_analysis(
    request: Request, chain_analysis_id: ChainAnalysisId, actor: Writer, db: Db, if_match: IfMatch
) -> ChainRead:
    """Go on with one that was done."""
    return _told(request, await chains.reopen_chain(db, actor, chain_analysis_id, if_match=if_match))
