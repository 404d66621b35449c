"""Waiting for a seat: asked for, given up, offered once when a seat is free, settled when it is taken."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.events import SeatsMoved
from handrail.calendar.queries.locks import lock_sessions
from handrail.calendar.service import bookings, sessions
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import SeatWaitId, SessionId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import service as episodes
from handrail.episodes.queries import stays as stays_of
from handrail.episodes.rules import bookable
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import TaskKind, TaskPriority
from handrail.waits import queries
from handrail.waits.errors import AlreadyWaiting, SeatIsFree, WaitSettled
from handrail.waits.models import SeatWait
from handrail.waits.queries import Awaited
from handrail.waits.schemas import SeatWaitCreate
from handrail.waits.vocabulary import SEAT_FREE, SeatWaitStatus


async def ask(db: AsyncSession, actor: Actor, session_id: SessionId, new: SeatWaitCreate) -> SeatWait:
    """Put somebody on the list of a full session."""
    episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission="booking:write")
    await bookings.check_could_book(db, session_id, episode.id)
    if await bookings.open_to(db, [session_id], [episode.id]):
        raise SeatIsFree()
    wait = SeatWait(
        session_id=session_id,
        episode_id=episode.id,
        participant_id=episode.participant_id,
        asked_by=actor.account_id,
    )
    with refusing({"uq_seat_waits_waiting": AlreadyWaiting()}):
        db.add(wait)
        await db.flush()
    return wait


async def list_waits(
    db: AsyncSession, actor: Actor, session_id: SessionId, status: SeatWaitStatus, page: PageParams
) -> Rows[SeatWait]:
    """Return who waits for a session, of the people the actor may see."""
    await sessions.read_session(db, session_id)
    return await queries.page_of_session(db, actor, session_id, status, page)


async def withdraw(db: AsyncSession, actor: Actor, wait_id: SeatWaitId, *, if_match: int) -> SeatWait:
    """Note that somebody does not wait any more."""
    wait = await queries.get_wait(db, actor, wait_id)
    # The session first, as a booking does: two that take the two rows in turn would wait for each other.
    await lock_sessions(db, [wait.session_id])
    await db.refresh(wait, with_for_update=True)
    expect_version(wait, if_match)
    if wait.status is not SeatWaitStatus.WAITING:
        raise WaitSettled()
    wait.status = SeatWaitStatus.WITHDRAWN
    await db.flush()
    await offer(db, at=now(), session_ids=[wait.session_id])
    return wait


async def on_seats_moved(db: AsyncSession, event: SeatsMoved) -> None:
    """Who was booked waits no more; a seat that was given back is offered at once."""
    if event.booked is not None:
        wait = await queries.waiting_of(db, event.session_id, event.booked)
        if wait is None:
            return
        wait.status = SeatWaitStatus.BOOKED
        await db.flush()
    await offer(db, at=now(), session_ids=[event.session_id])


async def offer(db: AsyncSession, *, at: datetime, session_ids: Collection[SessionId] | None = None) -> None:
    """Leave one open task for each session that has a seat for somebody who waits for it, and none for the others.

    It is for who put the first of them on the list, and names nobody; who gets the seat is decided by a person.
    """
    about = set(await tasks.open_sessions(db, title_code=SEAT_FREE) if session_ids is None else session_ids)
    about |= {one.session_id for one in await queries.awaited(db, at=at, session_ids=session_ids)}
    # Whoever gives a seat back holds its session too: what both of them would offer is offered once.
    await lock_sessions(db, about)
    lists = await _who_could_come(db, await queries.awaited(db, at=at, session_ids=about))
    for session_id in sorted(about):
        naming = {"session_id": str(session_id)}
        waiting = lists.get(session_id, [])
        if not waiting:
            await tasks.withdraw(db, title_code=SEAT_FREE, naming=naming)
        elif offered := await tasks.waiting(db, title_code=SEAT_FREE, naming=naming):
            for task in offered:
                task.params = {**task.params, "waiting": len(waiting)}
            await db.flush()
        else:
            await _open_offer(db, waiting, at=at)


async def _who_could_come(db: AsyncSession, waiting: Sequence[Awaited]) -> dict[SessionId, list[Awaited]]:
    """Return who waits for a session that has a seat for them, without who is out of care or on leave on its day."""
    stays = await stays_of(db, {one.episode_id for one in waiting})
    there = [
        one
        for one in waiting
        if (stay := stays.get(one.episode_id)) is not None and bookable(stay, one.service_kind, one.local_date)
    ]
    free = await bookings.open_among(db, {(one.session_id, one.episode_id) for one in there}) if there else set()
    lists: dict[SessionId, list[Awaited]] = {}
    for one in there:
        if (one.session_id, one.episode_id) in free:
            lists.setdefault(one.session_id, []).append(one)
    return lists


async def _open_offer(db: AsyncSession, waiting: Sequence[Awaited], *, at: datetime) -> None:
    first = waiting[0]
    director = await tasks.director_of(db, first.program_id)
    await tasks.open_task(
        db,
        kind=TaskKind.SCHEDULING,
        title_code=SEAT_FREE,
        due_at=max(at, min(at + timedelta(hours=24), first.starts_at - timedelta(hours=1))),
        owner_id=first.asked_by,
        backup_id=director if director != first.asked_by else None,
        priority=TaskPriority.SOON,
        params={"session_id": str(first.session_id), "waiting": len(waiting)},
        session_id=first.session_id,
    )
