from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import AccountId
from handrail.drafts.models import Draft


async def find_draft(db: AsyncSession, account_id: AccountId, form: str, subject_id: UUID) -> Draft | None:
    query = select(Draft).where(Draft.account_id == account_id, Draft.form == form, Draft.subject_id == subject_id)
    found: Draft | None = await db.scalar(query)
    return found


async def count_drafts(db: AsyncSession, account_id: AccountId) -> int:
    return await db.scalar(select(func.count()).select_from(Draft).where(Draft.account_id == account_id)) or 0


async def delete_drafts_before(db: AsyncSession, moment: datetime) -> None:
    await db.execute(delete(Draft).where(Draft.saved_at < moment))
