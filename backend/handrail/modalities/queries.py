"""SQL of modalities."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ModalityId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.modalities.errors import ModalityNotFound
from handrail.modalities.models import Modality
from handrail.modalities.vocabulary import ModalityFamily


async def get_modality(db: AsyncSession, modality_id: ModalityId) -> Modality:
    modality = await db.scalar(select(Modality).where(Modality.id == modality_id))
    if modality is None:
        raise ModalityNotFound()
    return modality


async def list_modalities(
    db: AsyncSession, *, family: ModalityFamily | None, active: bool | None, page: PageParams
) -> Rows[Modality]:
    query = select(Modality)
    if family is not None:
        query = query.where(Modality.family == family)
    if active is not None:
        query = query.where(Modality.active == active)
    return await paginate(db, query, order=(Modality.name, Modality.id), page=page)


async def by_key(db: AsyncSession) -> dict[str, Modality]:
    """Every modality of the organization."""
    rows: Sequence[Modality] = (await db.scalars(select(Modality).limit(1000))).all()
    return {row.key: row for row in rows}
