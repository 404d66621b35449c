"""Rows of edits of series."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import SeriesEditNotFound
from handrail.calendar.models import SeriesEdit
from handrail.core.ids import SeriesEditId, SeriesId
from handrail.core.pagination import PageParams, Rows, paginate


async def lock_edit(db: AsyncSession, edit_id: SeriesEditId, lineage_id: SeriesId) -> SeriesEdit:
    """Return an edit of this lineage as it is now, with it and those before it locked in the order of their ids."""
    locked = select(SeriesEdit.id).where(SeriesEdit.lineage_id == lineage_id, SeriesEdit.id <= edit_id)
    await db.execute(locked.order_by(SeriesEdit.id).with_for_update())
    query = select(SeriesEdit).where(SeriesEdit.id == edit_id, SeriesEdit.lineage_id == lineage_id)
    edit = await db.scalar(query.execution_options(populate_existing=True))
    if edit is None:
        raise SeriesEditNotFound()
    return edit


async def standing_before(db: AsyncSession, edit: SeriesEdit) -> list[SeriesEdit]:
    """Return the edits of the lineage before one that were not taken back."""
    query = select(SeriesEdit).where(
        SeriesEdit.lineage_id == edit.lineage_id, SeriesEdit.id < edit.id, SeriesEdit.undone_at.is_(None)
    )
    return list(await db.scalars(query.order_by(SeriesEdit.id).execution_options(populate_existing=True)))


async def page_of_edits(db: AsyncSession, lineage_id: SeriesId, page: PageParams) -> Rows[SeriesEdit]:
    """Edits of a lineage in the order in which they were made."""
    query = select(SeriesEdit).where(or_(SeriesEdit.lineage_id == lineage_id, SeriesEdit.series_id == lineage_id))
    return await paginate(db, query, order=(SeriesEdit.id,), page=page)
