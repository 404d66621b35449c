"""What cohorts do about events of earlier slices."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts import queries
from handrail.cohorts.service.memberships import end_reaching, take_up_again
from handrail.cohorts.vocabulary import MembershipEnd
from handrail.core.events import Handler
from handrail.episodes.events import EpisodeEnded, EpisodeReopened


async def free_seats(db: AsyncSession, ended: EpisodeEnded) -> None:
    """The last day of care is the last day in every cohort; the seats are free from the next day on."""
    rows = await queries.memberships_reaching(db, after=ended.ended_on, episode_id=ended.episode_id)
    await end_reaching(db, rows, last_day=ended.ended_on, reason=MembershipEnd.EPISODE_ENDED)


async def give_seats_back(db: AsyncSession, reopened: EpisodeReopened) -> None:
    """An end taken back gives the seats back that nobody has taken since."""
    await take_up_again(db, reopened.episode_id, reopened.participant_id, ended_on=reopened.ended_on)


HANDLERS: tuple[tuple[type, Handler], ...] = ((EpisodeEnded, free_seats), (EpisodeReopened, give_seats_back))
