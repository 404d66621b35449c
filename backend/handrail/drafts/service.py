import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.drafts import queries
from handrail.drafts.errors import DraftNotFound, DraftTooLarge, TooManyDrafts
from handrail.drafts.models import Draft
from handrail.drafts.schemas import DraftSave

LARGEST_BYTES = 64_000
MOST = 200
KEPT = timedelta(days=30)


async def save_draft(db: AsyncSession, actor: Actor, form: str, subject_id: UUID, save: DraftSave) -> Draft:
    """Keep the form as it stands, in place of what was kept before: the last keystroke wins, it is one person's."""
    if len(json.dumps(save.content)) > LARGEST_BYTES:
        raise DraftTooLarge(pointer="/content", limit_bytes=LARGEST_BYTES)
    draft = await queries.find_draft(db, actor.account_id, form, subject_id)
    if draft is None:
        if await queries.count_drafts(db, actor.account_id) >= MOST:
            raise TooManyDrafts(limit=MOST)
        draft = Draft(account_id=actor.account_id, form=form, subject_id=subject_id)
        db.add(draft)
    draft.content = save.content
    draft.saved_at = now()
    await db.flush()
    return draft


async def get_draft(db: AsyncSession, actor: Actor, form: str, subject_id: UUID) -> Draft:
    draft = await queries.find_draft(db, actor.account_id, form, subject_id)
    if draft is None:
        raise DraftNotFound()
    return draft


async def discard_draft(db: AsyncSession, actor: Actor, form: str, subject_id: UUID) -> None:
    await db.delete(await get_draft(db, actor, form, subject_id))


async def forget_old_drafts(db: AsyncSession, _ids: Mapping[str, UUID]) -> None:
    """Drop what nobody came back to for a month."""
    await queries.delete_drafts_before(db, now() - KEPT)
