"""What a program does about absences: read, set, and what followed for an episode."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import AttendanceConsequence, AttendancePolicy
from handrail.attendance.policy_schemas import AttendancePolicyWrite
from handrail.attendance.queries import policies as queries
from handrail.core.access import Actor
from handrail.core.clock import today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.errors import StaleVersion
from handrail.core.ids import EpisodeId, ProgramId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import service as episodes
from handrail.organizations import service as organizations
from handrail.programs import service as programs

DEFAULT = AttendancePolicyWrite()
"""What applies where nobody has set anything: whoever is missed is called, and no ladder."""


async def read_policy(db: AsyncSession, program_id: ProgramId) -> dict[str, Any] | AttendancePolicy:
    """Return a program's policy; version 0 shows what applies by default."""
    await programs.get_program(db, program_id)
    stored = await queries.policy_of(db, program_id)
    if stored is not None:
        return stored
    return {**DEFAULT.model_dump(), "id": None, "program_id": program_id, "applies_from": None, "version": 0}


async def set_policy(
    db: AsyncSession, program_id: ProgramId, wanted: AttendancePolicyWrite, *, if_match: int
) -> AttendancePolicy:
    """Replace a program's policy. Steps are reached by it from today on; what followed before stays as it was."""
    await programs.get_open_program(db, program_id)
    today = today_in((await organizations.read_organization(db)).time_zone)
    values = {**wanted.model_dump(mode="json"), "applies_from": today}
    policy = await queries.policy_of(db, program_id, lock=True)
    if policy is None:
        if if_match != 0:
            raise StaleVersion(current_version=0)
        policy = AttendancePolicy(program_id=program_id, **values)
        db.add(policy)
    else:
        expect_version(policy, if_match)
        for name, value in values.items():
            setattr(policy, name, value)
    with refusing({"uq_attendance_policies_program": StaleVersion()}):
        await db.flush()
    return policy


async def list_consequences(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, page: PageParams
) -> Rows[AttendanceConsequence]:
    """Return the steps an episode reached, the first one first."""
    await episodes.get_visible_episode(db, actor, episode_id, permission="attendance:read")
    return await queries.page_of_consequences(db, actor, episode_id, page)
