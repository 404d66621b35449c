"""SQL of breaking the glass. Who may be found or opened is decided here, in one predicate."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.break_glass.errors import BreakGlassNotFound
from handrail.break_glass.models import BreakGlass, RestrictedSearch
from handrail.break_glass.schemas import Uses
from handrail.cohorts.models import Cohort, WaitlistEntry
from handrail.core.access import Actor
from handrail.core.ids import AccountId, BreakGlassId, ParticipantId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.models import Episode
from handrail.identity.models import Account
from handrail.organizations.models import Organization
from handrail.participants.models import Participant
from handrail.participants.queries import ids_of_person, person_of, stands_for, visible_to
from handrail.participants.vocabulary import DatePrecision, ParticipantStatus
from handrail.programs.models import Program

DAY: Final = timedelta(hours=24)


def _part2(record: Any) -> ColumnElement[bool]:
    """Say whether a record stands in, or asked for, a 42 CFR Part 2 program: today, once, or at that time.

    A patient of a program is whoever "has applied for or been given" its care (42 CFR 2.11), so waiting counts.
    """
    stays = exists().where(
        Episode.organization_id == record.organization_id,
        Episode.participant_id == record.id,
        Episode.voided_at.is_(None),
        Program.organization_id == Episode.organization_id,
        Program.id == Episode.program_id,
        or_(Episode.part2_since.is_not(None), Program.part2),
    )
    waits = exists().where(
        WaitlistEntry.organization_id == record.organization_id,
        WaitlistEntry.participant_id == record.id,
        Cohort.organization_id == WaitlistEntry.organization_id,
        Cohort.id == WaitlistEntry.cohort_id,
        Program.organization_id == Cohort.organization_id,
        Program.id == Cohort.program_id,
        Program.part2,
    )
    return or_(stays, waits)


_THEIRS = aliased(Participant)


def _never_revealed() -> ColumnElement[bool]:
    """Say of `participants` whether any of the person's records is one of Part 2 (42 CFR 2.13(c))."""
    return exists(
        select(_THEIRS.id).where(
            _THEIRS.organization_id == Participant.organization_id,
            or_(_THEIRS.id == person_of(Participant), _THEIRS.merged_into_id == person_of(Participant)),
            _part2(_THEIRS),
        )
    )


def _restricted(actor: Actor) -> Select[ParticipantId]:
    """Return the people somebody may open by breaking the glass: out of their sight, and in no Part 2 program."""
    return select(Participant.id).where(
        Participant.status.not_in((ParticipantStatus.MERGED, ParticipantStatus.ENTERED_IN_ERROR)),
        ~visible_to(actor),
        ~_never_revealed(),
    )


async def restricted_by_number(db: AsyncSession, actor: Actor, mrn: str, limit: int) -> Sequence[ParticipantId]:
    """Return the restricted person of exactly this record number, also of a record that was merged into theirs."""
    found = aliased(Participant)
    query = _restricted(actor).where(Participant.id.in_(select(person_of(found)).where(found.mrn == mrn)))
    return (await db.scalars(query.order_by(Participant.id).limit(limit))).all()


async def restricted_by_name(
    db: AsyncSession, actor: Actor, folded_name: str, folded_chosen: str, birth_date: date, limit: int
) -> Sequence[ParticipantId]:
    """Return the restricted people of exactly this folded full name and this whole birth date."""
    found = aliased(Participant)
    named = select(person_of(found)).where(
        found.birth_date == birth_date,
        found.birth_date_precision == DatePrecision.DAY,
        or_(found.folded_name == folded_name, found.folded_chosen == folded_chosen),
        found.status != ParticipantStatus.ENTERED_IN_ERROR,
    )
    query = _restricted(actor).where(Participant.id.in_(named))
    return (await db.scalars(query.order_by(Participant.id).limit(limit))).all()


async def openable(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> ParticipantId | None:
    """Return the record that stands for the person if the glass may be broken for it."""
    asked = aliased(Participant)
    person = select(person_of(asked)).where(asked.id == participant_id)
    found: ParticipantId | None = await db.scalar(_restricted(actor).where(Participant.id.in_(person)))
    return found


async def is_part2(db: AsyncSession, participant_id: ParticipantId) -> bool:
    """Say whether a person must not be revealed."""
    query = select(Participant.id).where(Participant.id == participant_id, _never_revealed())
    return await db.scalar(query) is not None


async def time_zone(db: AsyncSession) -> str:
    return (await db.scalars(select(Organization.time_zone))).one()


async def lock_counts(db: AsyncSession, account_id: AccountId) -> None:
    """Let an account's look-ups and uses be counted one after the other."""
    key = text("SELECT pg_advisory_xact_lock(hashtextextended('break glass ' || CAST(:account AS text), 0))")
    await db.execute(key, {"account": str(account_id)})


async def recent_searches(db: AsyncSession, account_id: AccountId, now: datetime, nth: int) -> datetime | None:
    """Return when the `nth` youngest look-up of a day was, None where there are fewer."""
    query = select(RestrictedSearch.searched_at).where(
        RestrictedSearch.account_id == account_id, RestrictedSearch.searched_at > now - DAY
    )
    found: datetime | None = await db.scalar(
        query.order_by(RestrictedSearch.searched_at.desc()).offset(nth - 1).limit(1)
    )
    return found


async def recent_uses(db: AsyncSession, account_id: AccountId, now: datetime, nth: int) -> datetime | None:
    """Return when the `nth` youngest use of a day was, None where there are fewer."""
    query = select(BreakGlass.opened_at).where(BreakGlass.account_id == account_id, BreakGlass.opened_at > now - DAY)
    found: datetime | None = await db.scalar(query.order_by(BreakGlass.opened_at.desc()).offset(nth - 1).limit(1))
    return found


def _running(at: datetime) -> ColumnElement[bool]:
    return and_(BreakGlass.ended_at.is_(None), BreakGlass.expires_at > at)


async def running_of(db: AsyncSession, participant_id: ParticipantId, at: datetime) -> Sequence[BreakGlass]:
    """Return, locked, the uses by which a person's records are open now."""
    query = select(BreakGlass).where(BreakGlass.participant_id.in_(ids_of_person(participant_id)), _running(at))
    return (await db.scalars(query.order_by(BreakGlass.id).with_for_update())).all()


async def open_now(db: AsyncSession, at: datetime) -> Sequence[ParticipantId]:
    """Return whose records are open by the glass now, of the whole organization."""
    query = select(BreakGlass.participant_id).where(_running(at)).distinct()
    return (await db.scalars(query.order_by(BreakGlass.participant_id))).all()


async def use(db: AsyncSession, break_glass_id: BreakGlassId) -> BreakGlass:
    """Return one use, locked."""
    found = await db.scalar(select(BreakGlass).where(BreakGlass.id == break_glass_id).with_for_update())
    if found is None:
        raise BreakGlassNotFound()
    return found


def _with_names() -> Select[Any]:
    """Return uses with the record, and the names of who opened, closed and reviewed it."""
    ender, reviewer = aliased(Account), aliased(Account)
    columns: tuple[Any, ...] = (Participant, Account.display_name, ender.display_name, reviewer.display_name)
    return (
        select(BreakGlass, *columns)
        .join(Participant, and_(*_same(Participant, BreakGlass.participant_id)))
        .join(Account, and_(*_same(Account, BreakGlass.account_id)))
        .outerjoin(ender, and_(*_same(ender, BreakGlass.ended_by)))
        .outerjoin(reviewer, and_(*_same(reviewer, BreakGlass.reviewed_by)))
    )


def _same(entity: Any, key: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return entity.organization_id == BreakGlass.organization_id, entity.id == key


UseRow = Row[BreakGlass, Participant, str, str | None, str | None]


async def use_with_names(db: AsyncSession, break_glass_id: BreakGlassId) -> UseRow:
    """Return one use with its names."""
    found: UseRow | None = (await db.execute(_with_names().where(BreakGlass.id == break_glass_id))).one_or_none()
    if found is None:
        raise BreakGlassNotFound()
    return found


async def page_of_uses(
    db: AsyncSession, which: Uses, account_id: AccountId | None, at: datetime, page: PageParams
) -> Rows[UseRow]:
    """One page of uses with their names, the youngest first."""
    query = _with_names()
    if which is Uses.TO_REVIEW:
        query = query.where(BreakGlass.reviewed_at.is_(None))
    elif which is Uses.OPEN:
        query = query.where(_running(at))
    if account_id is not None:
        query = query.where(BreakGlass.account_id == account_id)
    return await paginate(db, query, order=(BreakGlass.opened_at, BreakGlass.id), page=page, descending=True)


# For the authenticator: which records are open to an account now, all records of each person, and why.
BROKEN: Final = f"""
    SELECT theirs.id, min(u.reason) AS reason
    FROM break_glass_uses u
    JOIN participants p ON p.organization_id = u.organization_id AND p.id = u.participant_id
    JOIN participants theirs ON theirs.organization_id = p.organization_id
        AND (theirs.id = {stands_for("p")} OR theirs.merged_into_id = {stands_for("p")})
    WHERE u.organization_id = $1 AND u.account_id = $2 AND u.ended_at IS NULL AND u.expires_at > now()
        AND u.opened_at > now() - interval '1 day'
    GROUP BY theirs.id
"""  # noqa: S608  what is put in are constants
