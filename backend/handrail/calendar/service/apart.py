"""Two people who must not be in one room are not put into one session."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import separations
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.errors import Conflict
from handrail.core.ids import SessionId
from handrail.participants.events import PeopleSeparated
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import TaskKind, TaskPriority

PEOPLE_TO_SEPARATE = "people_to_separate"


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


async def ask_to_settle(db: AsyncSession, event: PeopleSeparated) -> None:
    """Leave a task, due now, where two who are separated share sessions already.

    It is for whoever wrote the separation down: they may know of it, and which of the two gives way is theirs to say.
    """
    shared = await separations.shared_sessions(
        db, event.one, event.other, starts_on=event.starts_on, ends_on=event.ends_on
    )
    if shared:
        await tasks.open_task(
            db,
            kind=TaskKind.SCHEDULING,
            title_code=PEOPLE_TO_SEPARATE,
            due_at=now(),
            owner_id=event.account_id,
            priority=TaskPriority.SOON,
            params={
                "count": len(shared),
                "session_id": str(shared[0].id),
                "separation_id": str(event.separation_id),
            },
        )
