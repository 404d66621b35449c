"""Use cases of leaves of absence."""

from datetime import date
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import EpisodeId, LeaveId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import queries, rules
from handrail.episodes.errors import AlreadyOnLeave, DateOrder, EpisodeEndedAlready, NotAdmitted, NotOnLeave
from handrail.episodes.events import LeaveEnded, LeaveStarted
from handrail.episodes.expectations import rewrite_expected_days
from handrail.episodes.models import Episode, EpisodeLeave
from handrail.episodes.rules import Days, Stay
from handrail.episodes.schemas import LeaveCreate

T = TypeVar("T")
Whose = tuple[ParticipantId, T]
"""A result and whom it is about, for the audit entry."""

_OVERLAPS = {"ex_episode_leaves_days": AlreadyOnLeave()}


async def list_leaves(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> Whose[Rows[EpisodeLeave]]:
    """Leaves of an episode, by their first day, and whose they are."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    return episode.participant_id, await queries.page_of_leaves(db, episode_id, page)


async def start_leave(db: AsyncSession, actor: Actor, episode_id: EpisodeId, new: LeaveCreate) -> Whose[EpisodeLeave]:
    """Record that a participant is, was or will be away."""
    episode = await _open_episode(db, actor, episode_id)
    rules.check_leave(_stay(episode), Days(new.starts_on, new.back_on))
    leave = EpisodeLeave(episode_id=episode_id, **new.model_dump())
    with refusing(_OVERLAPS):
        db.add(leave)
        await db.flush()
    await rewrite_expected_days(db, [episode], first=leave.starts_on)
    await announce(db, LeaveStarted(episode_id, episode.participant_id, leave.id, leave.starts_on, leave.back_on))
    return episode.participant_id, leave


async def come_back(db: AsyncSession, actor: Actor, episode_id: EpisodeId, back_on: date) -> Whose[EpisodeLeave]:
    """End the leave that runs. Who is back on the first day was never away: the leave is voided."""
    episode = await _open_episode(db, actor, episode_id)
    zone, _ = await queries.zone_and_state(db, episode.location_id)
    if back_on > today_in(zone):
        raise DateOrder(pointer="/back_on")
    running = [
        leave
        for leave in await queries.leaves_of(db, [episode_id])
        if leave.starts_on <= back_on and (leave.back_on is None or leave.back_on > back_on)
    ]
    if not running:
        raise NotOnLeave()
    leave = running[0]
    if leave.starts_on == back_on:
        leave.voided_at, leave.void_reason = now(), "back on the first day"
    else:
        leave.back_on = back_on
    await _after_end(db, episode, leave, back_on)
    return episode.participant_id, leave


async def void_leave(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, leave_id: LeaveId, *, reason: str
) -> Whose[EpisodeLeave]:
    """Take back a leave that was entered in error: its days are expected again."""
    episode = await _open_episode(db, actor, episode_id)
    leave = await queries.get_leave(db, episode_id, leave_id)
    leave.voided_at, leave.void_reason = now(), reason
    await _after_end(db, episode, leave, leave.starts_on)
    return episode.participant_id, leave


async def _open_episode(db: AsyncSession, actor: Actor, episode_id: EpisodeId) -> Episode:
    episode = await queries.visible_episode(db, actor, episode_id, "episode:leave", lock=True)
    if episode.ended_on is not None:
        raise EpisodeEndedAlready()
    if episode.admitted_on is None:
        raise NotAdmitted()
    return episode


def _stay(episode: Episode) -> Stay:
    return Stay(episode.referred_on, episode.screened_on, episode.admitted_on, episode.ended_on)


async def _after_end(db: AsyncSession, episode: Episode, leave: EpisodeLeave, back_on: date) -> None:
    await db.flush()
    await rewrite_expected_days(db, [episode], first=leave.starts_on)
    await announce(db, LeaveEnded(episode.id, episode.participant_id, leave.id, back_on))
