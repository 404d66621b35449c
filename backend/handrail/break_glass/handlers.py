"""What breaking the glass does about events of earlier slices."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.break_glass.service import close_all_of_part2, close_if_part2
from handrail.cohorts.events import WaitBegun
from handrail.core.events import Handler
from handrail.episodes.events import EpisodeAdmitted, EpisodeReferred
from handrail.participants.events import RecordMerged
from handrail.programs.events import ProgramUnderPart2


async def on_episode(db: AsyncSession, event: EpisodeReferred | EpisodeAdmitted) -> None:
    """A referral to a Part 2 program closes the record to whoever is no party to it."""
    await close_if_part2(db, event.participant_id)


async def on_merge(db: AsyncSession, event: RecordMerged) -> None:
    """So does a merge with a record that is one of Part 2."""
    await close_if_part2(db, event.into_participant_id)


async def on_wait(db: AsyncSession, event: WaitBegun) -> None:
    """So does a place on the waitlist of a Part 2 program."""
    await close_if_part2(db, event.participant_id)


async def on_program(db: AsyncSession, event: ProgramUnderPart2) -> None:
    """A program that comes under Part 2 closes what is open of everybody in it."""
    await close_all_of_part2(db)


HANDLERS: tuple[tuple[type, Handler], ...] = (
    (EpisodeReferred, on_episode),
    (EpisodeAdmitted, on_episode),
    (RecordMerged, on_merge),
    (WaitBegun, on_wait),
    (ProgramUnderPart2, on_program),
)
