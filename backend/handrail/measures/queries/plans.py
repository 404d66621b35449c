"""Statements about safety plans."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ParticipantId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.measures.models import SafetyPlan
from handrail.participants.queries import of_person


async def page_of_plans(db: AsyncSession, participant_id: ParticipantId, page: PageParams) -> Rows[SafetyPlan]:
    """One page of versions, the one that holds first."""
    query = select(SafetyPlan).where(of_person(SafetyPlan.participant_id, participant_id))
    return await paginate(db, query, order=(SafetyPlan.number, SafetyPlan.id), page=page, descending=True)


async def last_number(db: AsyncSession, participant_id: ParticipantId) -> int:
    """Return the number of the version that holds; 0 where there is none."""
    query = select(func.coalesce(func.max(SafetyPlan.number), 0))
    number: int | None = await db.scalar(query.where(of_person(SafetyPlan.participant_id, participant_id)))
    return number or 0
