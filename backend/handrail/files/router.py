"""Files of a participant's record."""

import re
from typing import Annotated

from fastapi import Depends, Request, Response

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import FileId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.state import core_of
from handrail.core.units import Db
from handrail.files import service
from handrail.files.errors import (
    FileDamaged,
    FileEmptyOrTooLarge,
    FileNotFound,
    FileVoided,
    NotThatKind,
    TooManyFiles,
)
from handrail.files.rules import ENDINGS
from handrail.files.schemas import FileCreate, FileRead, FileUpdate, FileVoid
from handrail.files.vocabulary import MediaType
from handrail.participants.errors import ParticipantNotFound

UPLOADS = re.compile(r"/api/v1/participants/[^/]+/files")

of_participants = api_router("participants", tag="files")
router = api_router("files")

BYTES = {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType}


@of_participants.get("/{participant_id}/files", summary="List files", responses=problems(ParticipantNotFound))
async def list_files(
    actor: Annotated[Actor, Depends(allow("file:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
    include_voided: bool = False,
) -> Page[FileRead]:
    """Files of a person's record, the latest first, without their bytes."""
    concerning(request, participant_id)
    rows = await service.list_files(db, actor, participant_id, page, include_voided=include_voided)
    return Page.of(rows, FileRead)


@of_participants.post(
    "/{participant_id}/files",
    status_code=201,
    summary="Add a file",
    responses=problems(ParticipantNotFound, FileEmptyOrTooLarge, NotThatKind, TooManyFiles),
)
async def add_file(
    actor: Annotated[Actor, Depends(allow("file:write"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: FileCreate,
) -> FileRead:
    """Keep a scan, a photo or a letter in the record: PDF, JPEG, PNG or TIFF, at most 25 MB."""
    concerning(request, participant_id)
    file = await service.add_file(db, actor, core_of(request).keys, participant_id, new)
    return FileRead.model_validate(file)


@router.get("/{file_id}", summary="Read what a file is", responses=problems(FileNotFound, ParticipantNotFound))
async def read_file(
    actor: Annotated[Actor, Depends(allow("file:read"))], db: Db, request: Request, file_id: FileId
) -> FileRead:
    """What is known of one file, without its bytes."""
    file = await service.get_file(db, actor, file_id)
    concerning(request, file.participant_id)
    return FileRead.model_validate(file)


@router.get(
    "/{file_id}/content",
    summary="Open a file",
    response_class=Response,
    responses={
        **problems(FileNotFound, ParticipantNotFound, FileVoided, FileDamaged),
        200: {"content": BYTES, "description": "The bytes as they were stored."},
    },
)
async def open_file(
    actor: Annotated[Actor, Depends(allow("file:read"))], db: Db, request: Request, file_id: FileId
) -> Response:
    """The bytes of one file. The name it is saved under says nothing of whose it is."""
    opened = await service.open_file(db, actor, core_of(request).keys, file_id)
    concerning(request, opened.file.participant_id)
    name = f"{file_id}.{ENDINGS[opened.file.media_type]}"
    return Response(
        opened.content,
        media_type=opened.file.media_type.value,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.put(
    "/{file_id}", summary="Change what a file is", responses=problems(FileNotFound, ParticipantNotFound, FileVoided)
)
async def update_file(
    actor: Annotated[Actor, Depends(allow("file:write"))],
    db: Db,
    request: Request,
    file_id: FileId,
    change: FileUpdate,
    if_match: IfMatch,
) -> FileRead:
    """Sort it elsewhere, or note something else about it. The bytes stay as they are."""
    file = await service.update_file(db, actor, file_id, change, if_match=if_match)
    concerning(request, file.participant_id)
    return FileRead.model_validate(file)


@router.post(
    "/{file_id}/void", summary="Take back a file", responses=problems(FileNotFound, ParticipantNotFound, FileVoided)
)
async def void_file(
    actor: Annotated[Actor, Depends(allow("file:write"))],
    db: Db,
    request: Request,
    file_id: FileId,
    void: FileVoid,
    if_match: IfMatch,
) -> FileRead:
    """Say that it does not belong in this record. It stays stored with the reason and opens no more."""
    file = await service.void_file(db, actor, file_id, void, if_match=if_match)
    concerning(request, file.participant_id)
    return FileRead.model_validate(file)
