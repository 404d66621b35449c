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

from sqlalchemy import ColumnElement, Select, and_, any_, func, literal, not_, or_, select, true, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.core.ids import ParticipantId
from handrail.core.pagination import InvalidCursor, PageParams, Rows
from handrail.participants.models import Participant
from handrail.participants.queries import NOT_IN_USE, page_by_name

_LAST_CHARACTER = "\U0010ffff"
_NAMES = ("folded_name", "folded_given", "folded_chosen")
_BY_MERGED_RECORD = len(_NAMES)


async def people_by_key(
    db: AsyncSession,
    *,
    mrn: str | None,
    birth_date: date | None,
    include_not_in_use: bool,
    visible: ColumnElement[bool],
    page: PageParams,
) -> Rows[Participant]:
    """Return those with a record number or birth date, by name. A merged record's number finds the one that stays: the
    old number is on the old papers."""
    found = Participant if include_not_in_use else aliased(Participant)
    fits = and_(
        found.mrn == mrn if mrn is not None else true(),
        found.birth_date == birth_date if birth_date is not None else true(),
    )
    query = select(Participant).where(fits if include_not_in_use else _stands_for(found, fits), visible)
    return await page_by_name(db, query, page)


async def people_by_name(
    db: AsyncSession, prefix: str, *, include_not_in_use: bool, visible: ColumnElement[bool], page: PageParams
) -> Rows[Participant]:
    """Return those with a name that begins with `prefix`, which is folded already. The cursor is the last one's id: one
    made of names would put a name into an address."""
    last = await _last_shown(db, prefix, page.cursor) if page.cursor is not None else None
    query = names_query(prefix, include_not_in_use=include_not_in_use, visible=visible, after=last, limit=page.limit)
    found: Sequence[Participant] = (await db.scalars(query)).all()
    more = len(found) > page.limit
    return Rows(found[: page.limit], str(found[page.limit - 1].id) if more else None)


Position = tuple[int, str, ParticipantId]
"""Of somebody in the order of a search: how they fit, the name that does, id."""


def names_query(
    prefix: str, *, include_not_in_use: bool, visible: ColumnElement[bool], after: Position | None, limit: int
) -> Select[Participant]:
    """Return the statement of one page and one row more."""
    in_use = true() if include_not_in_use else Participant.status.not_in(NOT_IN_USE)
    fits = [begins_with(getattr(Participant, name), prefix) for name in _NAMES]
    ways = [
        (way, getattr(Participant, name), and_(fits[way], *map(not_, fits[:way]))) for way, name in enumerate(_NAMES)
    ]
    if not include_not_in_use:
        merged = aliased(Participant)
        named_so = or_(*(begins_with(getattr(merged, name), prefix) for name in _NAMES))
        only_there = and_(
            _stands_for(merged, and_(merged.merged_into_id.is_not(None), named_so)),
            func.coalesce(not_(or_(*fits)), true()),
        )
        ways.append((_BY_MERGED_RECORD, Participant.folded_name, only_there))
    parts = []
    for way, name, which in ways:
        if after is not None and way < after[0]:
            continue
        beyond = tuple_(name, Participant.id) > tuple_(*after[1:]) if after is not None and way == after[0] else true()
        parts.append(
            select(literal(way).label("way"), name.label("name"), Participant.id)
            .where(which, in_use, visible, beyond)
            .order_by(name, Participant.id)
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


def begins_with(name: Any, prefix: str) -> ColumnElement[bool]:
    """As a range: `^@` and LIKE are read from the index only when the plan is made for this one prefix, and LIKE not at
    all behind row-level security (it is not leakproof). The columns have collation C, which orders by code point."""
    return and_(name >= prefix, name < prefix + _LAST_CHARACTER)


def _stands_for(record: Any, fits: ColumnElement[bool]) -> ColumnElement[bool]:
    people = select(func.coalesce(record.merged_into_id, record.id)).where(fits)
    return and_(
        # As an array: found first, by their indexes, then looked up by key. A semi-join may read every row instead.
        Participant.id == any_(func.array(people.scalar_subquery())),
        Participant.status.not_in(NOT_IN_USE),
    )


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
