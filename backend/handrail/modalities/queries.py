"""SQL of modalities."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ModalityId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.modalities.errors import ModalityNotFound, ModalityVersionNotFound
from handrail.modalities.models import Modality, ModalityVersion
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


async def has_versions(db: AsyncSession, modality_id: ModalityId) -> bool:
    query = select(exists().where(ModalityVersion.modality_id == modality_id))
    return bool(await db.scalar(query))


async def versions_of(db: AsyncSession, modality_id: ModalityId) -> Sequence[ModalityVersion]:
    """Return published versions, the newest first, a hundred at most."""
    query = select(ModalityVersion).where(ModalityVersion.modality_id == modality_id)
    return (await db.scalars(query.order_by(ModalityVersion.number.desc()).limit(100))).all()


async def get_version(db: AsyncSession, modality_id: ModalityId, number: int) -> ModalityVersion:
    query = select(ModalityVersion).where(ModalityVersion.modality_id == modality_id, ModalityVersion.number == number)
    found: ModalityVersion | None = await db.scalar(query)
    if found is None:
        raise ModalityVersionNotFound()
    return found
