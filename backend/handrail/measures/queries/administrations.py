"""Statements about measures that were given, and their answers."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import AdministrationId, EpisodeId, ParticipantId, RiskScreenId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.models import Episode
from handrail.episodes.queries import today_there
from handrail.measures.errors import AdministrationNotFound, RiskScreenNotFound
from handrail.measures.models import Administration, AnswerCorrection, InstrumentUse, MeasureAnswer, RiskScreen
from handrail.measures.vocabulary import SETTLED, AdministrationStatus, Behaviour
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to

MOST_OF_A_PERSON = 1_000
"""Years of a measure every day."""


async def day_of(db: AsyncSession, episode_id: EpisodeId) -> date:
    """Return what day it is where the episode takes place."""
    day: date | None = await db.scalar(select(today_there()).select_from(Episode).where(Episode.id == episode_id))
    assert day is not None
    return day


async def instruments_in_use(db: AsyncSession) -> set[str]:
    """Return the opt-in instruments that are switched on."""
    return set(await db.scalars(select(InstrumentUse.instrument_key).where(InstrumentUse.in_use)))


async def use_of(db: AsyncSession, instrument_key: str) -> InstrumentUse | None:
    query = select(InstrumentUse).where(InstrumentUse.instrument_key == instrument_key).with_for_update()
    use: InstrumentUse | None = await db.scalar(query)
    return use


async def visible_administration(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, *, permission: str, lock: bool = False
) -> Administration:
    """Return what was given to somebody the actor may see, or raise as if there were nothing.

    Locked before it is read: of two that answer at once the second sees what the first stored.
    """
    query = (
        select(Administration)
        .join(
            Participant,
            and_(
                Participant.organization_id == Administration.organization_id,
                Participant.id == Administration.participant_id,
            ),
        )
        .where(Administration.id == administration_id, visible_to(actor, permission))
    )
    if lock:
        query = query.with_for_update(of=Administration).execution_options(populate_existing=True)
    administration: Administration | None = await db.scalar(query)
    if administration is None:
        raise AdministrationNotFound()
    return administration


async def in_progress(db: AsyncSession, episode_id: EpisodeId, instrument_key: str) -> AdministrationId | None:
    """Return the one that is begun already."""
    query = select(Administration.id).where(
        Administration.episode_id == episode_id,
        Administration.instrument_key == instrument_key,
        Administration.status == AdministrationStatus.IN_PROGRESS,
    )
    found: AdministrationId | None = await db.scalar(query)
    return found


async def answers_of(db: AsyncSession, administration_id: AdministrationId) -> list[MeasureAnswer]:
    query = select(MeasureAnswer).where(MeasureAnswer.administration_id == administration_id)
    return list(await db.scalars(query.order_by(MeasureAnswer.answered_at, MeasureAnswer.id)))


async def corrections_of(db: AsyncSession, administration_id: AdministrationId) -> list[AnswerCorrection]:
    query = select(AnswerCorrection).where(AnswerCorrection.administration_id == administration_id)
    return list(await db.scalars(query.order_by(AnswerCorrection.corrected_at, AnswerCorrection.id)))


async def of_participant(db: AsyncSession, participant_id: ParticipantId) -> Sequence[Administration]:
    """Return everything given to a person that was not withdrawn, earliest day first; the youngest thousand."""
    query = (
        select(Administration)
        .where(
            of_person(Administration.participant_id, participant_id),
            Administration.status != AdministrationStatus.WITHDRAWN,
        )
        .order_by(Administration.taken_on.desc(), Administration.started_at.desc(), Administration.id.desc())
        .limit(MOST_OF_A_PERSON)
    )
    return list(reversed(list(await db.scalars(query))))


async def days_given(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> dict[EpisodeId, dict[str, list[date]]]:
    """Return for each episode and instrument the days on which it was handed in."""
    query = select(Administration.episode_id, Administration.instrument_key, Administration.taken_on).where(
        Administration.episode_id.in_(episode_ids), Administration.status.in_(SETTLED)
    )
    found: dict[EpisodeId, dict[str, list[date]]] = {}
    for episode_id, key, on in await db.execute(query):
        found.setdefault(episode_id, {}).setdefault(key, []).append(on)
    return found


async def earlier_behaviour(db: AsyncSession, participant_id: ParticipantId) -> list[Behaviour]:
    """Return what the person's earlier screens say of what was done."""
    query = select(RiskScreen.behaviour).where(
        of_person(RiskScreen.participant_id, participant_id), RiskScreen.voided_at.is_(None)
    )
    return list(await db.scalars(query))


async def get_screen(db: AsyncSession, actor: Actor, screen_id: RiskScreenId, permission: str) -> RiskScreen:
    """Return a screen of somebody the actor may see, locked."""
    query = (
        select(RiskScreen)
        .join(
            Participant,
            and_(
                Participant.organization_id == RiskScreen.organization_id, Participant.id == RiskScreen.participant_id
            ),
        )
        .where(RiskScreen.id == screen_id, visible_to(actor, permission))
    )
    found = await db.scalar(query.with_for_update(of=RiskScreen))
    if found is None:
        raise RiskScreenNotFound()
    return found


async def page_of_screens(db: AsyncSession, participant_id: ParticipantId, page: PageParams) -> Rows[RiskScreen]:
    query = select(RiskScreen).where(of_person(RiskScreen.participant_id, participant_id))
    return await paginate(db, query, order=(RiskScreen.screened_at, RiskScreen.id), page=page, descending=True)
