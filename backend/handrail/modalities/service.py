"""Use cases of the catalogue of therapies."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import ModalityId
from handrail.core.pagination import PageParams, Rows
from handrail.modalities import queries
from handrail.modalities.catalogue import catalogue_version, shipped_modalities
from handrail.modalities.errors import ModalityKeyTaken, ModalityRetired
from handrail.modalities.models import Modality
from handrail.modalities.rules import check_age_limits, check_keys, check_scale
from handrail.modalities.schemas import ModalityCreate, ModalityUpdate
from handrail.modalities.vocabulary import ModalityFamily, ModalitySource


async def seed_modalities(db: AsyncSession) -> int:
    """Bring an organization's catalogue up to the shipped version; return how many rows are new or newer.

    Rows that the organization adapted stay as they are, and so does a key it uses for a modality of its own.
    """
    present = await queries.by_key(db)
    touched = 0
    for values in shipped_modalities():
        row = present.get(values["key"])
        if row is None:
            db.add(Modality(**values, source=ModalitySource.SHIPPED, catalogue_version=catalogue_version()))
            touched += 1
        elif row.catalogue_version not in (None, catalogue_version()) and not row.adapted:
            _assign(row, values | {"catalogue_version": catalogue_version()})
            touched += 1
    await db.flush()
    return touched


async def list_modalities(
    db: AsyncSession, *, family: ModalityFamily | None, active: bool | None, page: PageParams
) -> Rows[Modality]:
    return await queries.list_modalities(db, family=family, active=active, page=page)


async def get_modality(db: AsyncSession, modality_id: ModalityId) -> Modality:
    """Return a modality or raise `ModalityNotFound`."""
    return await queries.get_modality(db, modality_id)


async def get_usable_modality(db: AsyncSession, modality_id: ModalityId) -> Modality:
    """Return a modality that may be delivered now."""
    modality = await queries.get_modality(db, modality_id)
    if not modality.active:
        raise ModalityRetired()
    return modality


async def create_modality(db: AsyncSession, new: ModalityCreate) -> Modality:
    """Add a modality of the organization's own."""
    modality = Modality(
        **{**new.model_dump(mode="json"), "family": new.family}, source=ModalitySource.OWN, adapted=False
    )
    _check(modality)
    with refusing({"uq_modalities_key": ModalityKeyTaken(pointer="/key")}):
        db.add(modality)
        await db.flush()
    return modality


async def update_modality(
    db: AsyncSession, modality_id: ModalityId, change: ModalityUpdate, *, if_match: int
) -> Modality:
    """Adapt a modality. A shipped one is from then on the organization's affair, unless it is only retired."""
    modality = await queries.get_modality(db, modality_id)
    expect_version(modality, if_match)
    given = change.given()
    _assign(modality, given)
    _check(modality)
    modality.adapted = modality.adapted or (modality.source is ModalitySource.SHIPPED and set(given) != {"active"})
    await db.flush()
    return modality


def _assign(modality: Modality, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(modality, name, value)


def _keys(parts: Iterable[dict[str, Any]]) -> Sequence[str]:
    return [part["key"] for part in parts]


def _check(modality: Modality) -> None:
    check_age_limits(modality.min_age, modality.max_age)
    for name in ("phases", "modules", "records", "fidelity_items"):
        check_keys(_keys(getattr(modality, name)), pointer=f"/{name}")
    for place, module in enumerate(modality.modules):
        check_keys(_keys(module["skills"]), pointer=f"/modules/{place}/skills")
    for place, record in enumerate(modality.records):
        check_scale(record.get("least"), record.get("most"), pointer=f"/records/{place}/most")
