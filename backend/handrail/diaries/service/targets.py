"""The hierarchy of targets: life-threatening before therapy-interfering before quality of life before skills."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.concurrency import expect_version
from handrail.core.ids import ParticipantId, TreatmentTargetId
from handrail.diaries import queries
from handrail.diaries.errors import TargetClosed, TargetOpen, TooManyOpenTargets
from handrail.diaries.models import TreatmentTarget
from handrail.diaries.rules import moved
from handrail.diaries.schemas import TreatmentTargetClose, TreatmentTargetCreate, TreatmentTargetUpdate
from handrail.diaries.vocabulary import MOST_OPEN_TARGETS
from handrail.measures.queries import alerts as alert_queries
from handrail.participants import service as participants

READ, WRITE = "diary:read", "diary:write"


async def list_targets(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> list[TreatmentTarget]:
    """Return the open targets by their place in each tier, then the closed ones."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=READ)
    return await queries.targets_of(db, person.person_id)


async def open_target(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: TreatmentTargetCreate
) -> TreatmentTarget:
    """Add a target at the end of its tier."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=WRITE)
    await queries.lock_person(db, person.person_id)
    if await queries.count_open(db, person.person_id) >= MOST_OPEN_TARGETS:
        raise TooManyOpenTargets(most=MOST_OPEN_TARGETS)
    episode = await alert_queries.current_episode(db, person.person_id)
    target = TreatmentTarget(
        participant_id=person.person_id,
        episode_id=episode.id if episode else None,
        tier=new.tier,
        position=len(await queries.open_in_tier(db, person.person_id, new.tier)) + 1,
        words=new.words,
        opened_on=await queries.clinic_day(db),
        opened_by=actor.account_id,
    )
    db.add(target)
    await db.flush()
    return target


async def update_target(
    db: AsyncSession, actor: Actor, target_id: TreatmentTargetId, change: TreatmentTargetUpdate, *, if_match: int
) -> TreatmentTarget:
    """Put its words otherwise, or move it: within its tier, or to the end of another one."""
    target = await queries.visible_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    if target.closed_on is not None:
        raise TargetClosed()
    await queries.lock_person(db, target.participant_id)
    if change.words is not None:
        target.words = change.words
    if change.tier is not None and change.tier is not target.tier:
        left = [one for one in await queries.open_in_tier(db, target.participant_id, target.tier) if one is not target]
        _number(left)
        target.tier = change.tier
        await db.flush()
        _number(moved(await queries.open_in_tier(db, target.participant_id, target.tier), target, 1000))
    if change.position is not None:
        _number(moved(await queries.open_in_tier(db, target.participant_id, target.tier), target, change.position))
    await db.flush()
    return target


def _number(order: Sequence[TreatmentTarget]) -> None:
    for place, one in enumerate(order, start=1):
        if one.position != place:
            one.position = place


async def close_target(
    db: AsyncSession, actor: Actor, target_id: TreatmentTargetId, closing: TreatmentTargetClose, *, if_match: int
) -> TreatmentTarget:
    """Work on it no more, with the reason."""
    target = await queries.visible_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    if target.closed_on is not None:
        raise TargetClosed()
    await queries.lock_person(db, target.participant_id)
    target.closed_on, target.closed_by = await queries.clinic_day(db), actor.account_id
    target.close_reason, target.close_note = closing.reason, closing.note
    await db.flush()
    _number(await queries.open_in_tier(db, target.participant_id, target.tier))
    await db.flush()
    return target


async def reopen_target(
    db: AsyncSession, actor: Actor, target_id: TreatmentTargetId, *, if_match: int
) -> TreatmentTarget:
    """Work on it again, at the end of its tier."""
    target = await queries.visible_target(db, actor, target_id, WRITE)
    expect_version(target, if_match)
    if target.closed_on is None:
        raise TargetOpen()
    await queries.lock_person(db, target.participant_id)
    target.position = len(await queries.open_in_tier(db, target.participant_id, target.tier)) + 1
    target.closed_on = target.closed_by = target.close_reason = target.close_note = None
    await db.flush()
    return target
