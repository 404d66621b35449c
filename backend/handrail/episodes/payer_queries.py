"""SQL of who pays for an episode."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import EpisodeId, EpisodePayerId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.errors import PayerNotFound
from handrail.episodes.models import EpisodePayer

_ON = text(
    """
    SELECT asked.episode_id, asked.day, p.payer
    FROM unnest(CAST(:episodes AS uuid[]), CAST(:days AS date[])) AS asked(episode_id, day)
    CROSS JOIN LATERAL (
        SELECT x.payer
        FROM episode_payers x
        WHERE x.episode_id = asked.episode_id AND x.voided_at IS NULL AND x.starts_on <= asked.day
        ORDER BY x.starts_on DESC
        LIMIT 1
    ) p
    WHERE p.payer IS NOT NULL
    """
)


async def page_of_payers(db: AsyncSession, episode_id: EpisodeId, page: PageParams) -> Rows[EpisodePayer]:
    query = select(EpisodePayer).where(EpisodePayer.episode_id == episode_id, EpisodePayer.voided_at.is_(None))
    return await paginate(db, query, order=(EpisodePayer.starts_on, EpisodePayer.id), page=page)


async def get_payer(db: AsyncSession, episode_id: EpisodeId, payer_id: EpisodePayerId) -> EpisodePayer:
    query = select(EpisodePayer).where(
        EpisodePayer.id == payer_id, EpisodePayer.episode_id == episode_id, EpisodePayer.voided_at.is_(None)
    )
    payer = await db.scalar(query)
    if payer is None:
        raise PayerNotFound()
    return payer


async def payers_on(db: AsyncSession, asked: Iterable[tuple[EpisodeId, date]]) -> dict[tuple[EpisodeId, date], str]:
    """Return who pays for each episode on a day; what nobody pays for is left out."""
    wanted: Collection[tuple[EpisodeId, date]] = set(asked)
    if not wanted:
        return {}
    values = {"episodes": [episode for episode, _ in wanted], "days": [day for _, day in wanted]}
    return {(EpisodeId(row.episode_id), row.day): row.payer for row in await db.execute(_ON, values)}
