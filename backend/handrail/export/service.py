"""The whole record of one participant as a zip of JSON files, read by the serving role within their organization."""

import hashlib
import json
import os
import zipfile
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from handrail.core.audit import Look
from handrail.core.clock import now
from handrail.core.db import tenant_statement
from handrail.core.ids import OrganizationId, ParticipantId, new_id
from handrail.core.keyring import Keyring, SealBroken
from handrail.core.state import Core
from handrail.export import queries
from handrail.export.errors import OrganizationUnknown, OutputExists, PersonUnknown, RecordMerged
from handrail.export.queries import Connection
from handrail.export.rules import cleaned, without_others
from handrail.export.vocabulary import LEFT_OUT, MENTIONS
from handrail.files.rules import ENDINGS, seal_place
from handrail.files.vocabulary import MediaType
from handrail.schema import metadata

FORMAT = 1


@dataclass(frozen=True)
class Part:
    """One file of the record."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Document:
    """A stored file of the record, as it was added."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Exported:
    """What was written."""

    file: Path
    parts: list[Part]

    @property
    def rows(self) -> int:
        """Of all files together."""
        return sum(part.rows for part in self.parts)


def file_for(output: Path, participant_id: ParticipantId) -> Path:
    """The file itself when it ends in `.zip`, else one in that folder; never a name or record number in it."""
    file = output if output.suffix == ".zip" else output / f"participant-{participant_id}.zip"
    if file.exists():
        raise OutputExists
    return file


async def export_participant(core: Core, slug: str, participant_id: ParticipantId, output: Path) -> Exported:
    """Write the record, and hand it out only once its audit entry is on disk."""
    file = file_for(output, participant_id)
    async with core.hot_pool.acquire() as connection:
        organization_id = await queries.organization_of(connection, slug)
        if organization_id is None:
            raise OrganizationUnknown
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                # One snapshot: what changes meanwhile is not half in it.
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    await connection.execute(tenant_statement(organization_id))
                    await connection.execute("SET LOCAL timezone = 'UTC'")
                    try:
                        await _refuse_unknown(connection, participant_id)
                    except (PersonUnknown, RecordMerged) as refusal:
                        await core.flusher.write(_look(organization_id, participant_id), status=refusal.status)
                        raise
                    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                        parts = await _write(connection, archive, core.keys, organization_id, slug, participant_id)
                target.flush()
                os.fsync(target.fileno())
            await core.flusher.write(_look(organization_id, participant_id), status=200)
            scratch.rename(file)
        finally:
            scratch.unlink(missing_ok=True)
    return Exported(file, parts)


def _look(organization_id: OrganizationId, participant_id: ParticipantId) -> Look:
    return Look(
        request_id=new_id().hex,
        action="export_participant",
        resource="participants",
        resource_ids={"participant_id": str(participant_id)},
        organization_id=organization_id,
        client="command line",
        participant_ids={participant_id},
    )


async def _refuse_unknown(connection: Connection, participant_id: ParticipantId) -> None:
    known, survivor = await queries.survivor_of(connection, participant_id)
    if not known:
        raise PersonUnknown
    if survivor is not None:
        raise RecordMerged(into_participant_id=str(survivor))


async def _write(
    connection: Connection,
    archive: zipfile.ZipFile,
    keys: Keyring,
    organization_id: OrganizationId,
    slug: str,
    participant_id: ParticipantId,
) -> list[Part]:
    found = queries.plan(metadata())
    record = await queries.collect(connection, found, participant_id)
    others = await queries.everybody_else(connection, record.people)
    rows_of_record = [one for table in found.hanging for one in record.rows[table]]
    parts = []
    for folder, tables in (("record", found.hanging), ("reference", sorted(found.references))):
        for table in tables:
            rows = queries.rows_of(connection, table, record.rows[table])
            parts.append(await _write_part(archive, folder, table, rows, others))
    for table in MENTIONS:
        rows = queries.mentions_of(connection, table, record, rows_of_record)
        parts.append(await _write_part(archive, "history", table, rows, others))
    documents, unopened = await _write_documents(connection, archive, keys, organization_id, record.rows["files"])
    manifest = {
        "format": FORMAT,
        "made_at": now().isoformat(),
        "handrail": version("handrail"),
        "schema_revision": await queries.revision_of(connection),
        "organization": {"id": str(organization_id), "slug": slug},
        "participant_id": str(participant_id),
        "merged_participant_ids": [str(one) for one in record.people if one != participant_id],
        "files": [asdict(part) for part in parts],
        "documents": [asdict(document) for document in documents],
        "documents_that_do_not_open": unopened,
        "left_out": LEFT_OUT,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return parts


async def _write_documents(
    connection: Connection, archive: zipfile.ZipFile, keys: Keyring, organization_id: OrganizationId, ids: list[UUID]
) -> tuple[list[Document], list[str]]:
    """Write the stored files as they were before they were sealed; one that does not open is told and stops nothing."""
    written, unopened = [], []
    async for file_id, media_type, sealed in queries.documents_of(connection, ids):
        try:
            content = keys.open(sealed, about=seal_place(organization_id, file_id))
        except SealBroken:
            unopened.append(str(file_id))
            continue
        name = f"documents/{file_id}.{ENDINGS[MediaType(media_type)]}"
        archive.writestr(name, content)
        written.append(Document(name, len(content), hashlib.sha256(content).hexdigest()))
    return written, unopened


async def _write_part(
    archive: zipfile.ZipFile, folder: str, table: str, rows: AsyncIterator[str], others: frozenset[str]
) -> Part:
    name, count, size, digest = f"{folder}/{table}.json", 0, 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as file:

        def put(text: str) -> None:
            nonlocal size
            content = text.encode()
            size += file.write(content)
            digest.update(content)

        put("[")
        async for row in rows:
            text = json.dumps(cleaned(table, json.loads(row)), ensure_ascii=False)
            put(f"{',' if count else ''}\n{without_others(text, others)}")
            count += 1
        put("\n]\n")
    return Part(name, count, size, digest.hexdigest())
