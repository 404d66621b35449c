"""Seats become free in many ways: leaves, ended episodes, larger rooms. What no request offered is offered here."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.jobs import Periodic
from handrail.waits.service import offer


async def offer_seats(db: AsyncSession, _: Mapping[str, UUID]) -> None:
    """Offer every free seat that somebody waits for, once."""
    await offer(db, at=now())


PERIODIC: tuple[Periodic, ...] = (Periodic("waits_offer", "*/5 * * * *", offer_seats),)
