"""Use cases of who pays for an episode."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import EpisodeId, EpisodePayerId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import payer_queries, queries
from handrail.episodes.errors import DateOutsideEpisode, PayerExists
from handrail.episodes.events import PayerChanged
from handrail.episodes.models import EpisodePayer
from handrail.episodes.schemas import PayerCreate


async def list_payers(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> tuple[ParticipantId, Rows[EpisodePayer]]:
    """Payers of an episode by their first day, and whose it is."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:read")
    return episode.participant_id, await payer_queries.page_of_payers(db, episode_id, page)


async def add_payer(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, new: PayerCreate
) -> tuple[ParticipantId, EpisodePayer]:
    """Record who pays from a day on, also after the episode has ended: benefits are often granted backwards."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:payer", lock=True)
    if new.starts_on < episode.referred_on or (episode.ended_on is not None and new.starts_on > episode.ended_on):
        raise DateOutsideEpisode(pointer="/starts_on")
    payer = EpisodePayer(episode_id=episode_id, **new.model_dump())
    with refusing({"uq_episode_payers_starts_on": PayerExists(pointer="/starts_on")}):
        db.add(payer)
        await db.flush()
    await announce(db, PayerChanged(episode_id, episode.participant_id, payer.starts_on))
    return episode.participant_id, payer


async def void_payer(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, payer_id: EpisodePayerId, *, reason: str
) -> tuple[ParticipantId, EpisodePayer]:
    """Take back a payer that was entered in error: the one before it holds on."""
    episode = await queries.visible_episode(db, actor, episode_id, "episode:payer", lock=True)
    payer = await payer_queries.get_payer(db, episode_id, payer_id)
    payer.voided_at, payer.void_reason = now(), reason
    await db.flush()
    await announce(db, PayerChanged(episode_id, episode.participant_id, payer.starts_on))
    return episode.participant_id, payer
