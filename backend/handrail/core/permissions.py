"""Who may do what: one row a permission.

A permission is role × credential × dated relationship. `organization` roles see everybody, `program` roles the
people with a dated relationship to them or to a program they are assigned to, `self` the participant's own.
`licensed` asks that a licence of the person be valid today, for the roles that work under one. `health` says that
using it reads or writes somebody's health information, so that a success leaves an audit entry (a refusal always does).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from handrail.core.vocabulary import Role

R = Role


class Scope(IntEnum):
    """Whose records a permission reaches; the wider wins where a person has several roles."""

    SELF = 1
    PROGRAM = 2
    ORGANIZATION = 3


LICENSED_ROLES = frozenset({R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE})
"""Roles whose clinical acts need a licence that is valid on the day."""


@dataclass(frozen=True)
class Grant:
    """One row of the table."""

    health: bool
    scopes: dict[Role, Scope]
    licensed: bool = False


def grant(
    *,
    health: bool,
    organization: Collection[Role] = (),
    program: Collection[Role] = (),
    own: Collection[Role] = (),
    licensed: bool = False,
) -> Grant:
    """Write one row: the roles that hold the permission, by how far it reaches."""
    scopes = dict.fromkeys(own, Scope.SELF) | dict.fromkeys(program, Scope.PROGRAM)
    return Grant(health, scopes | dict.fromkeys(organization, Scope.ORGANIZATION), licensed)


CLINICIANS = (R.THERAPIST, R.SUPERVISOR, R.INTERN, R.PSYCHIATRIC_PROVIDER, R.NURSE, R.PEER_SPECIALIST)
FLOOR = (*CLINICIANS, R.TECHNICIAN)
"""Everybody who stands in the room with a group."""
OFFICE = (R.INTAKE_COORDINATOR, R.FRONT_DESK, R.UTILIZATION_REVIEWER, R.BILLER)
STAFF = (R.ADMINISTRATOR, R.PROGRAM_DIRECTOR, *FLOOR, *OFFICE, R.AUDITOR)
EVERYBODY = (*STAFF, R.PARTICIPANT)

PERMISSIONS: dict[str, Grant] = {
    # -- organizations ---------------------------------------------------------------------------------------------
    "organization:read": grant(health=False, organization=STAFF),
    "organization:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "location:read": grant(health=False, organization=EVERYBODY),
    "location:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "room:read": grant(health=False, organization=STAFF),
    "room:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "closure:read": grant(health=False, organization=EVERYBODY),
    "closure:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "week_rule:read": grant(health=False, organization=STAFF),
    "week_rule:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    # -- account ---------------------------------------------------------------------------------------------------
    "account:self": grant(health=False, organization=EVERYBODY),
    "second_factor:own": grant(health=False, own=STAFF),
    "account:read": grant(health=False, organization=(R.ADMINISTRATOR, R.AUDITOR)),
    "account:manage": grant(health=False, organization=(R.ADMINISTRATOR,)),
    "api_token:manage": grant(health=False, organization=(R.ADMINISTRATOR,)),
    # -- drafts ----------------------------------------------------------------------------------------------------
    "draft:own": grant(health=True, own=STAFF),
    # -- staff -----------------------------------------------------------------------------------------------------
    "staff:read": grant(health=False, organization=STAFF),
    "staff:manage": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "staff:invite": grant(health=False, organization=(R.ADMINISTRATOR,)),
    "credential:read": grant(
        health=False,
        organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR, R.SUPERVISOR, R.UTILIZATION_REVIEWER, R.AUDITOR),
        own=FLOOR,
    ),
    "credential:manage": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "service_grant:manage": grant(health=False, organization=(R.PROGRAM_DIRECTOR,)),
    "supervision:manage": grant(health=False, organization=(R.PROGRAM_DIRECTOR, R.SUPERVISOR)),
    # -- programs --------------------------------------------------------------------------------------------------
    "program:read": grant(health=False, organization=STAFF),
    "program:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "program_staff:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    # -- participants ----------------------------------------------------------------------------------------------
    "participant:read": grant(
        health=True,
        organization=(
            R.PROGRAM_DIRECTOR,
            R.INTAKE_COORDINATOR,
            R.FRONT_DESK,
            R.UTILIZATION_REVIEWER,
            R.BILLER,
            R.AUDITOR,
        ),
        program=FLOOR,
    ),
    "participant:create": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK)),
    "participant:update": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK), program=CLINICIANS
    ),
    "participant:merge": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR)),
    "contact_attempt:write": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK), program=FLOOR
    ),
    "separation:manage": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.SUPERVISOR)),
    "file:read": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.UTILIZATION_REVIEWER, R.AUDITOR),
        program=FLOOR,
    ),
    "file:write": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK), program=CLINICIANS
    ),
    # -- breaking the glass ----------------------------------------------------------------------------------------
    # For who sees their own programs only, and treats under a licence: others see everybody, or nobody.
    "break_glass:use": grant(health=True, program=LICENSED_ROLES, licensed=True),
    "break_glass:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR)),
    "break_glass:review": grant(health=True, organization=(R.PROGRAM_DIRECTOR,)),
    "partner:read": grant(health=False, organization=STAFF),
    # -- cohorts ---------------------------------------------------------------------------------------------------
    "cohort:read": grant(health=False, organization=STAFF),
    "cohort:write": grant(health=False, organization=(R.PROGRAM_DIRECTOR,)),
    "membership:read": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK, R.UTILIZATION_REVIEWER, R.AUDITOR),
        program=FLOOR,
    ),
    "membership:write": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR),
        program=(R.THERAPIST, R.SUPERVISOR),
    ),
    "membership:admit_late": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.SUPERVISOR,)),
    "waitlist:read": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK, R.AUDITOR),
        program=CLINICIANS,
    ),
    "waitlist:write": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR), program=(R.THERAPIST, R.SUPERVISOR)
    ),
    # -- modalities ------------------------------------------------------------------------------------------------
    "modality:read": grant(health=False, organization=STAFF),
    "modality:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    # -- episodes --------------------------------------------------------------------------------------------------
    "episode:read": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.UTILIZATION_REVIEWER, R.BILLER, R.AUDITOR),
        program=FLOOR,
    ),
    "episode:refer": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR), program=(R.THERAPIST, R.SUPERVISOR)
    ),
    "episode:admit": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR)),
    "episode:plan": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.THERAPIST, R.SUPERVISOR)),
    "episode:leave": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR),
        program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE),
    ),
    # Who verifies benefits: what is paid for is no clinical judgement.
    "episode:payer": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.UTILIZATION_REVIEWER, R.BILLER)
    ),
    "episode:end": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.THERAPIST, R.SUPERVISOR), licensed=True
    ),
    "episode:reopen": grant(health=True, organization=(R.PROGRAM_DIRECTOR,)),
    # -- tasks -----------------------------------------------------------------------------------------------------
    "task:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), program=(*FLOOR, *OFFICE)),
    "task:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(*FLOOR, *OFFICE)),
    "task:reassign": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.SUPERVISOR,)),
    "on_call:read": grant(health=False, organization=STAFF),
    "on_call:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR, R.SUPERVISOR)),
    # -- calendar --------------------------------------------------------------------------------------------------
    "series:read": grant(health=False, organization=STAFF),
    "series:write": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR, R.SUPERVISOR)),
    "program_day:read": grant(health=False, organization=STAFF),
    "program_day:write": grant(health=False, organization=(R.PROGRAM_DIRECTOR,)),
    "session:read": grant(health=False, organization=STAFF),
    "session:write": grant(
        health=False,
        organization=(
            R.PROGRAM_DIRECTOR,
            R.SUPERVISOR,
            R.THERAPIST,
            R.PSYCHIATRIC_PROVIDER,
            R.NURSE,
            R.INTAKE_COORDINATOR,
            R.FRONT_DESK,
        ),
    ),
    "schedule_build:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR,)),
    "schedule_build:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,)),
    "booking:read": grant(
        health=True,
        organization=(
            R.PROGRAM_DIRECTOR,
            R.INTAKE_COORDINATOR,
            R.FRONT_DESK,
            R.UTILIZATION_REVIEWER,
            R.BILLER,
            R.AUDITOR,
        ),
        program=FLOOR,
        own=(R.PARTICIPANT,),
    ),
    "booking:write": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK),
        program=(R.SUPERVISOR, R.THERAPIST, R.PSYCHIATRIC_PROVIDER, R.NURSE, R.PEER_SPECIALIST),
    ),
    "feed:write": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK),
        program=FLOOR,
        own=(R.PARTICIPANT,),
    ),
    "booking:override": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.SUPERVISOR,)),
    # -- attendance ------------------------------------------------------------------------------------------------
    "attendance:read": grant(
        health=True,
        organization=(
            R.PROGRAM_DIRECTOR,
            R.INTAKE_COORDINATOR,
            R.FRONT_DESK,
            R.UTILIZATION_REVIEWER,
            R.BILLER,
            R.AUDITOR,
        ),
        program=FLOOR,
    ),
    "attendance:mark": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=FLOOR),
    "attendance:close": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=FLOOR),
    "attendance:correct": grant(
        health=True,
        organization=(R.PROGRAM_DIRECTOR,),
        program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE),
    ),
    "attendance:correct_locked": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.SUPERVISOR,)),
    "attendance:lock": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(R.SUPERVISOR,)),
    "attendance_policy:read": grant(health=False, organization=STAFF),
    "attendance_policy:write": grant(health=False, organization=(R.PROGRAM_DIRECTOR,)),
    "ledger:read": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.AUDITOR), program=FLOOR
    ),
    # -- hand-offs: what one shift tells the next ----------------------------------------------------------------------
    "handoff:read": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), program=(*FLOOR, R.INTAKE_COORDINATOR)
    ),
    "handoff:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=(*FLOOR, R.INTAKE_COORDINATOR)),
    # -- delivery --------------------------------------------------------------------------------------------------
    "delivery:read": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR), program=FLOOR
    ),
    "delivery:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=CLINICIANS),
    # -- courses: where somebody stands in a therapy; its words are for who treats them -------------------------------
    "course:read": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR), program=CLINICIANS
    ),
    "course:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=CLINICIANS),
    # -- curricula: what groups teach when ----------------------------------------------------------------------------
    "curriculum:read": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR, *FLOOR, R.AUDITOR)),
    "curriculum:write": grant(health=False, organization=(R.PROGRAM_DIRECTOR, R.SUPERVISOR)),
    "curriculum:lead": grant(health=False, organization=(R.PROGRAM_DIRECTOR, *CLINICIANS)),
    "curriculum:follow": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), program=FLOOR),
    # Supervision, not surveillance: one's own, and those one supervises or directs.
    "fidelity:read": grant(health=False, organization=(R.PROGRAM_DIRECTOR,), own=CLINICIANS),
    "dose:aggregate": grant(health=False, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR)),
    # -- measures --------------------------------------------------------------------------------------------------
    "instrument:read": grant(health=False, organization=STAFF),
    "instrument:manage": grant(health=False, organization=(R.ADMINISTRATOR, R.PROGRAM_DIRECTOR)),
    "measure_schedule:write": grant(health=False, organization=(R.PROGRAM_DIRECTOR,)),
    "measure:read": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR), program=FLOOR
    ),
    "measure:give": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR), program=CLINICIANS),
    "measure:correct": grant(health=True, program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE)),
    # -- outcomes: of groups no name is said, and nothing of fewer than ten ------------------------------------------
    "outcome:read": grant(health=False, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR)),
    "track:respond": grant(health=True, program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE)),
    # -- alerts: everybody on the floor sees and raises them; taking and closing one needs a valid licence ------------
    "alert:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), program=FLOOR),
    "alert:work": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=FLOOR),
    "alert:close": grant(
        health=True, program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE), licensed=True
    ),
    # -- diaries: words and figures of a person's days, for who treats them -------------------------------------------
    "diary:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), program=CLINICIANS),
    "diary:write": grant(health=True, organization=(R.PROGRAM_DIRECTOR,), program=CLINICIANS),
    # From which urge on somebody is alarmed is a clinical judgement.
    "diary:set": grant(health=True, program=(R.THERAPIST, R.SUPERVISOR, R.PSYCHIATRIC_PROVIDER, R.NURSE)),
    # -- what participants see and do by themselves: their own alone, and staff has other ways -----------------------
    "me:read": grant(health=True, own=(R.PARTICIPANT,)),
    "me:answer": grant(health=True, own=(R.PARTICIPANT,)),
    "app_access:manage": grant(
        health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK), program=CLINICIANS
    ),
    # -- audit: who saw what; the auditor is the privacy officer's role ----------------------------------------------
    "audit:chart": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.AUDITOR), own=(R.PARTICIPANT,)),
    "audit:account": grant(health=True, organization=(R.AUDITOR,)),
    # -- reporting -------------------------------------------------------------------------------------------------
    "schedule:read": grant(health=False, organization=STAFF),
    # That something changed, and where; each kind of change is told to who may read what changed.
    "change:follow": grant(health=False, organization=STAFF),
    "huddle:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR), program=FLOOR),
    # Everybody expected at a location, on paper: for who keeps the door and the day.
    "downtime_roster:read": grant(health=True, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK)),
    "downtime_roster:watch": grant(health=False, organization=(R.PROGRAM_DIRECTOR, R.INTAKE_COORDINATOR, R.FRONT_DESK)),
    # Titles of groups, hours and flags on schedules and rosters; others see who is expected when and where.
    "schedule:clinical": grant(
        health=False, organization=(R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.AUDITOR), program=FLOOR
    ),
}
