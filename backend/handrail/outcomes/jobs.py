"""Courses that leave their track because time passes: half of it is over, or the day of the next look has gone by."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.jobs import Periodic
from handrail.outcomes.following import follow


async def follow_all(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """Ask for an answer about every running course that is not on track, once."""
    await follow(db, at=now())


PERIODIC: tuple[Periodic, ...] = (Periodic("outcomes_follow", "20 * * * *", follow_all),)
