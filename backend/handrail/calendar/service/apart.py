"""Two people who must not be in one room are not put into one session."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import separations
from handrail.core.access import Actor
from handrail.core.errors import Conflict
from handrail.core.ids import SessionId


async def refuse_apart(
    db: AsyncSession,
    actor: Actor,
    people: Collection[UUID],
    session_ids: Collection[SessionId],
    refusal: type[Conflict],
    *,
    on: date | None = None,
) -> None:
    """Raise `refusal` if one of `people` would meet somebody they must be kept apart from; sessions are locked.

    Who may manage separations is told which one stands in the way; to anybody else it is not available, as it is for
    ordinary reasons.
    """
    found = await separations.meetings(db, session_ids, people, on=on)
    if found:
        raise refusal(separation_id=str(found[0].separation_id)) if actor.may("separation:manage") else refusal()
