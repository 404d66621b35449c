from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import FileId, ParticipantId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.files.errors import FileNotFound
from handrail.files.models import File
from handrail.participants.queries import of_person


async def get_file(db: AsyncSession, file_id: FileId) -> File:
    file: File | None = await db.scalar(select(File).where(File.id == file_id))
    if file is None:
        raise FileNotFound()
    return file


async def sealed_content(db: AsyncSession, file_id: FileId) -> bytes:
    content = await db.scalar(select(File.content).where(File.id == file_id))
    assert content is not None
    return content


async def count_files(db: AsyncSession, participant_id: ParticipantId) -> int:
    query = select(func.count()).select_from(File).where(of_person(File.participant_id, participant_id))
    return await db.scalar(query) or 0


async def list_files(
    db: AsyncSession, participant_id: ParticipantId, page: PageParams, *, include_voided: bool
) -> Rows[File]:
    query = select(File).where(of_person(File.participant_id, participant_id))
    if not include_voided:
        query = query.where(File.voided_at.is_(None))
    return await paginate(db, query, order=[File.id], page=page, descending=True)
