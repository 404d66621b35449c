"""SQL of diary cards, chain analyses and targets."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.events import record_changes
from handrail.core.ids import (
    ChainAnalysisId,
    DiaryDayId,
    EpisodeId,
    ParticipantId,
    TreatmentTargetId,
    new_id,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.diaries.errors import ChainNotFound, TargetNotFound
from handrail.diaries.models import ChainAnalysis, DiaryDay, DiaryEntry, DiarySetting, TreatmentTarget
from handrail.diaries.vocabulary import TargetTier
from handrail.modalities.models import Modality
from handrail.participants.models import Participant
from handrail.participants.queries import clinic_today, of_person, visible_to

MOST_SETTINGS = 1_000
MOST_TARGETS = 200


async def clinic_day(db: AsyncSession) -> date:
    """Today where the organization is."""
    return (await db.scalars(select(clinic_today()))).one()


async def lock_person(db: AsyncSession, participant_id: ParticipantId) -> None:
    """One after the other: who sets a card, or orders targets, of one person."""
    await db.execute(select(Participant.id).where(Participant.id == participant_id).with_for_update())


async def modality_of(db: AsyncSession, key: str) -> Modality | None:
    found: Modality | None = await db.scalar(select(Modality).where(Modality.key == key))
    return found


# Settings


async def settings_of(db: AsyncSession, participant_id: ParticipantId) -> list[DiarySetting]:
    """Return every setting of a person, the first first."""
    query = select(DiarySetting).where(of_person(DiarySetting.participant_id, participant_id))
    return list(await db.scalars(query.order_by(DiarySetting.number, DiarySetting.id).limit(MOST_SETTINGS)))


# Days


async def day_of(db: AsyncSession, participant_id: ParticipantId, day: date) -> DiaryDay | None:
    """Return a person's day; after a merge that of the record which stays comes before the other's."""
    query = (
        select(DiaryDay)
        .where(of_person(DiaryDay.participant_id, participant_id), DiaryDay.day == day)
        .order_by((DiaryDay.participant_id == participant_id).desc(), DiaryDay.id)
        .limit(1)
    )
    found: DiaryDay | None = await db.scalar(query)
    return found


async def open_day(
    db: AsyncSession,
    participant_id: ParticipantId,
    day: date,
    *,
    episode_id: EpisodeId | None,
    card_key: str,
    card_version: int,
) -> DiaryDay:
    """Return a day, made where there is none, and locked: of two entries at once the second sees the first."""
    row = {
        "id": DiaryDayId(new_id()),
        "organization_id": db.info["organization_id"],
        "participant_id": participant_id,
        "episode_id": episode_id,
        "day": day,
        "card_key": card_key,
        "card_version": card_version,
    }
    made = await db.scalar(insert(DiaryDay).values(row).on_conflict_do_nothing().returning(DiaryDay.id))
    if made is not None:
        await record_changes(db, "diary_days.created", [row])
    query = select(DiaryDay).where(DiaryDay.participant_id == participant_id, DiaryDay.day == day)
    return (await db.scalars(query.with_for_update().execution_options(populate_existing=True))).one()


async def days_between(db: AsyncSession, participant_id: ParticipantId, first: date, last: date) -> list[DiaryDay]:
    """Return the days of a window, the latest first."""
    query = select(DiaryDay).where(
        of_person(DiaryDay.participant_id, participant_id), DiaryDay.day >= first, DiaryDay.day <= last
    )
    return list(await db.scalars(query.order_by(DiaryDay.day.desc(), DiaryDay.id)))


async def entries_of(
    db: AsyncSession, day_ids: Collection[DiaryDayId], *, replaced: bool = False
) -> dict[DiaryDayId, list[DiaryEntry]]:
    """Return the entries of some days as they stand, or with those that were replaced; the first first."""
    query = select(DiaryEntry).where(DiaryEntry.diary_day_id.in_(day_ids))
    if not replaced:
        query = query.where(DiaryEntry.replaced_at.is_(None))
    found: dict[DiaryDayId, list[DiaryEntry]] = {}
    for entry in await db.scalars(query.order_by(DiaryEntry.entered_at, DiaryEntry.id)):
        found.setdefault(entry.diary_day_id, []).append(entry)
    return found


async def entry_of(db: AsyncSession, day_id: DiaryDayId, field: str) -> DiaryEntry | None:
    query = select(DiaryEntry).where(
        DiaryEntry.diary_day_id == day_id, DiaryEntry.field == field, DiaryEntry.replaced_at.is_(None)
    )
    found: DiaryEntry | None = await db.scalar(query)
    return found


def same(entry: DiaryEntry, number: Decimal | None, skills: Sequence[str] | None) -> bool:
    """Say whether an entry says this already."""
    return entry.number == number and entry.skills == (None if skills is None else list(skills))


# Chain analyses


async def visible_chain(
    db: AsyncSession, actor: Actor, chain_id: ChainAnalysisId, permission: str, *, lock: bool = False
) -> ChainAnalysis:
    query = (
        select(ChainAnalysis)
        .join(
            Participant,
            and_(
                Participant.organization_id == ChainAnalysis.organization_id,
                Participant.id == ChainAnalysis.participant_id,
            ),
        )
        .where(ChainAnalysis.id == chain_id, visible_to(actor, permission))
    )
    if lock:
        query = query.with_for_update(of=ChainAnalysis).execution_options(populate_existing=True)
    found: ChainAnalysis | None = await db.scalar(query)
    if found is None:
        raise ChainNotFound()
    return found


async def page_of_chains(db: AsyncSession, participant_id: ParticipantId, page: PageParams) -> Rows[ChainAnalysis]:
    """Chain analyses of a person, the latest first."""
    query = select(ChainAnalysis).where(of_person(ChainAnalysis.participant_id, participant_id))
    order = (ChainAnalysis.happened_on, ChainAnalysis.id)
    return await paginate(db, query, order=order, page=page, descending=True)


# Targets


async def visible_target(
    db: AsyncSession, actor: Actor, target_id: TreatmentTargetId, permission: str
) -> TreatmentTarget:
    query = (
        select(TreatmentTarget)
        .join(
            Participant,
            and_(
                Participant.organization_id == TreatmentTarget.organization_id,
                Participant.id == TreatmentTarget.participant_id,
            ),
        )
        .where(TreatmentTarget.id == target_id, visible_to(actor, permission))
    )
    found: TreatmentTarget | None = await db.scalar(query.with_for_update(of=TreatmentTarget))
    if found is None:
        raise TargetNotFound()
    return found


async def targets_of(db: AsyncSession, participant_id: ParticipantId) -> list[TreatmentTarget]:
    """Return the targets of a person: the open ones by their place, then the closed ones, the latest first."""
    query = (
        select(TreatmentTarget)
        .where(of_person(TreatmentTarget.participant_id, participant_id))
        .order_by(
            TreatmentTarget.closed_on.is_not(None),
            TreatmentTarget.closed_on.desc(),
            TreatmentTarget.position,
            TreatmentTarget.id,
        )
        .limit(MOST_TARGETS)
    )
    return list(await db.scalars(query))


async def open_in_tier(db: AsyncSession, participant_id: ParticipantId, tier: TargetTier) -> list[TreatmentTarget]:
    query = select(TreatmentTarget).where(
        of_person(TreatmentTarget.participant_id, participant_id),
        TreatmentTarget.tier == tier,
        TreatmentTarget.closed_on.is_(None),
    )
    return list(await db.scalars(query.order_by(TreatmentTarget.position, TreatmentTarget.id)))


async def count_open(db: AsyncSession, participant_id: ParticipantId) -> int:
    query = select(func.count()).where(
        of_person(TreatmentTarget.participant_id, participant_id), TreatmentTarget.closed_on.is_(None)
    )
    return int(await db.scalar(query) or 0)
