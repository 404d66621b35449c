"""What episodes do about events of earlier slices."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.events import Handler
from handrail.episodes.expectations import apply_closure
from handrail.organizations.events import ClosureAdded, ClosureRemoved


async def closure_changed(db: AsyncSession, closure: ClosureAdded | ClosureRemoved) -> None:
    """A day the program closes is not expected; a closure taken back gives it back."""
    await apply_closure(db, location_id=closure.location_id, starts_at=closure.starts_at, ends_at=closure.ends_at)


HANDLERS: tuple[tuple[type, Handler], ...] = ((ClosureAdded, closure_changed), (ClosureRemoved, closure_changed))
