"""Two people who must not be in one room are not put into one session."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import separations
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.errors import Conflict
from handrail.core.ids import AccountId, SeparationId, SessionId
from handrail.participants import queries as participant_rows
from handrail.participants.events import PeopleSeparated, RecordMerged
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
        await _ask(db, shared, event.separation_id, owner_id=event.account_id)


async def ask_about_merged(db: AsyncSession, event: RecordMerged) -> None:
    """Leave the same task where a merge shows that two who are separated share sessions.

    Whoever merges may not know of separations, and is told nothing: it is for who may.
    """
    owner_id = await tasks.director_of(db, holding="separation:manage")
    if owner_id is None:
        return
    for one in await participant_rows.separations_with(db, event.into_participant_id):
        first = one.first_participant_id or one.first_staff_id
        second = one.second_participant_id or one.second_staff_id
        assert first is not None
        assert second is not None
        shared = await separations.shared_sessions(db, first, second, starts_on=one.starts_on, ends_on=one.ends_on)
        named = {"separation_id": str(one.id)}
        if shared and not await tasks.is_waiting(db, title_code=PEOPLE_TO_SEPARATE, naming=named):
            await _ask(db, shared, one.id, owner_id=owner_id)


async def _ask(
    db: AsyncSession, shared: Sequence[Row[SessionId, datetime]], separation_id: SeparationId, *, owner_id: AccountId
) -> None:
    await tasks.open_task(
        db,
        kind=TaskKind.SCHEDULING,
        title_code=PEOPLE_TO_SEPARATE,
        due_at=now(),
        owner_id=owner_id,
        priority=TaskPriority.SOON,
        params={"count": len(shared), "session_id": str(shared[0].id), "separation_id": str(separation_id)},
    )
