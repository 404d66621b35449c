"""Sessions that were moved out of a closure's way."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import ClosureMove
from handrail.core.ids import ClosureId


async def moves_of(db: AsyncSession, closure_id: ClosureId) -> list[ClosureMove]:
    """Return what was moved for a closure, in the order of the times it was moved from."""
    query = select(ClosureMove).where(ClosureMove.closure_id == closure_id)
    return list(await db.scalars(query.order_by(ClosureMove.from_starts_at, ClosureMove.session_id)))


async def keep(db: AsyncSession, moves: Iterable[ClosureMove]) -> None:
    db.add_all(moves)
    await db.flush()
