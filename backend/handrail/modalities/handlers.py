"""What the catalogue does when something happens in the slices before it, in the same transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.events import Handler
from handrail.modalities.service import seed_modalities
from handrail.organizations.events import OrganizationCreated


async def on_organization(db: AsyncSession, _: OrganizationCreated) -> None:
    """A clinic begins with the shipped therapies."""
    await seed_modalities(db)


HANDLERS: tuple[tuple[type[Any], Handler], ...] = ((OrganizationCreated, on_organization),)
