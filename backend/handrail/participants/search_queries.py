"""Looking people up by the beginning of a name, a record number or a birth date.

Names come in the order of how they fit: family names first, then given names, then chosen ones, each alphabetically;
last those whom only a record merged into theirs is named so. Each of these is an index read in its order until the page
is full. One alphabetical order over all would have to read everybody who fits before the first can be shown: among
100,000 people that is some 6,000 for three letters.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Uuid,
    and_,
    any_,
    cast,
    column,
    func,
    inspect,
    literal,
    not_,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.core.access import Actor
from handrail.core.ids import ParticipantId
from handrail.core.pagination import InvalidCursor, PageParams, Rows
from handrail.core.permissions import Scope
from handrail.participants.models import Participant
from handrail.participants.queries import NOT_IN_USE, page_by_name, person_of, stands_for, visible_to

_LAST_CHARACTER = "\U0010ffff"
_NAMES = ("folded_name", "folded_given", "folded_chosen")
_BY_MERGED_RECORD = len(_NAMES)
REACH_LISTED = 300


def _runs(record: str) -> str:
    return f"{record}.starts_on <= today.day AND ({record}.ends_on IS NULL OR {record}.ends_on >= today.day)"


_REACH = text(
    f"""
    WITH today AS MATERIALIZED (SELECT CAST(now() AT TIME ZONE time_zone AS date) AS day FROM organizations),
    related AS MATERIALIZED (
        (
            SELECT r.organization_id, r.participant_id FROM today, care_relationships r
            WHERE r.staff_id = :staff_id AND {_runs("r")} AND (r.expires_at IS NULL OR r.expires_at > now())
            UNION ALL
            SELECT r.organization_id, r.participant_id
            FROM today, program_staff s
            JOIN care_relationships r ON r.organization_id = s.organization_id AND r.program_id = s.program_id
            WHERE s.staff_id = :staff_id AND {_runs("s")} AND {_runs("r")}
                AND (r.expires_at IS NULL OR r.expires_at > now())
        ) LIMIT {REACH_LISTED + 1}
    ),
    people AS MATERIALIZED (
        SELECT DISTINCT p.organization_id, {stands_for("p")} AS id
        FROM related r JOIN participants p ON p.organization_id = r.organization_id AND p.id = r.participant_id
    )
    SELECT CASE WHEN (SELECT count(*) FROM related) <= {REACH_LISTED} THEN ARRAY(
        SELECT id FROM people
        UNION ALL
        SELECT m.id FROM people
        JOIN participants m ON m.organization_id = people.organization_id AND m.merged_into_id = people.id
    ) END
    """  # noqa: S608  the pieces that are put in are constants of this module
)


async def few_within_reach(db: AsyncSession, actor: Actor) -> Sequence[ParticipantId] | None:
    """Return the records `visible_to` lets an actor open, where these are few; None for whoever reaches more.

    A clinician reaches some dozens of all the people an organization ever had. Asking of each name that fits whether
    they may see it would cost many times the search.
    """
    if actor.scope("participant:read") is not Scope.PROGRAM or actor.staff_id is None:
        return None
    ids: Sequence[ParticipantId] | None = await db.scalar(_REACH, {"staff_id": actor.staff_id})
    return ids


async def people_by_key(
    db: AsyncSession,
    actor: Actor,
    *,
    mrn: str | None,
    birth_date: date | None,
    include_not_in_use: bool,
    page: PageParams,
) -> Rows[Participant]:
    """Return those with a record number or birth date, by name. A merged record's number finds the one that stays: the
    old number is on the old papers."""
    found = Participant if include_not_in_use else aliased(Participant)
    fits = and_(
        found.mrn == mrn if mrn is not None else true(),
        found.birth_date == birth_date if birth_date is not None else true(),
    )
    if not include_not_in_use:
        people = select(person_of(found)).where(fits)
        fits = and_(_one_of(Participant, people), Participant.status.not_in(NOT_IN_USE))
    return await page_by_name(db, select(Participant).where(fits, visible_to(actor)), page)


async def people_by_name(
    db: AsyncSession, actor: Actor, prefix: str, *, include_not_in_use: bool, page: PageParams
) -> Rows[Participant]:
    """Return those with a name that begins with `prefix`, which is folded already. The cursor is the last one's id: one
    made of names would put a name into an address."""
    few = await few_within_reach(db, actor)
    visible = visible_to(actor) if few is None else true()
    last = await _last_shown(db, prefix, page.cursor) if page.cursor is not None else None
    query = names_query(
        prefix, few=few, include_not_in_use=include_not_in_use, visible=visible, after=last, limit=page.limit
    )
    found: Sequence[Participant] = (await db.scalars(query)).all()
    more = len(found) > page.limit
    return Rows(found[: page.limit], str(found[page.limit - 1].id) if more else None)


Position = tuple[int, str, ParticipantId]
"""Of somebody in the order of a search: how they fit, the name that does, id."""


def names_query(
    prefix: str,
    *,
    few: Sequence[ParticipantId] | None,
    include_not_in_use: bool,
    visible: ColumnElement[bool],
    after: Position | None,
    limit: int,
) -> Select[Participant]:
    """Return the statement of one page and one row more. `few`: nobody else is looked at."""
    person, source = _people(few)
    in_use = true() if include_not_in_use else person.status.not_in(NOT_IN_USE)
    fits = [begins_with(getattr(person, name), prefix) for name in _NAMES]
    ways = [(way, getattr(person, name), and_(fits[way], *map(not_, fits[:way]))) for way, name in enumerate(_NAMES)]
    if not include_not_in_use:
        merged = aliased(Participant)
        named_so = or_(*(begins_with(getattr(merged, name), prefix) for name in _NAMES))
        survivors = select(merged.merged_into_id).where(merged.merged_into_id.is_not(None), named_so)
        # Nobody's chosen name is NULL, and so is whether it fits.
        only_there = and_(_one_of(person, survivors), func.coalesce(not_(or_(*fits)), true()))
        ways.append((_BY_MERGED_RECORD, person.folded_name, only_there))
    parts = []
    for way, name, which in ways:
        if after is not None and way < after[0]:
            continue
        beyond = tuple_(name, person.id) > tuple_(*after[1:]) if after is not None and way == after[0] else true()
        parts.append(
            select(literal(way).label("way"), name.label("name"), person.id)
            .select_from(source)
            .where(which, in_use, visible, beyond)
            .order_by(name, person.id)
            .limit(limit + 1)
            .subquery()
            .select()
        )
    hits = union_all(*parts).subquery("hits")
    return (
        select(Participant)
        .join(hits, hits.c.id == Participant.id)
        .order_by(hits.c.way, hits.c.name, hits.c.id)
        .limit(limit + 1)
    )


def _people(few: Sequence[ParticipantId] | None) -> tuple[Any, FromClause]:
    """Return whom to look among, and where they come from: everybody, or each of a few by their key."""
    if few is None:
        return Participant, inspect(Participant).local_table
    wanted = func.unnest(cast(few, ARRAY(Uuid()))).table_valued(column("id", Uuid()), name="wanted").render_derived()
    # LIMIT keeps it a look-up by key: `id = ANY (…)` may read an index of names from end to end.
    by_key = select(Participant).where(Participant.id == wanted.c.id).limit(1).lateral("person")
    return aliased(Participant, by_key), wanted.join(by_key, true())


def begins_with(name: Any, prefix: str) -> ColumnElement[bool]:
    """As a range: `^@` and LIKE are read from the index only when the plan is made for this one prefix, and LIKE not at
    all behind row-level security (it is not leakproof). The columns have collation C, which orders by code point."""
    return and_(name >= prefix, name < prefix + _LAST_CHARACTER)


def _one_of(person: Any, ids: Select[Any]) -> ColumnElement[bool]:
    # As an array: found first, by their indexes, then looked up by key. A semi-join may read every row instead.
    found: ColumnElement[bool] = person.id == any_(func.array(ids.scalar_subquery()))
    return found


async def _last_shown(db: AsyncSession, prefix: str, cursor: str) -> Position:
    try:
        last = UUID(cursor)
    except ValueError:
        raise InvalidCursor() from None
    query = select(*(getattr(Participant, name) for name in _NAMES), Participant.id).where(Participant.id == last)
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise InvalidCursor()
    for way, name in enumerate(row[: len(_NAMES)]):
        if name is not None and name.startswith(prefix):
            return way, name, row.id
    return _BY_MERGED_RECORD, row.folded_name, row.id
