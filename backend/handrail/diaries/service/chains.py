"""Chain analyses: written as a draft, done, reopened. Their words are in no log and no address."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import AlertId, ChainAnalysisId, DiaryDayId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.diaries import queries
from handrail.diaries.errors import (
    AboutSomebodyElse,
    ChainAhead,
    ChainDone,
    ChainIncomplete,
    ChainNotDone,
)
from handrail.diaries.models import ChainAnalysis
from handrail.diaries.schemas import ChainCreate, ChainRead, ChainSummary, ChainWrite
from handrail.diaries.vocabulary import ChainStatus
from handrail.measures.queries import alerts as alert_queries
from handrail.measures.schemas import stored
from handrail.participants import service as participants
from handrail.participants.models import Participant

READ, WRITE = "diary:read", "diary:write"


async def list_chains(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, page: PageParams
) -> Rows[ChainSummary]:
    """Chain analyses of a person without their words, the latest first."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=READ)
    rows = await queries.page_of_chains(db, person.person_id, page)
    return Rows([ChainSummary.model_validate(one) for one in await _named(db, list(rows.items))], rows.next_cursor)


async def read_chain(db: AsyncSession, actor: Actor, chain_id: ChainAnalysisId) -> ChainRead:
    return await _read(db, await queries.visible_chain(db, actor, chain_id, READ))


async def start_chain(db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: ChainCreate) -> ChainRead:
    """Begin a chain analysis, of a behaviour of a day or about an alert."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=WRITE)
    await _check_day(db, new)
    if new.alert_id is not None:
        await _check_alert(db, actor, person, new.alert_id)
    episode = await alert_queries.current_episode(db, person.person_id)
    chain = ChainAnalysis(
        participant_id=person.person_id,
        episode_id=episode.id if episode else None,
        diary_day_id=await _diary_day(db, person, new),
        alert_id=new.alert_id,
        written_by=actor.account_id,
        **_words(new),
    )
    db.add(chain)
    await db.flush()
    return await _read(db, chain)


async def write_chain(
    db: AsyncSession, actor: Actor, chain_id: ChainAnalysisId, words: ChainWrite, *, if_match: int
) -> ChainRead:
    """Replace the words of a draft as a whole; the versions before are in the log of changes."""
    chain = await queries.visible_chain(db, actor, chain_id, WRITE, lock=True)
    expect_version(chain, if_match)
    if chain.status is ChainStatus.DONE:
        raise ChainDone()
    await _check_day(db, words)
    for name, value in _words(words).items():
        setattr(chain, name, value)
    await db.flush()
    return await _read(db, chain)


async def finish_chain(db: AsyncSession, actor: Actor, chain_id: ChainAnalysisId, *, if_match: int) -> ChainRead:
    """Call it done: it says what prompted the behaviour and by which links it came about."""
    chain = await queries.visible_chain(db, actor, chain_id, WRITE, lock=True)
    expect_version(chain, if_match)
    if chain.status is ChainStatus.DONE:
        raise ChainDone()
    if not chain.prompting_event or not chain.links:
        raise ChainIncomplete()
    chain.status, chain.done_at, chain.done_by = ChainStatus.DONE, now(), actor.account_id
    await db.flush()
    return await _read(db, chain)


async def reopen_chain(db: AsyncSession, actor: Actor, chain_id: ChainAnalysisId, *, if_match: int) -> ChainRead:
    """Go on with it."""
    chain = await queries.visible_chain(db, actor, chain_id, WRITE, lock=True)
    expect_version(chain, if_match)
    if chain.status is not ChainStatus.DONE:
        raise ChainNotDone()
    chain.status, chain.done_at, chain.done_by = ChainStatus.DRAFT, None, None
    await db.flush()
    return await _read(db, chain)


async def _check_day(db: AsyncSession, words: ChainWrite) -> None:
    if words.happened_on > await queries.clinic_day(db):
        raise ChainAhead(pointer="/happened_on")


async def _check_alert(db: AsyncSession, actor: Actor, person: Participant, alert_id: AlertId) -> None:
    alert = await alert_queries.visible_alert(db, actor, alert_id, now=now())
    if not await participants.same_person(db, alert.participant_id, person.person_id):
        raise AboutSomebodyElse(pointer="/alert_id")


async def _diary_day(db: AsyncSession, person: Participant, words: ChainWrite) -> DiaryDayId | None:
    day = await queries.day_of(db, person.person_id, words.happened_on)
    return day.id if day else None


def _words(words: ChainWrite) -> dict[str, Any]:
    return words.model_dump(exclude={"alert_id", "links"}) | {
        "links": [link.model_dump(mode="json") for link in words.links]
    }


async def _named(db: AsyncSession, chains: Sequence[ChainAnalysis]) -> list[dict[str, Any]]:
    names = await alert_queries.names_of(db, {one.written_by for one in chains})
    return [
        {**stored(one, ChainRead), "link_count": len(one.links), "written_by_name": names.get(one.written_by, "")}
        for one in chains
    ]


async def _read(db: AsyncSession, chain: ChainAnalysis) -> ChainRead:
    return ChainRead.model_validate((await _named(db, [chain]))[0])
