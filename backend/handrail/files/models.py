from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, FileId, ParticipantId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.files.vocabulary import FileKind, MediaType


class File(TenantScoped, Versioned, Base):
    """A file of a participant's record: in the database, and so within its backup, its walls and its log.

    `content` is sealed (`core.keyring`) about organization and id, and stays out of the change log; `sha256` is of the
    plain bytes. It has no name: names that people give to scans say who and what.
    """

    __tablename__ = "files"
    __health__ = True
    __unlogged__ = frozenset({"content"})
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("uploaded_by", "accounts"),
        Index("ix_files_participant_id", "organization_id", "participant_id", "id"),
        CheckConstraint("size_bytes BETWEEN 1 AND 25000000", name="size_bytes"),
        CheckConstraint("octet_length(content) BETWEEN size_bytes + 1 AND size_bytes + 128", name="content"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided"),
    )

    id: Mapped[FileId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    kind: Mapped[FileKind]
    media_type: Mapped[MediaType]
    size_bytes: Mapped[int]
    sha256: Mapped[bytes]
    content: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    note: Mapped[str | None]
    uploaded_by: Mapped[AccountId]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]
