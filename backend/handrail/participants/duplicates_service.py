"""Records that may be one person's: suggested, explained, and told apart for good."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.ids import DistinctionId, ParticipantId
from handrail.core.pagination import InvalidCursor, PageParams, Rows, paginate
from handrail.participants import duplicates_queries as queries
from handrail.participants.duplicates_schemas import DuplicateQuestion, NotSame
from handrail.participants.errors import AlreadyToldApart, AlreadyWithdrawn, ParticipantNotFound, SameRecord
from handrail.participants.models import Distinction
from handrail.participants.queries import all_visible, page_of_merged, visible_participant
from handrail.participants.rules import fold, folded_names, full_name, way_key
from handrail.participants.rules.likeness import Traits, Verdict, compare, one_digit_off, swapped
from handrail.participants.shipped import scale
from handrail.participants.vocabulary import DatePrecision, Likelihood

SUGGESTED_AT_MOST = 20


@dataclass(frozen=True)
class Known:
    """A record as a suggestion shows it."""

    id: ParticipantId
    mrn: str
    full_name: str
    chosen_name: str | None
    birth_date: Any
    status: str
    version: int


@dataclass(frozen=True)
class Suggestion:
    """A record that may be the person being entered."""

    record: Known
    verdict: Verdict


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's."""

    first: Known
    second: Known
    verdict: Verdict


async def list_merged(db: AsyncSession, actor: Actor, participant_id: ParticipantId, page: PageParams) -> Rows[Known]:
    """Return the records that are merged into one the actor may see."""
    await visible_participant(db, actor, participant_id, "participant:read")
    rows = await page_of_merged(db, participant_id, page)
    return Rows([_known(row) for row in rows], rows.next_cursor)


def _known(row: Any) -> Known:
    name = full_name(given_names=row.given_names, family_name=row.family_name)
    return Known(row.id, row.mrn, name, row.chosen_name, row.birth_date, row.status, row.version)


def _traits(row: Any) -> Traits:
    return Traits(
        given_names=tuple(fold(name) for name in row.given_names),
        family_name=fold(row.family_name),
        chosen_name=fold(row.chosen_name) if row.chosen_name else None,
        birth_date=row.birth_date if row.birth_date_precision == DatePrecision.DAY else None,
        phones=frozenset(row.phones),
        emails=frozenset(row.emails),
        identifiers=frozenset(row.identifiers),
    )


async def suggest(db: AsyncSession, question: DuplicateQuestion) -> list[Suggestion]:
    """Return records that may be the person being entered, the most alike first."""
    entered = Traits(
        given_names=tuple(fold(name) for name in question.given_names),
        family_name=fold(question.family_name or ""),
        chosen_name=fold(question.chosen_name) if question.chosen_name else None,
        birth_date=question.birth_date if question.birth_date_precision is DatePrecision.DAY else None,
        phones=frozenset(way_key("phone", value=phone) for phone in question.phones),
        emails=frozenset(way_key("email", value=email) for email in question.emails),
        identifiers=frozenset(question.identifiers),
    )
    found = await queries.traits(db, await queries.candidates(db, _wanted(entered, question)))
    verdicts = [Suggestion(_known(row), compare(entered, _traits(row), scale())) for row in found.values()]
    kept = [one for one in verdicts if one.verdict.likelihood is not Likelihood.UNLIKELY]
    return sorted(kept, key=lambda one: (-one.verdict.score, one.record.id))[:SUGGESTED_AT_MOST]


def _wanted(entered: Traits, question: DuplicateQuestion) -> queries.Wanted:
    folded = folded_names(
        given_names=question.given_names,
        family_name=question.family_name or "",
        chosen_name=question.chosen_name or " ".join(question.given_names) or None,
    )
    day = entered.birth_date
    turned = swapped(day) if day is not None else None
    return queries.Wanted(
        names=[folded.folded_name] if entered.family_name and entered.given_names else [],
        chosen=[folded.folded_chosen] if entered.family_name and folded.folded_chosen else [],
        dates=[one for one in (question.birth_date, turned) if one is not None],
        near_dates=one_digit_off(day, today=now().date()) if day is not None and entered.family_name else [],
        family=entered.family_name,
        ways=sorted(entered.phones | entered.emails),
        numbers=sorted(entered.identifiers),
    )


async def list_pairs(db: AsyncSession, page: PageParams) -> Rows[Pair]:
    """Return pairs of records that may be one person's, the most alike first."""
    pairs = await queries.likely_pairs(db)
    rows = await queries.traits(db, {one for pair in pairs for one in pair})
    traits = {one: _traits(row) for one, row in rows.items()}
    ranked = []
    for one, other in pairs:
        if one in traits and other in traits:
            verdict = compare(traits[one], traits[other], scale())
            if verdict.likelihood is not Likelihood.UNLIKELY:
                ranked.append((-verdict.score, one, other, verdict))
    ranked.sort(key=lambda each: each[:3])
    if page.cursor is not None:
        last = _position(page.cursor)
        ranked = [each for each in ranked if each[:3] > last]
    shown = ranked[: page.limit]
    cursor = _cursor(shown[-1][:3]) if len(ranked) > page.limit else None
    return Rows([Pair(_known(rows[one]), _known(rows[other]), verdict) for _, one, other, verdict in shown], cursor)


def _cursor(position: tuple[float, UUID, UUID]) -> str:
    """Of the score and two ids: nothing of the people themselves is in an address."""
    text = json.dumps([position[0], str(position[1]), str(position[2])])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position(cursor: str) -> tuple[float, UUID, UUID]:
    try:
        score, one, other = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return float(score), UUID(one), UUID(other)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise InvalidCursor() from None


async def tell_apart(db: AsyncSession, actor: Actor, told: NotSame) -> Distinction:
    """Remember that two records are two people's."""
    first, second = sorted((told.first_participant_id, told.second_participant_id))
    if first == second:
        raise SameRecord(pointer="/second_participant_id")
    if not await all_visible(db, actor, {first, second}, "participant:merge"):
        raise ParticipantNotFound()
    distinction = Distinction(
        first_participant_id=first,
        second_participant_id=second,
        note=told.note,
        decided_by=actor.account_id,
        decided_at=now(),
    )
    with refusing({"uq_participant_distinctions_pair": AlreadyToldApart()}):
        db.add(distinction)
        await db.flush()
    return distinction


async def list_distinctions(db: AsyncSession, page: PageParams) -> Rows[Distinction]:
    """Return the pairs that are told apart, the latest first."""
    return await paginate(db, queries.distinctions(), order=[Distinction.id], page=page, descending=True)


async def withdraw_distinction(
    db: AsyncSession, actor: Actor, distinction_id: DistinctionId, *, at: datetime | None = None
) -> Distinction:
    """Take back that two records are two people's: they may be suggested again."""
    distinction = await queries.distinction(db, distinction_id)
    if distinction.withdrawn_at is not None:
        raise AlreadyWithdrawn()
    distinction.withdrawn_by, distinction.withdrawn_at = actor.account_id, at or now()
    await db.flush()
    return distinction


def people_in(pairs: Sequence[Pair]) -> set[ParticipantId]:
    """Return everybody whom a page of pairs shows."""
    return {record.id for pair in pairs for record in (pair.first, pair.second)}
