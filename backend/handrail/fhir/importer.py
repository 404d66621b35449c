"""FHIR R4 files → participants, staff, directory of partners.

Rows are read one by one, mapped, gathered by type and stored a batch at a time, each batch in its own transaction: an
import that is cut off goes on where it stopped when it is started again. Of a whole run only hashes of the keys seen
stay in memory, to tell a row that comes twice.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

import asyncpg
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from handrail.core.clock import now
from handrail.core.ids import OrganizationId, new_id
from handrail.core.units import Sessions
from handrail.fhir import queries, storing
from handrail.fhir.errors import RowRefused
from handrail.fhir.mapping.common import Mapped
from handrail.fhir.mapping.organization import map_location, map_organization
from handrail.fhir.mapping.patient import map_patient
from handrail.fhir.mapping.practitioner import map_practitioner
from handrail.fhir.reading import SUFFIXES, Row, files_of, rows_of
from handrail.fhir.report import Report
from handrail.fhir.resources import Location, Organization, Patient, Practitioner
from handrail.fhir.storing import Done, Gathered
from handrail.fhir.vocabulary import SOURCE_ID_SYSTEM, ImportedType, Refusal

BATCH: Final = 500
LINKS_A_STATEMENT: Final = 2000

Advance = Callable[[int, int], None]
"""Called while reading: bytes read so far, bytes in all."""


@dataclass
class _Run:
    """What one import remembers between batches."""

    sessions: Sessions
    organization_id: OrganizationId
    mrn_system: str | None
    today: date
    started_at: datetime
    report: Report = field(default_factory=Report)
    gathered: dict[ImportedType, list[Gathered]] = field(default_factory=lambda: {kind: [] for kind in ImportedType})
    seen: dict[bytes, bytes] = field(default_factory=dict)
    organizations: dict[str, UUID] = field(default_factory=dict)
    """Records by the id their resource had in the files, for references within them."""
    links: list[tuple[UUID, tuple[str, str]]] = field(default_factory=list)
    request_id: str = field(default_factory=lambda: f"import-{new_id().hex}")


async def import_fhir(
    sessions: Sessions,
    organization_id: OrganizationId,
    paths: list[Path],
    *,
    mrn_system: str | None = None,
    advance: Advance | None = None,
) -> Report:
    """Import every file of `paths` (folders included) into one organization and say what became of each row.

    A second run of the same files changes nothing. Numbers of `mrn_system` become the organization's own medical record
    numbers. Raises `NothingToImport` or `OSError` before anything is stored where a path cannot be read.
    """
    begun = time.monotonic()
    files = files_of(paths)
    whole = sum(path.stat().st_size for path in files)
    moment = now()
    run = _Run(sessions, organization_id, mrn_system, moment.date(), moment)
    before = 0
    for number, path in enumerate(files, start=1):
        with path.open("rb") as raw:
            file = _Counted(raw)
            for row in rows_of(cast(BinaryIO, file), number=number, lines=SUFFIXES.get(path.suffix.lower()) == "lines"):
                kind = _take(run, row)
                if advance is not None:
                    advance(before + file.count, whole)
                if kind is not None and len(run.gathered[kind]) >= BATCH:
                    await _store(run, kind)
        before += path.stat().st_size
        run.report.files += 1
    for kind in ImportedType:
        await _store(run, kind)
    await _link(run)
    if advance is not None:
        advance(whole, whole)
    run.report.seconds = time.monotonic() - begun
    return run.report


class _Counted(BufferedIOBase):
    """A file that knows how much of it was read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = self._raw.read(-1 if size is None else size)
        self.count += len(chunk)
        return chunk

    def readline(self, size: int | None = -1, /) -> bytes:
        line = self._raw.readline(-1 if size is None else size)
        self.count += len(line)
        return line

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.count = 0
        return self._raw.seek(offset, whence)


def _take(run: _Run, row: Row) -> ImportedType | None:
    """Map one row and put it with its kind, or count why not."""
    report = run.report
    if row.resource is None:
        report.refuse(file=row.file, row=row.row, kind=None, reason=row.refusal or Refusal.NOT_A_RESOURCE)
        return None
    named = row.resource["resourceType"]
    if named not in set(ImportedType):
        report.leave_out(named)
        return None
    kind = ImportedType(named)
    report.types[kind].read += 1
    try:
        mapped = _map(run, kind, row.resource)
        again = _seen_before(run, kind, mapped)
    except RowRefused as refused:
        report.refuse(file=row.file, row=row.row, kind=kind, reason=refused.reason)
        return None
    report.skipped_values += mapped.skipped
    if again:
        report.types[kind].unchanged += 1
        return None
    run.gathered[kind].append(Gathered(row.file, row.row, mapped, str(row.resource.get("id") or "")))
    return kind


def _map(run: _Run, kind: ImportedType, resource: dict[str, Any]) -> Mapped:
    try:
        match kind:
            case ImportedType.PATIENT:
                return map_patient(Patient.model_validate(resource), today=run.today, mrn_system=run.mrn_system)
            case ImportedType.PRACTITIONER:
                return map_practitioner(Practitioner.model_validate(resource))
            case ImportedType.ORGANIZATION:
                return map_organization(Organization.model_validate(resource))
            case ImportedType.LOCATION:
                return map_location(Location.model_validate(resource))
    except ValidationError as error:
        too_long = any(problem["type"] in {"string_too_long", "too_long"} for problem in error.errors())
        raise RowRefused(Refusal.TOO_LONG if too_long else Refusal.INVALID_SHAPE) from None
    except RecursionError:
        raise RowRefused(Refusal.INVALID_SHAPE) from None


def _seen_before(run: _Run, kind: ImportedType, mapped: Mapped) -> bool:
    """Say whether this run had the very same row; another row with one of its identifiers is refused."""
    fingerprint = bytes.fromhex(mapped.fingerprint())[:16]
    digests = [_digest(kind, key) for key in mapped.keys]
    before = {run.seen[digest] for digest in digests if digest in run.seen}
    if before:
        if before == {fingerprint}:
            return True
        raise RowRefused(Refusal.REPEATED_IDENTIFIER)
    run.seen.update(dict.fromkeys(digests, fingerprint))
    return False


def _digest(kind: ImportedType, key: tuple[str, str]) -> bytes:
    return hashlib.blake2b("\x00".join((kind, *key)).encode(), digest_size=16).digest()


async def _store(run: _Run, kind: ImportedType) -> None:
    batch, run.gathered[kind] = run.gathered[kind], []
    for gathered, done in await _store_or_halve(run, kind, batch):
        count = run.report.types[kind]
        match done.outcome:
            case "accepted":
                count.accepted += 1
            case "changed":
                count.changed += 1
            case "unchanged":
                count.unchanged += 1
            case Refusal() as reason:
                run.report.refuse(file=gathered.file, row=gathered.row, kind=kind, reason=reason)
        run.report.skipped_values += done.skipped
        if done.target_id is None:
            continue
        if kind is ImportedType.ORGANIZATION and gathered.resource_id:
            run.organizations[gathered.resource_id] = done.target_id
        if gathered.mapped.part_of is not None:
            run.links.append((done.target_id, gathered.mapped.part_of))


async def _store_or_halve(run: _Run, kind: ImportedType, batch: list[Gathered]) -> list[tuple[Gathered, Done]]:
    """Store a batch; where the database refuses it, find the row it refuses and take the others."""
    if not batch:
        return []
    try:
        async with run.sessions.begin(run.organization_id, account_id=None, request_id=run.request_id) as db:
            await queries.plan_each_time(db)
            done = await storing.store(db, run.organization_id, kind, batch, at=run.started_at)
            await storing.leave_audit_entry(
                db, run.organization_id, kind, [one.target_id for one in done], request_id=run.request_id
            )
        return list(zip(batch, done, strict=True))
    except (DBAPIError, asyncpg.PostgresError) as error:
        if not _blames_a_row(error):
            raise
        if len(batch) == 1:
            return [(batch[0], Done(Refusal.INVALID_SHAPE))]
        middle = len(batch) // 2
        halves = (batch[:middle], batch[middle:])
        return [pair for half in halves for pair in await _store_or_halve(run, kind, half)]


def _blames_a_row(error: DBAPIError | asyncpg.PostgresError) -> bool:
    """SQLSTATE class 22 (data exception) and 23 (constraint violation) are about values."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return False
    state = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None) or ""
    return str(state)[:2] in {"22", "23"}


async def _link(run: _Run) -> None:
    """Point sites and organizations at the organization they named, now that all are there."""
    for links in _chunks(run.links, LINKS_A_STATEMENT):
        async with run.sessions.begin(run.organization_id, account_id=None, request_id=run.request_id) as db:
            keys = {key for _, key in links}
            known = await queries.sources_by_key(db, ImportedType.ORGANIZATION, keys)
            rows = []
            for target, key in links:
                by_id = run.organizations.get(key[1]) if key[0] == SOURCE_ID_SYSTEM else None
                part_of = by_id or (known[key][0] if key in known else None)
                if part_of is not None:
                    rows.append({"id": target, "part_of_id": part_of})
            await queries.link_partners(db, rows)


def _chunks(links: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(links), size):
        yield links[start : start + size]
