"""Safety plans: six steps in the participant's words; a change is the next version."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.ids import AccountId, ParticipantId
from handrail.core.pagination import PageParams, Rows
from handrail.measures.alert_schemas import SafetyPlanRead, SafetyPlanWrite
from handrail.measures.errors import AboutAnother, PlanChanged, PlanEmpty
from handrail.measures.models import SafetyPlan
from handrail.measures.queries import alerts as alert_queries
from handrail.measures.queries import plans as queries
from handrail.measures.schemas import stored
from handrail.measures.vocabulary import STEPS
from handrail.participants import service as participants


def read(plan: SafetyPlan, names: dict[AccountId, str]) -> dict[str, Any]:
    """Return a version with the name of who wrote it."""
    return {**stored(plan, SafetyPlanRead), "written_by_name": names.get(plan.written_by, "")}


async def list_plans(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, page: PageParams
) -> Rows[dict[str, Any]]:
    """Versions of a person's plan, the one that holds first."""
    await participants.get_visible_participant(db, actor, participant_id, permission="measure:read")
    rows = await queries.page_of_plans(db, participant_id, page)
    names = await alert_queries.names_of(db, {plan.written_by for plan in rows})
    return Rows([read(plan, names) for plan in rows], rows.next_cursor)


async def write(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, wanted: SafetyPlanWrite
) -> dict[str, Any]:
    """Store the next version. It has to replace the one that holds: nobody overwrites what they have not read."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission="measure:give")
    if not any(getattr(wanted, step) for step in STEPS):
        raise PlanEmpty(pointer="/warning_signs")
    if wanted.alert_id is not None:
        alert = await alert_queries.visible_alert(db, actor, wanted.alert_id, now=now())
        if not await participants.same_person(db, alert.participant_id, person.person_id):
            raise AboutAnother(pointer="/alert_id")
    if await queries.last_number(db, person.person_id) != wanted.replaces:
        raise PlanChanged()
    plan = SafetyPlan(
        participant_id=person.person_id,
        number=wanted.replaces + 1,
        written_by=actor.account_id,
        written_at=now(),
        **wanted.model_dump(exclude={"replaces"}),
    )
    with refusing({"uq_safety_plans_number": PlanChanged()}):
        db.add(plan)
        await db.flush()
    return read(plan, await alert_queries.names_of(db, {actor.account_id}))
