"""Modalities for tests."""

from tests.support.clinic import Clinic

from handrail.modalities import queries, service
from handrail.modalities.models import Modality


async def ship_modalities(clinic: Clinic) -> dict[str, Modality]:
    """Give the clinic the shipped catalogue; return it by key."""
    async with clinic.db() as db:
        await service.seed_modalities(db)
        return await queries.by_key(db)
