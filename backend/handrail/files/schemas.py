from datetime import datetime
from typing import Annotated

from pydantic import Base64Bytes, Field

from handrail.core.ids import AccountId, FileId, ParticipantId
from handrail.core.schemas import Input, Prose, VersionedOutput
from handrail.files.rules import LARGEST_BYTES
from handrail.files.vocabulary import FileKind, MediaType

# Base64 writes three bytes as four characters.
LONGEST_BASE64 = (LARGEST_BYTES + 2) // 3 * 4


class FileCreate(Input):
    """A file with its bytes in base64, as FHIR's Attachment carries them."""

    kind: FileKind
    media_type: MediaType
    content: Annotated[
        Base64Bytes, Field(max_length=LONGEST_BASE64, description="At most 25 MB.", examples=["JVBERi0xLjcK"])
    ]
    note: Prose | None = None


class FileUpdate(Input):
    """What may be said otherwise later; the bytes stay."""

    kind: FileKind
    note: Prose | None


class FileVoid(Input):
    """Why it is taken back."""

    reason: Prose


class FileRead(VersionedOutput):
    """What is known of a file; its bytes are at `…/content`."""

    id: FileId
    participant_id: ParticipantId
    kind: FileKind
    media_type: MediaType
    size_bytes: int
    note: str | None
    uploaded_by: AccountId
    created_at: datetime
    voided_at: datetime | None
    void_reason: str | None
