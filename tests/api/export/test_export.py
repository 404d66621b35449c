"""The whole record of one person: all of it, and nothing of anybody else."""

import base64
import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Table, Uuid
from tests.contract.world import build
from tests.factories.attendance import make_group
from tests.factories.participants import make_participant
from tests.support.clinic import Clinic

from handrail.core.db import Base
from handrail.core.ids import ParticipantId, new_id
from handrail.core.tenancy import TenantScoped
from handrail.core.vocabulary import Role
from handrail.export import queries
from handrail.export.errors import OrganizationUnknown, OutputExists, PersonUnknown, RecordMerged
from handrail.export.rules import cleaned, without_others
from handrail.export.service import export_participant
from handrail.export.vocabulary import LEFT_OUT, MENTIONS, REFERENCES, SHARED
from handrail.schema import metadata

CANARY = "Zzyzxcanary"


def read(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Table → rows, each file checked against the manifest."""
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        named = [part["name"] for part in (*manifest["files"], *manifest["documents"])]
        assert {*named, "manifest.json"} == set(archive.namelist())
        for document in manifest["documents"]:
            assert hashlib.sha256(archive.read(document["name"])).hexdigest() == document["sha256"]
        found = {}
        for part in manifest["files"]:
            content = archive.read(part["name"])
            assert hashlib.sha256(content).hexdigest() == part["sha256"]
            assert len(content) == part["bytes"]
            rows = json.loads(content)
            assert len(rows) == part["rows"]
            found[part["name"].partition("/")[2].removesuffix(".json")] = rows
        return found


def whole_text(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


async def export(clinic: Clinic, participant_id: UUID, output: Path) -> Path:
    return (await export_participant(clinic.core, clinic.slug, ParticipantId(participant_id), output)).file


async def rows_that_name(clinic: Clinic, table: str, ids: set[str]) -> set[str]:
    """Ids of the rows of a table in which one of these ids stands."""
    rows = await clinic.sql(
        f"SELECT to_jsonb(t)->>'id' AS id, to_jsonb(t)::text AS text FROM {table} AS t WHERE organization_id = $1",
        clinic.organization_id,
    )
    return {row["id"] for row in rows if any(one in row["text"] for one in ids)}


async def person_with_everything(clinic: Clinic) -> UUID:
    """The person whom the contract tests' world gives one of everything."""
    await build(clinic)
    found: UUID = await clinic.sql_value(
        "SELECT participant_id FROM attendance WHERE organization_id = $1 LIMIT 1", clinic.organization_id
    )
    return found


async def test_everything_that_hangs_on_the_person_is_in_it(clinic: Clinic, tmp_path: Path) -> None:
    person = await person_with_everything(clinic)
    exported = read(await export(clinic, person, tmp_path))
    plan = queries.plan(metadata())
    theirs = {str(person)} | {row["id"] for table in plan.hanging if table not in SHARED for row in exported[table]}
    tables = {
        mapper.local_table.description for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantScoped)
    }
    checked = 0
    for table in sorted(tables - set(LEFT_OUT) - set(REFERENCES)):
        named = await rows_that_name(clinic, table, theirs)
        there = {row["id"] for row in exported.get(table, [])}
        if table == "audit_entries":
            named = {one for one in named if await _is_about(clinic, one, person)}
        if table == "changes":
            apart = "SELECT id::text FROM changes WHERE organization_id = $1 AND kind LIKE 'separations.%'"
            named -= {row["id"] for row in await clinic.sql(apart, clinic.organization_id)}
        assert named <= there, f"rows of {table} are missing"
        checked += len(named)
    assert checked > 30
    filled = {table for table in plan.hanging if exported[table]}
    assert filled >= {"participants", "episodes", "bookings", "attendance", "tasks", "deliveries"}
    assert {"presence_intervals", "participant_contacts", "waitlist_entries", "episode_services"} & filled
    assert exported["sessions"]
    assert exported["programs"]
    assert exported["changes"]


async def _is_about(clinic: Clinic, entry: str, person: UUID) -> bool:
    query = (
        "SELECT $2 = ANY(participant_ids) AND action <> 'export_participant' AND resource NOT LIKE '/separations%'"
        " FROM audit_entries WHERE id = $1"
    )
    found: bool = await clinic.sql_value(query, UUID(entry), person)  # the export's own entry comes after its snapshot
    return found


async def test_nothing_of_anybody_else_is_in_it(clinic: Clinic, other_clinic: Clinic, tmp_path: Path) -> None:
    group = await make_group(clinic, people=3)
    person = group.episodes[0].participant_id
    marks = {"marks": [group.mark(index) for index in range(3)]}
    assert (await group.therapist.post(f"{group.url}/attendance", json=marks)).status_code == 200
    for one in (clinic, other_clinic):
        async with one.db() as db:
            await make_participant(db, family_name=CANARY)
    others = [str(row["id"]) for row in await clinic.sql("SELECT id FROM participants WHERE id <> $1", person)]
    await clinic.sql(
        "UPDATE participants SET family_name = $2 WHERE organization_id = $1 AND id <> $3",
        clinic.organization_id, CANARY, person,
    )  # fmt: skip
    first, second = sorted([person, group.episodes[1].participant_id])
    await clinic.sql(
        "INSERT INTO separations (organization_id, id, first_participant_id, second_participant_id, reason, starts_on,"
        " version) VALUES ($1, $2, $3, $4, $5, '2026-01-01', 1)",
        clinic.organization_id, new_id(), first, second, f"{CANARY} threatened",
    )  # fmt: skip
    text = whole_text(await export(clinic, person, tmp_path))
    assert CANARY not in text
    assert [one for one in others if one in text] == []
    assert str(other_clinic.organization_id) not in text
    assert str(group.episodes[1].id) not in text
    exported = read(tmp_path / f"participant-{person}.zip")
    assert len(exported["attendance"]) == len(exported["bookings"]) == 1


async def test_nobody_learns_by_it_that_somebody_is_kept_apart_from_them(clinic: Clinic, tmp_path: Path) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        person, other = (await make_participant(db)).id, (await make_participant(db)).id
    quiet = await export(clinic, person, tmp_path / "before.zip")
    sides = {"first": {"participant_id": str(person)}, "second": {"participant_id": str(other)}}
    new = {**sides, "reason": CANARY, "starts_on": "2026-01-01"}
    separation = (await director.post("/api/v1/separations", json=new)).json()["id"]
    assert (await director.get(f"/api/v1/separations/{separation}")).status_code == 200
    told = await export(clinic, person, tmp_path / "after.zip")
    assert separation not in whole_text(told)

    def rows(file: Path) -> dict[str, int]:
        return {table: len(found) for table, found in read(file).items()}

    assert rows(told) == rows(quiet) | {"audit_entries": rows(quiet)["audit_entries"] + 1}, "but for the export itself"


async def test_it_leaves_an_audit_entry_and_a_file_only_its_owner_may_read(clinic: Clinic, tmp_path: Path) -> None:
    async with clinic.db() as db:
        person = (await make_participant(db, family_name=CANARY)).id
    file = await export(clinic, person, tmp_path / "new" / "record.zip")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["record.zip"]
    (entry,) = await clinic.sql(
        "SELECT * FROM audit_entries WHERE organization_id = $1 AND action = 'export_participant'",
        clinic.organization_id,
    )
    assert (entry["outcome"], entry["client"], entry["participant_ids"]) == ("success", "command line", [person])
    with pytest.raises(OutputExists):
        await export(clinic, person, file)


async def test_who_is_not_there_is_refused_and_nothing_is_left(
    clinic: Clinic, other_clinic: Clinic, tmp_path: Path
) -> None:
    async with other_clinic.db() as db:
        elsewhere = (await make_participant(db)).id
    with pytest.raises(PersonUnknown):
        await export(clinic, elsewhere, tmp_path)
    with pytest.raises(OrganizationUnknown):
        await export_participant(clinic.core, "nowhere", elsewhere, tmp_path)
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    refused = await clinic.sql_value(
        "SELECT outcome FROM audit_entries WHERE organization_id = $1 AND action = 'export_participant'",
        clinic.organization_id,
    )
    assert refused == "refused"


async def test_a_merged_record_goes_with_its_survivor(clinic: Clinic, tmp_path: Path) -> None:
    async with clinic.db() as db:
        survivor, merged = (await make_participant(db)).id, (await make_participant(db, family_name="Former")).id
    await clinic.sql("UPDATE participants SET status = 'merged', merged_into_id = $2 WHERE id = $1", merged, survivor)
    with pytest.raises(RecordMerged):
        await export(clinic, merged, tmp_path)
    exported = read(await export(clinic, survivor, tmp_path))
    assert {row["id"] for row in exported["participants"]} == {str(survivor), str(merged)}


def test_every_table_with_health_information_is_in_the_record_or_left_out_for_a_reason() -> None:
    plan = queries.plan(metadata())
    known = {*plan.hanging, *MENTIONS, *LEFT_OUT}
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        names = {column.name for column in table.columns}
        if issubclass(mapper.class_, TenantScoped) and (
            mapper.class_.__health__ or names & {"participant_id", "participant_ids", "episode_id", "booking_id"}
        ):
            assert table.description in known, f"say in export/vocabulary.py whether {table.description} is in a record"
    assert set(LEFT_OUT) <= {table.name for table in metadata().tables.values()}


def test_a_new_table_that_hangs_on_a_person_is_found_by_itself() -> None:
    copy = MetaData()
    for table in metadata().sorted_tables:
        table.to_metadata(copy)
    Table(
        "recovery_letters",
        copy,
        Column("organization_id", Uuid, primary_key=True),
        Column("id", Uuid, primary_key=True),
        Column("episode_id", Uuid),
        ForeignKeyConstraint(["organization_id", "episode_id"], ["episodes.organization_id", "episodes.id"]),
    )
    assert "recovery_letters" in queries.plan(copy).hanging
    assert "delivery_exceptions" in queries.plan(copy).hanging
    assert queries.Edge("delivery_exceptions", "delivery_id", "deliveries") not in queries.plan(copy).edges


def test_secrets_are_in_no_file() -> None:
    assert queries.secret_columns("accounts") == ["password_hash"]


def test_changes_are_cleaned_like_the_rows_they_are_of() -> None:
    change = {"kind": "break_glass_uses.created", "state": {"id": "1", "explanation": "she said"}}
    assert cleaned("changes", change) == {"kind": "break_glass_uses.created", "state": {"id": "1"}}


def test_ids_of_others_are_withheld_wherever_they_stand() -> None:
    ours, theirs = str(new_id()), str(new_id())
    assert without_others(f'{{"a": "{ours}", "b": ["{theirs}"]}}', {theirs}) == f'{{"a": "{ours}", "b": ["withheld"]}}'


async def test_what_another_tenant_has_cannot_be_read_by_the_walk(clinic: Clinic, other_clinic: Clinic) -> None:
    async with other_clinic.db() as db:
        elsewhere = (await make_participant(db)).id
    async with clinic.core.hot_pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.organization_id = '{clinic.organization_id}'")
        record = await queries.collect(connection, queries.plan(metadata()), elsewhere)
        assert [row async for row in queries.rows_of(connection, "participants", record.people)] == []


async def test_stored_files_are_in_it_as_they_were_added(clinic: Clinic, tmp_path: Path) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        person = (await make_participant(db)).id
    for content in (b"%PDF-1.7 a letter", b"%PDF-1.7 another"):
        body = {"kind": "referral", "media_type": "application/pdf", "content": base64.b64encode(content).decode()}
        assert (await director.post(f"/api/v1/participants/{person}/files", json=body)).status_code == 201
    await clinic.sql("UPDATE files SET content = content || '\\x00' WHERE sha256 = sha256($1)", b"%PDF-1.7 another")
    with zipfile.ZipFile(await export(clinic, person, tmp_path)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        (document,) = manifest["documents"]
        assert archive.read(document["name"]) == b"%PDF-1.7 a letter"
        assert len(manifest["documents_that_do_not_open"]) == 1
