"""Use cases of the catalogue of therapies."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import ModalityId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.modalities import queries
from handrail.modalities.catalogue import catalogue_version, shipped_modalities
from handrail.modalities.errors import ModalityKeyTaken, ModalityRetired
from handrail.modalities.events import MeasuresAsked
from handrail.modalities.models import Modality, ModalityVersion
from handrail.modalities.rules import (
    PROTOCOL,
    Protocol,
    check_age_limits,
    check_completion,
    check_keys,
    check_scale,
    filled,
)
from handrail.modalities.schemas import ModalityCreate, ModalityRead, ModalityUpdate
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
            before = _protocol(row)
            _assign(row, values | {"catalogue_version": catalogue_version()})
            await _publish(db, row, before, by=None, note=None)
            touched += 1
    await db.flush()
    return touched


async def list_modalities(
    db: AsyncSession, *, family: ModalityFamily | None, active: bool | None, page: PageParams
) -> Rows[ModalityRead]:
    rows = await queries.list_modalities(db, family=family, active=active, page=page)
    return Rows([read(row) for row in rows], rows.next_cursor)


def read(modality: Modality) -> ModalityRead:
    """Return a modality as it is shown, with what was not asked yet when it was written."""
    whole = {name: getattr(modality, name) for name in ModalityRead.model_fields}
    return ModalityRead.model_validate(whole | _protocol(modality))


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
    await _check(db, modality)
    with refusing({"uq_modalities_key": ModalityKeyTaken(pointer="/key")}):
        db.add(modality)
        await db.flush()
    return modality


async def update_modality(
    db: AsyncSession, actor: Actor, modality_id: ModalityId, change: ModalityUpdate, *, if_match: int
) -> Modality:
    """Adapt a modality. A shipped one is from then on the organization's affair, unless it is only retired.

    A change of its protocol is published as a new version; running courses stay with the one they follow.
    """
    modality = await queries.get_modality(db, modality_id)
    expect_version(modality, if_match)
    given, before = change.given(), _protocol(modality)
    _assign(modality, given)
    await _check(db, modality)
    modality.adapted = modality.adapted or (modality.source is ModalitySource.SHIPPED and set(given) != {"active"})
    await _publish(db, modality, before, by=actor.staff_id, note=change.note)
    await db.flush()
    return modality


async def list_versions(db: AsyncSession, modality_id: ModalityId) -> list[ModalityVersion]:
    """Return the published versions of a modality's protocol, the newest first; it is its own first one."""
    modality = await queries.get_modality(db, modality_id)
    found = await queries.versions_of(db, modality.id)
    return list(found) or [_version(modality, 1, _protocol(modality), at=modality.created_at, by=None, note=None)]


def followed(modality: Modality, version: ModalityVersion | None) -> Protocol:
    """Return the protocol that somebody follows: of a published version, or the modality's as it is."""
    if version is None:
        return Protocol(version=modality.protocol_version, **_protocol(modality))
    return Protocol(version=version.number, **filled(version.protocol))


async def get_protocol(db: AsyncSession, modality: Modality, number: int) -> Protocol:
    """Return one version of a modality's protocol or raise `ModalityVersionNotFound`."""
    if number == modality.protocol_version:
        return followed(modality, None)
    return followed(modality, await queries.get_version(db, modality.id, number))


async def _publish(
    db: AsyncSession, modality: Modality, before: dict[str, Any], *, by: StaffId | None, note: str | None
) -> None:
    """Keep what the protocol became as a version of its own, and what it was where that was the first."""
    after = _protocol(modality)
    if after == before:
        return
    if not await queries.has_versions(db, modality.id):
        db.add(_version(modality, 1, before, at=modality.created_at, by=None, note=None))
    modality.protocol_version += 1
    db.add(_version(modality, modality.protocol_version, after, at=now(), by=by, note=note))


def _version(
    modality: Modality, number: int, protocol: dict[str, Any], *, at: datetime, by: StaffId | None, note: str | None
) -> ModalityVersion:
    return ModalityVersion(
        modality_id=modality.id, number=number, protocol=protocol, published_at=at, published_by=by, note=note
    )


def _protocol(modality: Modality) -> dict[str, Any]:
    return filled({name: getattr(modality, name) for name in PROTOCOL})


def _assign(modality: Modality, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(modality, name, value)


def _keys(parts: Iterable[dict[str, Any]]) -> Sequence[str]:
    return [part["key"] for part in parts]


async def _check(db: AsyncSession, modality: Modality) -> None:
    check_age_limits(modality.min_age, modality.max_age)
    for name in ("phases", "modules", "records", "homework_kinds", "fidelity_items"):
        check_keys(_keys(getattr(modality, name)), pointer=f"/{name}")
    for place, module in enumerate(modality.modules):
        check_keys(_keys(module["skills"]), pointer=f"/modules/{place}/skills")
    for place, record in enumerate(modality.records):
        check_scale(record.get("least"), record.get("most"), pointer=f"/records/{place}/most")
    check_completion(modality.completion or (), modality.records, _keys(modality.phases))
    asked = [one["instrument_key"] for one in modality.measures]
    check_keys(asked, pointer="/measures")
    await announce(db, MeasuresAsked(asked))
