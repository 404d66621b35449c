"""Use cases of the rules of the week."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import WeekRuleId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind
from handrail.organizations import queries
from handrail.organizations.errors import WeekRuleOverlaps
from handrail.organizations.models import WeekRuleRow
from handrail.organizations.rules import (
    Situation,
    WeekLimits,
    WeekRule,
    check_limits,
    limits_of_week,
    pick_rule,
    replaced_from,
)
from handrail.organizations.schemas import WeekRuleCreate, WeekRuleReplace, WeekRuleUpdate
from handrail.organizations.shipped import shipped_rules
from handrail.organizations.vocabulary import Phase

_VALIDITY = "ex_week_rules_validity"


def add_shipped_rules(db: AsyncSession) -> None:
    """Copy every shipped rule: an organization may open a location in another state."""
    for values in shipped_rules():
        day = values.get("valid_from")
        db.add(WeekRuleRow(**{**values, "valid_from": date.fromisoformat(day) if day else None}))


async def list_week_rules(
    db: AsyncSession,
    *,
    level_of_care: LevelOfCare | None,
    age_band: AgeBand | None,
    phase: Phase | None,
    valid_on: date | None,
    page: PageParams,
) -> Rows[WeekRuleRow]:
    return await queries.list_week_rules(
        db, level_of_care=level_of_care, age_band=age_band, phase=phase, valid_on=valid_on, page=page
    )


async def get_week_rule(db: AsyncSession, rule_id: WeekRuleId) -> WeekRuleRow:
    return await queries.get_week_rule(db, rule_id)


async def create_week_rule(db: AsyncSession, values: WeekRuleCreate) -> WeekRuleRow:
    """Add a rule of the organization's own."""
    check_limits(
        min_minutes_per_week=values.min_minutes_per_week,
        max_minutes_per_week=values.max_minutes_per_week,
        min_minutes_counted_day=values.min_minutes_counted_day,
        valid_from=values.valid_from,
        valid_to=values.valid_to,
    )
    rule = WeekRuleRow(**values.model_dump())
    with refusing({_VALIDITY: WeekRuleOverlaps()}):
        db.add(rule)
        await db.flush()
    return rule


async def replace_week_rule(db: AsyncSession, rule_id: WeekRuleId, values: WeekRuleReplace) -> WeekRuleRow:
    """Let other figures hold from a day on. The old rule keeps its days: past weeks stay as they were judged."""
    old = await queries.get_week_rule(db, rule_id)
    last = replaced_from(old.valid_from, old.valid_to, values.valid_from)
    check_limits(
        min_minutes_per_week=values.min_minutes_per_week,
        max_minutes_per_week=values.max_minutes_per_week,
        min_minutes_counted_day=values.min_minutes_counted_day,
        valid_from=values.valid_from,
        valid_to=old.valid_to,
    )
    new = WeekRuleRow(
        level_of_care=old.level_of_care,
        age_band=old.age_band,
        phase=old.phase,
        state=old.state,
        payer=old.payer,
        valid_to=old.valid_to,
        **values.model_dump(),
    )
    with refusing({_VALIDITY: WeekRuleOverlaps()}):
        old.valid_to = last
        await db.flush()
        db.add(new)
        await db.flush()
    return new


async def update_week_rule(
    db: AsyncSession, rule_id: WeekRuleId, change: WeekRuleUpdate, *, if_match: int
) -> WeekRuleRow:
    """Change the citation or the last day."""
    rule = await queries.get_week_rule(db, rule_id)
    expect_version(rule, if_match)
    given = change.given()
    check_limits(
        min_minutes_per_week=rule.min_minutes_per_week,
        max_minutes_per_week=rule.max_minutes_per_week,
        min_minutes_counted_day=rule.min_minutes_counted_day,
        valid_from=rule.valid_from,
        valid_to=given.get("valid_to", rule.valid_to),
    )
    with refusing({_VALIDITY: WeekRuleOverlaps()}):
        for name, value in given.items():
            setattr(rule, name, value)
        await db.flush()
    return rule


async def limits_for(db: AsyncSession, situation: Situation) -> WeekLimits | None:
    """Return what the organization's rules say about a week, or None where no rule is valid."""
    return limits_of_week(await _rules(db, situation), situation)


async def rule_for(db: AsyncSession, situation: Situation) -> WeekRule | None:
    """Return the one rule that governs a week."""
    return pick_rule(await _rules(db, situation), situation)


async def rules_of(db: AsyncSession, *, level_of_care: LevelOfCare, age_band: AgeBand) -> list[WeekRule]:
    """Return all rules for such programs, to ask `limits_of_week` about several phases or days without a query each."""
    rows = await queries.rules_for(db, level_of_care=level_of_care, age_band=age_band)
    return [_rule(row) for row in rows]


async def _rules(db: AsyncSession, situation: Situation) -> list[WeekRule]:
    return await rules_of(db, level_of_care=situation.level_of_care, age_band=situation.age_band)


def _rule(row: WeekRuleRow) -> WeekRule:
    return WeekRule(
        id=row.id,
        level_of_care=row.level_of_care,
        age_band=row.age_band,
        phase=row.phase,
        state=row.state,
        payer=row.payer,
        min_minutes_per_week=row.min_minutes_per_week,
        max_minutes_per_week=row.max_minutes_per_week,
        min_days_per_week=row.min_days_per_week,
        min_minutes_counted_day=row.min_minutes_counted_day,
        group_cap=row.group_cap,
        countable_kinds=tuple(ServiceKind(kind) for kind in row.countable_kinds),
        week_starts_on=row.week_starts_on,
        citation=row.citation,
        confidence=row.confidence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
