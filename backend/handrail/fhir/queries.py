"""Statements of an import: one per table and batch, whatever the number of rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.db import Base
from handrail.core.events import record_changes
from handrail.core.ids import OrganizationId, PartnerOrganizationId
from handrail.core.pagination import PageParams, Rows
from handrail.core.pagination import paginate as paginate_rows
from handrail.fhir.errors import PartnerOrganizationNotFound
from handrail.fhir.models import FhirSource, PartnerOrganization
from handrail.fhir.vocabulary import ImportedType, PartnerKind

Key = tuple[str, str]


def _plain(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


def _as_json(rows: object) -> str:
    return json.dumps(rows, default=_plain)


async def plan_each_time(db: AsyncSession) -> None:
    """Have this transaction's statements planned for the tables as large as they are now.

    A plan is otherwise kept with the connection: made while the tables were empty, it reads all of them for each batch
    of a hundred thousand people.
    """
    await db.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


async def insert_rows(
    db: AsyncSession, model: type[Base], organization_id: OrganizationId, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert all rows by one statement, and log each. Columns not named get the table's own defaults."""
    if not rows:
        return
    table = model.__table__
    assert isinstance(table, Table)
    columns = ["organization_id", *rows[0]]
    assert all(column in table.columns for column in columns)
    names = ", ".join(columns)
    complete = [{"organization_id": organization_id, **row} for row in rows]
    await db.execute(
        text(
            f"INSERT INTO {table.name} ({names}) SELECT {names}"  # noqa: S608 - names of our own columns
            f" FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))"
        ),
        {"rows": _as_json(complete)},
    )
    if model is not FhirSource:
        await record_changes(db, f"{table.name}.created", complete)


async def update_rows(
    db: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]], *, keep_known: bool
) -> set[UUID]:
    """Change rows by their ids in one statement, and log each that really changed; return the ids of those.

    With `keep_known` a null says nothing and leaves what is stored.
    """
    if not rows:
        return set()
    table = model.__table__
    assert isinstance(table, Table)
    columns = [column for column in rows[0] if column != "id"]
    assert all(column in table.columns for column in columns)
    new = {column: f"coalesce(n.{column}, t.{column})" if keep_known else f"n.{column}" for column in columns}
    assignments = ", ".join(f"{column} = {value}" for column, value in new.items())
    before = ", ".join(f"t.{column}" for column in columns)
    after = ", ".join(new.values())
    changed = await db.execute(
        text(
            f"UPDATE {table.name} t SET {assignments}, version = t.version + 1, updated_at = now()"  # noqa: S608  names of our own tables
            f" FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb)) n"
            f" WHERE t.id = n.id AND ({before}) IS DISTINCT FROM ({after}) RETURNING to_jsonb(t.*) AS state"
        ),
        {"rows": _as_json(rows)},
    )
    states = [row.state for row in changed]
    await record_changes(db, f"{table.name}.updated", states)
    return {UUID(state["id"]) for state in states}


_KEYS = "jsonb_to_recordset(CAST(:keys AS jsonb)) AS k(system text, value text)"


def _key_rows(keys: Iterable[Key]) -> str:
    return _as_json([{"system": system, "value": value} for system, value in keys])


async def sources_by_key(db: AsyncSession, kind: ImportedType, keys: Collection[Key]) -> dict[Key, tuple[UUID, str]]:
    """Return what earlier imports made of these keys: the record and the fingerprint."""
    found = await db.execute(
        text(
            "SELECT s.system, s.value, s.target_id, s.fingerprint FROM fhir_sources s"  # noqa: S608  names of our own tables
            f" JOIN {_KEYS} ON s.system = k.system AND s.value = k.value WHERE s.resource_type = :kind"
        ),
        {"keys": _key_rows(keys), "kind": kind.value},
    )
    return {(row.system, row.value): (row.target_id, row.fingerprint) for row in found}


async def owners_of_numbers(db: AsyncSession, table: str, column: str, keys: Collection[Key]) -> dict[Key, UUID]:
    """Return whose these numbers are, among participants' or staff members' identifiers."""
    assert (table, column) in {("participant_identifiers", "participant_id"), ("staff_identifiers", "staff_id")}
    found = await db.execute(
        text(
            f"SELECT i.system, i.value, i.{column} AS owner FROM {table} i"  # noqa: S608  names of our own tables
            f" JOIN {_KEYS} ON i.system = k.system AND i.value = k.value"
        ),
        {"keys": _key_rows(keys)},
    )
    return {(row.system, row.value): row.owner for row in found}


@dataclass(frozen=True)
class PersonState:
    """What must be known of a participant before an import corrects them."""

    status: str
    chosen_name: str | None


async def states_of_people(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PersonState]:
    """Return what stands now about these participants, locked until the batch is stored."""
    found = await db.execute(
        text("SELECT id, status, chosen_name FROM participants WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"),
        {"ids": list(ids)},
    )
    return {row.id: PersonState(row.status, row.chosen_name) for row in found}


async def holders_of_mrns(db: AsyncSession, mrns: Collection[str]) -> dict[str, UUID]:
    """Return who has these record numbers already."""
    found = await db.execute(text("SELECT mrn, id FROM participants WHERE mrn = ANY(:mrns)"), {"mrns": list(mrns)})
    return {row.mrn: row.id for row in found}


async def rows_of_people(
    db: AsyncSession, table: str, columns: Sequence[str], ids: Collection[UUID]
) -> dict[UUID, list[dict[str, Any]]]:
    """Return what is known already of these participants in one of the tables that hang on them."""
    assert table in {"participant_contact_ways", "participant_contacts", "participant_former_names"}
    names = ", ".join(columns)
    found = await db.execute(
        text(f"SELECT participant_id, {names} FROM {table} WHERE participant_id = ANY(:ids)"),  # noqa: S608  names of our own tables
        {"ids": list(ids)},
    )
    rows: dict[UUID, list[dict[str, Any]]] = {}
    for row in found.mappings():
        rows.setdefault(row["participant_id"], []).append(dict(row))
    return rows


async def renew_fingerprints(db: AsyncSession, kind: ImportedType, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember what the sources said last."""
    if rows:
        await db.execute(
            text(
                "UPDATE fhir_sources s SET fingerprint = n.fingerprint, imported_at = n.imported_at"
                " FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
                " AS n(system text, value text, fingerprint text, imported_at timestamptz)"
                " WHERE s.resource_type = :kind AND s.system = n.system AND s.value = n.value"
            ),
            {"rows": _as_json(rows), "kind": kind.value},
        )


async def link_partners(db: AsyncSession, links: Sequence[Mapping[str, Any]]) -> None:
    """Point sites and organizations at the ones they belong to."""
    if links:
        changed = await db.execute(
            text(
                "UPDATE partner_organizations p SET part_of_id = n.part_of_id, version = p.version + 1,"
                " updated_at = now() FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n(id uuid, part_of_id uuid)"
                " WHERE p.id = n.id AND p.part_of_id IS DISTINCT FROM n.part_of_id AND n.id <> n.part_of_id"
                " RETURNING to_jsonb(p.*) AS state"
            ),
            {"rows": _as_json(links)},
        )
        await record_changes(db, "partner_organizations.updated", [row.state for row in changed])


async def page_of_partners(
    db: AsyncSession, page: PageParams, *, name_prefix: str | None, kind: PartnerKind | None
) -> Rows[PartnerOrganization]:
    """Return partners in the order of their names; `name_prefix` is folded."""
    wanted: list[ColumnElement[bool]] = []
    if name_prefix:
        wanted.append(PartnerOrganization.folded_name.op("^@")(name_prefix))
    if kind is not None:
        wanted.append(PartnerOrganization.kind == kind)
    query = select(PartnerOrganization).where(*wanted)
    order = [PartnerOrganization.folded_name, PartnerOrganization.id]
    return await paginate_rows(db, query, order=order, page=page)


async def partner(db: AsyncSession, partner_organization_id: PartnerOrganizationId) -> PartnerOrganization:
    query = select(PartnerOrganization).where(PartnerOrganization.id == partner_organization_id)
    found = await db.scalar(query)
    if found is None:
        raise PartnerOrganizationNotFound()
    return found
