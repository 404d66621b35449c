"""Alerts that nobody took in time go up."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.jobs import Periodic
from handrail.measures.service.alerts import escalate


async def send_up(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """Note for every overdue alert that it went up, once."""
    await escalate(db, now())


PERIODIC: tuple[Periodic, ...] = (Periodic("measures_escalate", "* * * * *", send_up),)
