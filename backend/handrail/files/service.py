import hashlib
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import FileId, ParticipantId, new_id
from handrail.core.keyring import Keyring, SealBroken
from handrail.core.pagination import PageParams, Rows
from handrail.files import queries
from handrail.files.errors import FileDamaged, FileVoided, TooManyFiles
from handrail.files.models import File
from handrail.files.rules import MOST, check_content, seal_place
from handrail.files.schemas import FileCreate, FileUpdate, FileVoid
from handrail.participants import queries as participants

READ, WRITE = "file:read", "file:write"


@dataclass(frozen=True)
class OpenedFile:
    """A file with its plain bytes."""

    file: File
    content: bytes


async def add_file(
    db: AsyncSession, actor: Actor, keys: Keyring, participant_id: ParticipantId, new: FileCreate
) -> File:
    """Keep a file in the record of a person the actor may see."""
    person = await participants.visible_participant(db, actor, participant_id, WRITE)
    check_content(new.content, new.media_type)
    if await queries.count_files(db, participant_id) >= MOST:
        raise TooManyFiles(limit=MOST)
    file_id = FileId(new_id())
    file = File(
        id=file_id,
        participant_id=person.person_id,
        kind=new.kind,
        media_type=new.media_type,
        size_bytes=len(new.content),
        sha256=hashlib.sha256(new.content).digest(),
        content=keys.seal(new.content, about=seal_place(actor.organization_id, file_id)),
        note=new.note,
        uploaded_by=actor.account_id,
        voided_at=None,
        void_reason=None,
    )
    db.add(file)
    await db.flush()
    return file


async def list_files(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, page: PageParams, *, include_voided: bool
) -> Rows[File]:
    """Return the files of a person, the latest first."""
    await participants.visible_participant(db, actor, participant_id, READ)
    return await queries.list_files(db, participant_id, page, include_voided=include_voided)


async def get_file(db: AsyncSession, actor: Actor, file_id: FileId, permission: str = READ) -> File:
    """Return a file of a person the actor may see, or raise as if there were none."""
    file = await queries.get_file(db, file_id)
    await participants.visible_participant(db, actor, file.participant_id, permission)
    return file


async def open_file(db: AsyncSession, actor: Actor, keys: Keyring, file_id: FileId) -> OpenedFile:
    """Return a file with its bytes, once they are shown to be those that were stored."""
    file = await get_file(db, actor, file_id)
    if file.voided_at is not None:
        raise FileVoided()
    sealed = await queries.sealed_content(db, file_id)
    try:
        content = keys.open(sealed, about=seal_place(actor.organization_id, file_id))
    except SealBroken as error:
        raise FileDamaged() from error
    return OpenedFile(file, content)


async def update_file(db: AsyncSession, actor: Actor, file_id: FileId, change: FileUpdate, *, if_match: int) -> File:
    """Say otherwise what the file is."""
    file = await get_file(db, actor, file_id, WRITE)
    expect_version(file, if_match)
    if file.voided_at is not None:
        raise FileVoided()
    file.kind, file.note = change.kind, change.note
    await db.flush()
    return file


async def void_file(db: AsyncSession, actor: Actor, file_id: FileId, void: FileVoid, *, if_match: int) -> File:
    """Take back a file that does not belong in this record; it stays stored, with the reason, and opens no more."""
    file = await get_file(db, actor, file_id, WRITE)
    expect_version(file, if_match)
    if file.voided_at is not None:
        raise FileVoided()
    file.voided_at, file.void_reason = now(), void.reason
    await db.flush()
    return file
