"""`Idempotency-Key`: a POST that is sent again answers again and changes nothing.

The header is that of draft-ietf-httpapi-idempotency-key-header.

The key belongs to the account and the route: another account's key can never replay somebody's health information. The
reserved row and the change commit together; a second request that comes meanwhile waits for the first to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import Response
from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.audit import Look
from handrail.core.db import Base
from handrail.core.errors import Unprocessable
from handrail.core.ids import AccountId
from handrail.core.tenancy import TenantScoped

LONGEST_KEY = 255


class IdempotencyKeyReused(Unprocessable):
    """The same key came with another request."""

    code, title = "idempotency-key-reused", "This key was used for another request"


class IdempotencyKeyInvalid(Unprocessable):
    code, title = "idempotency-key-invalid", "An idempotency key is 1 to 255 visible ASCII characters"


class IdempotencyRecord(TenantScoped, Base):
    """The answer to a POST, kept for a day."""

    __tablename__ = "idempotency_records"
    __health__ = True
    __table_args__ = (Index("ix_idempotency_records_created_at", "organization_id", "created_at"),)

    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    media_type: Mapped[str | None]
    etag: Mapped[str | None]


async def forget_old_answers(db: AsyncSession, _ids: Mapping[str, UUID]) -> None:
    """Drop answers older than a day; a job, once an hour."""
    await db.execute(text("DELETE FROM idempotency_records WHERE created_at < now() - interval '24 hours'"))


@dataclass(frozen=True)
class StoredAnswer:
    status: int
    body: bytes
    media_type: str
    etag: str | None


class Replay(Exception):
    """Ends the request with the stored answer; nothing of this request is kept."""

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__("replayed")
        self.answer = answer

    def response(self) -> Response:
        headers = {"Idempotency-Replayed": "true"} | ({"ETag": self.answer.etag} if self.answer.etag else {})
        return Response(self.answer.body, self.answer.status, headers=headers, media_type=self.answer.media_type)


async def reserve(db: AsyncSession, record: Look, key: str, fingerprint: bytes) -> StoredAnswer | None:
    """Take the key for this request, or return the answer it got before."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable() or not key.isascii():
        raise IdempotencyKeyInvalid()
    names = {"account": record.account_id, "route": record.action, "key": key}
    taken = await db.scalar(
        text(
            "INSERT INTO idempotency_records (organization_id, account_id, route, key, fingerprint)"
            " VALUES (current_setting('app.organization_id')::uuid, :account, :route, :key, :fingerprint)"
            " ON CONFLICT DO NOTHING RETURNING 1"
        ),
        {**names, "fingerprint": fingerprint},
    )
    if taken:
        return None
    row = (
        await db.execute(
            text(
                "SELECT fingerprint, status, body, media_type, etag FROM idempotency_records"
                " WHERE account_id = :account AND route = :route AND key = :key"
            ),
            names,
        )
    ).one()
    if row.fingerprint != fingerprint or row.status is None:
        raise IdempotencyKeyReused()
    return StoredAnswer(row.status, row.body, row.media_type or "application/json", row.etag)


async def keep_answer(db: AsyncSession, record: Look, key: str, response: Response) -> None:
    """Store the answer beside the change it reports."""
    await db.execute(
        text(
            "UPDATE idempotency_records SET status = :status, body = :body, media_type = :media_type, etag = :etag"
            " WHERE account_id = :account AND route = :route AND key = :key"
        ),
        {
            "account": record.account_id,
            "route": record.action,
            "key": key,
            "status": response.status_code,
            "body": bytes(response.body),
            "media_type": response.headers.get("content-type"),
            "etag": response.headers.get("etag"),
        },
    )
