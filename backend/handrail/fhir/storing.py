"""Storing a batch of mapped rows: what is new is added, what differs is corrected, nothing is taken away.

A source wins where it speaks and is silent where it does not: an absent value never clears a known one, and the flags
of safety that only people of the clinic can answer are never touched.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.audit import INSERT_ENTRY, Look
from handrail.core.ids import OrganizationId, new_id
from handrail.fhir import queries
from handrail.fhir.mapping.common import Mapped
from handrail.fhir.models import FhirSource, PartnerOrganization
from handrail.fhir.vocabulary import ImportedType, Refusal, Skipped
from handrail.participants.models import Contact, ContactWay, FormerName, Participant, ParticipantIdentifier
from handrail.participants.rules import fold, folded_names
from handrail.participants.service import give_out_mrns
from handrail.participants.vocabulary import ParticipantStatus
from handrail.staff.models import StaffIdentifier, StaffMember
from handrail.staff.vocabulary import StaffStatus

Outcome = Literal["accepted", "changed", "unchanged"] | Refusal

_CLOSED: Final = {ParticipantStatus.MERGED.value, ParticipantStatus.ENTERED_IN_ERROR.value}


@dataclass(frozen=True)
class Gathered:
    """A mapped row and where it stood."""

    file: int
    row: int
    mapped: Mapped
    resource_id: str


@dataclass
class Done:
    """What became of a row."""

    outcome: Outcome
    target_id: UUID | None = None
    skipped: Counter[Skipped] = field(default_factory=Counter)


@dataclass
class _Placed:
    """A row with the record it belongs to; `is_new` where the record is made now."""

    mapped: Mapped
    fingerprint: str
    target_id: UUID
    is_new: bool
    done: Done


async def store(
    db: AsyncSession,
    organization_id: OrganizationId,
    kind: ImportedType,
    batch: Sequence[Gathered],
    *,
    at: datetime,
) -> list[Done]:
    """Store one batch of one type; return what became of each row, in their order."""
    # Two imports at once would both find a row new; the second waits for the first one's batch.
    lock = text(
        "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.organization_id') || ' import', 0))"
    )
    await db.execute(lock)
    rows = [one.mapped for one in batch]
    keys = {key for row in rows for key in row.keys}
    sources = await queries.sources_by_key(db, kind, keys)
    match kind:
        case ImportedType.PATIENT:
            owners = await _owners(db, "participant_identifiers", "participant_id", rows)
        case ImportedType.PRACTITIONER:
            owners = await _owners(db, "staff_identifiers", "staff_id", rows)
        case _:
            owners = {}
    placed: list[_Placed] = []
    result: list[Done] = []
    for row in rows:
        found = {sources[key][0] for key in row.keys if key in sources}
        found |= {owners[number] for number in row.keys if number in owners}
        if len(found) > 1:
            result.append(Done(Refusal.IDENTIFIERS_OF_TWO_PEOPLE))
            continue
        target = found.pop() if found else None
        fingerprint = row.fingerprint()
        said_already = all(sources.get(key, (None, ""))[1] == fingerprint for key in row.keys)
        done = Done("unchanged" if said_already else "accepted" if target is None else "changed", target or new_id())
        result.append(done)
        assert done.target_id is not None
        placed.append(_Placed(row, fingerprint, done.target_id, target is None, done))
    match kind:
        case ImportedType.PATIENT:
            await _store_people(db, organization_id, placed, owners)
        case ImportedType.PRACTITIONER:
            await _store_staff(db, organization_id, placed, owners)
        case _:
            await _store_partners(db, organization_id, placed)
    await _remember(db, organization_id, kind, placed, sources, at)
    return result


async def _owners(db: AsyncSession, table: str, column: str, rows: Iterable[Mapped]) -> dict[queries.Key, UUID]:
    numbers = {(number.system, number.value) for row in rows for number in row.identifiers}
    return await queries.owners_of_numbers(db, table, column, numbers)


def _free_numbers(placed: Sequence[_Placed], owners: dict[queries.Key, UUID]) -> list[tuple[_Placed, Any]]:
    """Return the identifiers to add; one that is somebody else's stays theirs and is counted."""
    for one in placed:
        for number in one.mapped.identifiers:
            key = (number.system, number.value)
            owner = owners.setdefault(key, one.target_id) if one.done.outcome != "unchanged" else owners.get(key)
            if owner not in (one.target_id, None):
                one.done.skipped[Skipped.IDENTIFIER_OF_ANOTHER] += 1
    return [
        (one, number)
        for one in _to_write(placed)
        for number in one.mapped.identifiers
        if owners.get((number.system, number.value)) == one.target_id
    ]


def _to_write(placed: Iterable[_Placed]) -> list[_Placed]:
    return [one for one in placed if one.done.outcome in ("accepted", "changed")]


async def _store_people(
    db: AsyncSession, organization_id: OrganizationId, placed: list[_Placed], owners: dict[queries.Key, UUID]
) -> None:
    known_numbers = dict(owners)
    states = await queries.states_of_people(db, [one.target_id for one in _to_write(placed) if not one.is_new])
    holders = await queries.holders_of_mrns(db, [o.mapped.values["mrn"] for o in placed if o.mapped.values["mrn"]])
    for one in _to_write(placed):
        if not one.is_new and (one.target_id not in states or states[one.target_id].status in _CLOSED):
            one.done.outcome, one.done.target_id = Refusal.RECORD_NOT_IN_USE, None
        elif holders.get(one.mapped.values["mrn"], one.target_id) != one.target_id:
            one.done.outcome, one.done.target_id = Refusal.MRN_TAKEN, None
    placed[:] = [one for one in placed if not isinstance(one.done.outcome, Refusal)]

    new = [one for one in _to_write(placed) if one.is_new]
    theirs = {one.mapped.values["mrn"] for one in new} - {None}
    without = sum(one.mapped.values["mrn"] is None for one in new)
    given = iter(await give_out_mrns(db, without, besides=theirs))
    people = [
        {"id": one.target_id, "version": 1, **one.mapped.values, "mrn": one.mapped.values["mrn"] or next(given)}
        for one in new
    ]
    await queries.insert_rows(db, Participant, organization_id, people)
    differing = [_correction(one, states[one.target_id]) for one in _to_write(placed) if not one.is_new]
    touched = await queries.update_rows(db, Participant, differing, keep_known=True)

    numbers = [
        {
            "id": new_id(),
            "version": 1,
            "participant_id": one.target_id,
            "system": number.system,
            "value": number.value,
            "kind": number.kind,
            "starts_on": number.starts_on,
            "ends_on": number.ends_on,
        }
        for one, number in _free_numbers(placed, owners)
        if (number.system, number.value) not in known_numbers
    ]
    await queries.insert_rows(db, ParticipantIdentifier, organization_id, numbers)
    touched |= {row["participant_id"] for row in numbers}
    touched |= await _store_details(db, organization_id, _to_write(placed))
    for one in _to_write(placed):
        if not one.is_new and one.target_id not in touched:
            one.done.outcome = "unchanged"


def _correction(one: _Placed, state: queries.PersonState) -> dict[str, Any]:
    """What a source may correct of a known person. What is merely not said (alive, no interpreter) corrects nothing."""
    values = dict(one.mapped.values)
    names = folded_names(
        given_names=values["given_names"],
        family_name=values["family_name"],
        chosen_name=values["chosen_name"] or state.chosen_name,
    )
    return {
        "id": one.target_id,
        **values,
        "folded_name": names.folded_name,
        "folded_given": names.folded_given,
        "folded_chosen": names.folded_chosen,
        "status": values["status"] if values["status"] is not ParticipantStatus.ACTIVE else None,
        "deceased": values["deceased"] or None,
        "interpreter_needed": values["interpreter_needed"] or None,
        "race": values["race"] or None,
    }


async def _store_details(db: AsyncSession, organization_id: OrganizationId, placed: Sequence[_Placed]) -> set[UUID]:
    """Add ways of contact, contacts and former names that are not there yet; return whose."""
    known = [one.target_id for one in placed if not one.is_new]
    old_ways = await queries.rows_of_people(db, "participant_contact_ways", ["contact_id", "kind", "value_key"], known)
    old_contacts = await queries.rows_of_people(db, "participant_contacts", ["id", "name", "relationship"], known)
    old_names = await queries.rows_of_people(
        db, "participant_former_names", ["kind", "given_names", "family_name"], known
    )
    names: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    ways: list[dict[str, Any]] = []
    for one in placed:
        person = one.target_id
        there = {(row["contact_id"], row["kind"], row["value_key"]) for row in old_ways.get(person, ())}
        near = {(fold(row["name"]), row["relationship"]): row["id"] for row in old_contacts.get(person, ())}
        former = {(row["kind"], *row["given_names"], row["family_name"]) for row in old_names.get(person, ())}
        wanted: list[tuple[UUID | None, dict[str, Any]]] = [(None, way) for way in one.mapped.ways]
        for contact in one.mapped.contacts:
            key = (fold(contact["name"]), contact["relationship"].value)
            if key not in near:
                near[key] = new_id()
                values = {name: value for name, value in contact.items() if name != "ways"}
                contacts.append(
                    {"id": near[key], "version": 1, "participant_id": person, "consented_topics": [], **values}
                )
            wanted += [(near[key], way) for way in contact["ways"]]
        for contact_id, way in wanted:
            if (contact_id, way["kind"].value, way["value_key"]) not in there:
                there.add((contact_id, way["kind"].value, way["value_key"]))
                ways.append(
                    {
                        "id": new_id(),
                        "version": 1,
                        "participant_id": person,
                        "contact_id": contact_id,
                        **_UNASKED,
                        **way,
                    }
                )
        for name in one.mapped.former_names:
            key_of_name = (name["kind"].value, *name["given_names"], name["family_name"])
            if key_of_name not in former:
                former.add(key_of_name)
                names.append({"id": new_id(), "participant_id": person, **name})
    await queries.insert_rows(db, FormerName, organization_id, names)
    await queries.insert_rows(db, Contact, organization_id, contacts)
    await queries.insert_rows(db, ContactWay, organization_id, ways)
    return {row["participant_id"] for row in (*names, *contacts, *ways)}


_UNASKED: Final = {"safe_for_voicemail": False, "safe_for_text": False, "program_may_be_named": False}


async def _store_staff(
    db: AsyncSession, organization_id: OrganizationId, placed: list[_Placed], owners: dict[queries.Key, UUID]
) -> None:
    known_numbers = dict(owners)
    rows = []
    for one in _to_write(placed):
        values = {name: value for name, value in one.mapped.values.items() if name != "active"}
        rows.append((one, {"id": one.target_id, **values}))
    people = [
        {
            **values,
            "version": 1,
            "languages": [],
            "status": StaffStatus.ACTIVE if one.mapped.values["active"] else StaffStatus.LEFT,
        }
        for one, values in rows
        if one.is_new
    ]
    await queries.insert_rows(db, StaffMember, organization_id, people)
    differing = [
        {**values, "status": None if one.mapped.values["active"] else StaffStatus.LEFT}
        for one, values in rows
        if not one.is_new
    ]
    touched = await queries.update_rows(db, StaffMember, differing, keep_known=True)
    numbers = [
        {"id": new_id(), "staff_id": one.target_id, "system": number.system, "value": number.value}
        for one, number in _free_numbers(placed, owners)
        if (number.system, number.value) not in known_numbers
    ]
    await queries.insert_rows(db, StaffIdentifier, organization_id, numbers)
    touched |= {row["staff_id"] for row in numbers}
    for one in _to_write(placed):
        if not one.is_new and one.target_id not in touched:
            one.done.outcome = "unchanged"


async def _store_partners(db: AsyncSession, organization_id: OrganizationId, placed: list[_Placed]) -> None:
    rows = [{"id": one.target_id, **one.mapped.values} for one in _to_write(placed) if one.is_new]
    await queries.insert_rows(db, PartnerOrganization, organization_id, [{**row, "version": 1} for row in rows])
    differing = [{"id": one.target_id, **one.mapped.values} for one in _to_write(placed) if not one.is_new]
    touched = await queries.update_rows(db, PartnerOrganization, differing, keep_known=True)
    for one in _to_write(placed):
        if not one.is_new and one.target_id not in touched:
            one.done.outcome = "unchanged"


async def _remember(
    db: AsyncSession,
    organization_id: OrganizationId,
    kind: ImportedType,
    placed: Iterable[_Placed],
    sources: dict[queries.Key, tuple[UUID, str]],
    at: datetime,
) -> None:
    """Keep what each row said, under each of its keys, so that the same words change nothing next time."""
    new, renewed = [], []
    for one in placed:
        for system, value in one.mapped.keys:
            row = {"system": system, "value": value, "fingerprint": one.fingerprint, "imported_at": at}
            if (system, value) not in sources:
                new.append({"id": new_id(), "resource_type": kind, "target_id": one.target_id, **row})
            elif sources[system, value][1] != one.fingerprint:
                renewed.append(row)
    await queries.insert_rows(db, FhirSource, organization_id, new)
    await queries.renew_fingerprints(db, kind, renewed)


async def leave_audit_entry(
    db: AsyncSession,
    organization_id: OrganizationId,
    kind: ImportedType,
    target_ids: Sequence[UUID | None],
    *,
    request_id: str,
) -> None:
    """Write down that the command wrote these people's records, in the transaction that does."""
    record = Look(
        request_id=request_id,
        action="import_fhir",
        resource=f"fhir/{kind.value}",
        organization_id=organization_id,
        client="command",
    )
    if kind is ImportedType.PATIENT:
        record.participant_ids.update(target for target in target_ids if target is not None)
    await db.execute(text(INSERT_ENTRY), {"entries": json.dumps([record.entry(status=200)])})
