"""What breaking the glass does about events of earlier slices."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.break_glass.service import close_if_part2
from handrail.core.events import Handler
from handrail.episodes.events import EpisodeAdmitted, EpisodeReferred
from handrail.participants.events import RecordMerged


async def on_episode(db: AsyncSession, event: EpisodeReferred | EpisodeAdmitted) -> None:
    """A referral to a Part 2 program closes the record to whoever is no party to it."""
    await close_if_part2(db, event.participant_id)


async def on_merge(db: AsyncSession, event: RecordMerged) -> None:
    """So does a merge with a record that is one of Part 2."""
    await close_if_part2(db, event.into_participant_id)


HANDLERS: tuple[tuple[type, Handler], ...] = (
    (EpisodeReferred, on_episode),
    (EpisodeAdmitted, on_episode),
    (RecordMerged, on_merge),
)
