"""Whoever works in what a week changed is asked to tell the people."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.queries import staff as staff_rows
from handrail.core.ids import AccountId, ParticipantId, ScheduleBuildId, SessionId
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import TaskKind, TaskPriority

WEEK_TO_TELL: Final = "week_to_tell"
"""Title of the task for those whose sessions a proposal changed: to tell the people in them."""
WEEK_TAKEN_BACK: Final = "week_taken_back"
"""Title of the task for those whose sessions are again as they were."""


async def tell(
    db: AsyncSession,
    build_id: ScheduleBuildId,
    touched: Collection[SessionId],
    people: Mapping[SessionId, Collection[ParticipantId]],
    *,
    title: str,
    at: datetime,
) -> None:
    """Leave one task for each who works, or worked, in what changed; it names no participant."""
    rows = {row.id: row for row in await session_rows.get_sessions(db, touched)}
    owners: dict[AccountId, set[SessionId]] = defaultdict(set)
    accounts = await staff_rows.accounts_of(db, rows)
    for session_id, row in rows.items():
        for owner in accounts.get(session_id) or await _director(db, row):
            owners[owner].add(session_id)
    for owner, some in sorted(owners.items()):
        first = min((rows[one] for one in some), key=lambda row: (row.starts_at, row.id))
        await tasks.open_task(
            db,
            kind=TaskKind.SCHEDULING,
            title_code=title,
            due_at=max(at, min(at + timedelta(days=1), first.starts_at - timedelta(hours=1))),
            owner_id=owner,
            priority=TaskPriority.SOON,
            session_id=first.id,
            params={
                "build_id": str(build_id),
                "count": len(some),
                "participants": len({who for one in some for who in people.get(one, ())}),
                "session_id": str(first.id),
            },
        )


async def _director(db: AsyncSession, row: Session) -> list[AccountId]:
    director = await tasks.director_of(db, row.program_id)
    return [] if director is None else [director]
