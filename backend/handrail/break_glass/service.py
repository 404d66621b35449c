"""Opening a record one is no party to: found exactly, opened for a while, reported, reviewed (ADR 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.break_glass import queries
from handrail.break_glass.errors import (
    BreakGlassNotFound,
    EndedAlready,
    OwnUse,
    RecordOpenAlready,
    ReviewedAlready,
    TooManyBrokenGlasses,
    TooManyRestrictedSearches,
)
from handrail.break_glass.models import BreakGlass, RestrictedSearch
from handrail.break_glass.schemas import BreakGlassReview, GlassBreaking, RestrictedSearchQuery, Uses
from handrail.break_glass.vocabulary import FOUND_AT_MOST, OPEN_FOR, REVIEW_WITHIN, SEARCHES_A_DAY, USES_A_DAY
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.ids import AccountId, BreakGlassId, ParticipantId, new_id
from handrail.core.pagination import PageParams, Rows
from handrail.identity.services import accounts
from handrail.participants import service as participants
from handrail.participants.errors import ParticipantNotFound
from handrail.participants.rules import called, folded_names, full_name
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import REVIEW_BREAK_GLASS, TaskKind, TaskPriority


def _wait(oldest: datetime, at: datetime) -> int:
    """Seconds until a count of 24 hours has room again."""
    return max(1, int((oldest + queries.DAY - at).total_seconds()) + 1)


async def search(db: AsyncSession, actor: Actor, wanted: RestrictedSearchQuery) -> Sequence[ParticipantId]:
    """Return the restricted records of exactly this person.

    Every look-up is counted, whether it finds or not, so that names cannot be tried. Somebody in a Part 2 program is
    not found: the answer is that of nobody (42 CFR 2.13(c)). Whom the actor may see anyway is not restricted.
    """
    at = now()
    await queries.lock_counts(db, actor.account_id)
    oldest = await queries.recent_searches(db, actor.account_id, at, SEARCHES_A_DAY)
    if oldest is not None:
        raise TooManyRestrictedSearches(retry_after_seconds=_wait(oldest, at))
    db.add(RestrictedSearch(account_id=actor.account_id, searched_at=at))
    await db.flush()
    if wanted.mrn is not None:
        return await queries.restricted_by_number(db, actor, wanted.mrn, FOUND_AT_MOST)
    assert wanted.family_name is not None
    assert wanted.birth_date is not None
    folded = folded_names(
        given_names=wanted.given_names, family_name=wanted.family_name, chosen_name=" ".join(wanted.given_names)
    )
    assert folded.folded_chosen is not None
    return await queries.restricted_by_name(
        db, actor, folded.folded_name, folded.folded_chosen, wanted.birth_date, FOUND_AT_MOST
    )


async def break_glass(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, breaking: GlassBreaking
) -> BreakGlass:
    """Open a restricted record to the actor for a while, and ask the director to review it."""
    if actor.staff_id is None:
        raise ParticipantNotFound()
    at = now()
    await queries.lock_counts(db, actor.account_id)
    person = await queries.openable(db, actor, participant_id)
    if person is None:
        await participants.get_visible_participant(db, actor, participant_id)
        raise RecordOpenAlready()
    oldest = await queries.recent_uses(db, actor.account_id, at, USES_A_DAY)
    if oldest is not None:
        raise TooManyBrokenGlasses(retry_after_seconds=_wait(oldest, at))
    expires_at, zone = at + OPEN_FOR, await queries.time_zone(db)
    relationship = await participants.open_briefly(
        db,
        person,
        staff_id=actor.staff_id,
        starts_on=today_in(zone, at=at),
        ends_on=today_in(zone, at=expires_at),
        expires_at=expires_at,
    )
    use = BreakGlass(
        id=BreakGlassId(new_id()),
        participant_id=person,
        account_id=actor.account_id,
        staff_id=actor.staff_id,
        care_relationship_id=relationship.id,
        reason=breaking.reason,
        explanation=breaking.explanation,
        opened_at=at,
        expires_at=expires_at,
    )
    db.add(use)
    await db.flush()
    await accounts.set_glass_open_until(db, actor.account_id, expires_at)
    await _report(db, use)
    return use


async def _report(db: AsyncSession, use: BreakGlass) -> None:
    """Open the task of somebody else who may review. It names the use, not the person: that is for who may read uses.

    Where nobody else may, the use waits in the list of those to review, which auditors see too.
    """
    reviewer = await tasks.director_of(db, holding="break_glass:review")
    if reviewer is None or reviewer == use.account_id:
        return
    task = await tasks.open_task(
        db,
        kind=TaskKind.OTHER,
        title_code=REVIEW_BREAK_GLASS,
        due_at=use.opened_at + REVIEW_WITHIN,
        owner_id=reviewer,
        priority=TaskPriority.SOON,
        params={"break_glass_id": str(use.id)},
    )
    use.task_id = task.id
    await db.flush()


@dataclass(frozen=True)
class NamedUse:
    """A use and what everybody in it is called."""

    use: BreakGlass
    names: dict[str, object]


def _named(row: queries.UseRow) -> NamedUse:
    use, person, opened_by, ended_by, reviewed_by = row
    given, family = person.given_names, person.family_name
    names: dict[str, object] = {
        "participant": {
            "chosen_name": called(chosen_name=person.chosen_name, given_names=given, family_name=family),
            "full_name": full_name(given_names=given, family_name=family),
            "family_name": family,
        },
        "account_name": opened_by,
        "ended_by_name": ended_by,
        "reviewed_by_name": reviewed_by,
    }
    return NamedUse(use, names)


async def list_uses(db: AsyncSession, page: PageParams, *, which: Uses, account_id: AccountId | None) -> Rows[NamedUse]:
    """Uses of the glass, the youngest first."""
    rows = await queries.page_of_uses(db, which, account_id, now(), page)
    return Rows([_named(row) for row in rows.items], rows.next_cursor)


async def read(db: AsyncSession, break_glass_id: BreakGlassId) -> NamedUse:
    """One use."""
    return _named(await queries.use_with_names(db, break_glass_id))


async def review(db: AsyncSession, actor: Actor, break_glass_id: BreakGlassId, found: BreakGlassReview) -> NamedUse:
    """Say what a use was, once, by somebody else than who used it; the task is done with it."""
    use = await queries.use(db, break_glass_id)
    if use.account_id == actor.account_id:
        raise OwnUse()
    if use.reviewed_at is not None:
        raise ReviewedAlready()
    at = now()
    use.reviewed_at, use.reviewed_by, use.finding, use.note = at, actor.account_id, found.finding, found.note
    if found.end_now and _is_open(use, at):
        await _close(db, use, at=at, by=actor.account_id)
    await db.flush()
    if use.task_id is not None:
        await tasks.finish(db, use.task_id, by=actor.account_id, at=at)
    return await read(db, use.id)


async def end(db: AsyncSession, actor: Actor, break_glass_id: BreakGlassId) -> NamedUse:
    """Close the record before the time is over."""
    use = await queries.use(db, break_glass_id)
    await _end(db, use, actor)
    return await read(db, use.id)


async def end_own(db: AsyncSession, actor: Actor, break_glass_id: BreakGlassId) -> BreakGlass:
    """Close what the actor opened, before the time is over; another's use is not there."""
    use = await queries.use(db, break_glass_id)
    if use.account_id != actor.account_id:
        raise BreakGlassNotFound()
    await _end(db, use, actor)
    return use


async def _end(db: AsyncSession, use: BreakGlass, actor: Actor) -> None:
    at = now()
    if not _is_open(use, at):
        raise EndedAlready()
    await _close(db, use, at=at, by=actor.account_id)


def _is_open(use: BreakGlass, at: datetime) -> bool:
    return use.ended_at is None and use.expires_at > at


async def _close(db: AsyncSession, use: BreakGlass, *, at: datetime, by: AccountId | None) -> None:
    use.ended_at, use.ended_by = at, by
    await db.flush()
    await participants.close_early(db, use.care_relationship_id, at=at)


async def close_if_part2(db: AsyncSession, participant_id: ParticipantId) -> None:
    """Close what is open of somebody who has come under Part 2 meanwhile."""
    at = now()
    running = await queries.running_of(db, participant_id, at)
    if running and await queries.is_part2(db, participant_id):
        for use in running:
            await _close(db, use, at=at, by=None)


async def close_all_of_part2(db: AsyncSession) -> None:
    """Close whatever is open of anybody who has come under Part 2 meanwhile."""
    for participant_id in await queries.open_now(db, now()):
        await close_if_part2(db, participant_id)
