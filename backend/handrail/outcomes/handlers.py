"""What outcomes do when something happens in the slices before them, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.events import Handler
from handrail.measures.events import ScoresChanged
from handrail.outcomes.following import follow


async def on_scores(db: AsyncSession, event: ScoresChanged) -> None:
    """A course that is not on track any more asks for an answer at once; one that is again asks for none."""
    await follow(db, at=event.at, episode_id=event.episode_id)


HANDLERS: tuple[tuple[type[Any], Handler], ...] = ((ScoresChanged, on_scores),)
