from typing import Annotated

from fastapi import Depends, Query

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import WeekRuleId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Code, Day
from handrail.core.units import Db
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations import week_rules
from handrail.organizations.errors import (
    ValidityReversed,
    WeekRuleImpossible,
    WeekRuleNotFound,
    WeekRuleOverlaps,
)
from handrail.organizations.rules import Situation
from handrail.organizations.schemas import (
    State,
    WeekLimitsAnswer,
    WeekRuleCreate,
    WeekRuleRead,
    WeekRuleReplace,
    WeekRuleUpdate,
)
from handrail.organizations.vocabulary import Phase

router = api_router("week-rules")


@router.get("", summary="List rules of the week")
async def list_week_rules(
    actor: Annotated[Actor, Depends(allow("week_rule:read"))],
    db: Db,
    page: PageParams,
    *,
    level_of_care: LevelOfCare | None = None,
    age_band: AgeBand | None = None,
    phase: Phase | None = None,
    valid_on: Day | None = None,
) -> Page[WeekRuleRead]:
    """Rules in the order in which they were made, past ones included unless `valid_on` is given."""
    rows = await week_rules.list_week_rules(
        db, level_of_care=level_of_care, age_band=age_band, phase=phase, valid_on=valid_on, page=page
    )
    return Page.of(rows, WeekRuleRead)


@router.get("/limits", summary="Ask which limits apply to a week")
async def read_week_limits(
    actor: Annotated[Actor, Depends(allow("week_rule:read"))],
    db: Db,
    *,
    on: Day,
    age_band: AgeBand,
    level_of_care: LevelOfCare = LevelOfCare.INTENSIVE_OUTPATIENT,
    phase: Phase = Phase.STANDARD,
    state: Annotated[State | None, Query()] = None,
    payer: Annotated[Code | None, Query()] = None,
) -> WeekLimitsAnswer:
    """Each figure comes from the most specific valid rule that names it, with its citation."""
    situation = Situation(level_of_care, age_band, phase, on, state, payer)
    limits = await week_rules.limits_for(db, situation)
    return WeekLimitsAnswer.model_validate({"limits": limits})


@router.post(
    "",
    status_code=201,
    summary="Add a rule of the week",
    responses=problems(WeekRuleOverlaps, WeekRuleImpossible, ValidityReversed),
)
async def create_week_rule(
    actor: Annotated[Actor, Depends(allow("week_rule:write"))], values: WeekRuleCreate, db: Db
) -> WeekRuleRead:
    """A rule of your state, a payer's contract, or your own."""
    rule = await week_rules.create_week_rule(db, values)
    return WeekRuleRead.model_validate(rule)


@router.get("/{week_rule_id}", summary="Read a rule of the week", responses=problems(WeekRuleNotFound))
async def read_week_rule(
    actor: Annotated[Actor, Depends(allow("week_rule:read"))], week_rule_id: WeekRuleId, db: Db
) -> WeekRuleRead:
    """One rule."""
    rule = await week_rules.get_week_rule(db, week_rule_id)
    return WeekRuleRead.model_validate(rule)


@router.patch(
    "/{week_rule_id}",
    summary="Change a rule's citation or end",
    responses=problems(WeekRuleNotFound, WeekRuleOverlaps, ValidityReversed),
)
async def update_week_rule(
    actor: Annotated[Actor, Depends(allow("week_rule:write"))],
    week_rule_id: WeekRuleId,
    change: WeekRuleUpdate,
    db: Db,
    if_match: IfMatch,
) -> WeekRuleRead:
    """Figures are not changed here: replace the rule from a day on."""
    rule = await week_rules.update_week_rule(db, week_rule_id, change, if_match=if_match)
    return WeekRuleRead.model_validate(rule)


@router.post(
    "/{week_rule_id}/replace",
    status_code=201,
    summary="Replace a rule from a day on",
    responses=problems(WeekRuleNotFound, WeekRuleOverlaps, WeekRuleImpossible, ValidityReversed),
)
async def replace_week_rule(
    actor: Annotated[Actor, Depends(allow("week_rule:write"))],
    week_rule_id: WeekRuleId,
    values: WeekRuleReplace,
    db: Db,
) -> WeekRuleRead:
    """The old rule ends the day before and stays on record."""
    rule = await week_rules.replace_week_rule(db, week_rule_id, values)
    return WeekRuleRead.model_validate(rule)
