"""Episodes of care for tests, made by the use cases themselves."""

from datetime import date, timedelta
from typing import Any

from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.core.access import Actor
from handrail.core.clock import today_in
from handrail.core.ids import AccountId, EpisodeId, ParticipantId, ProgramId, StaffId, new_id
from handrail.core.vocabulary import Role
from handrail.episodes import leaves, service
from handrail.episodes.models import Episode, EpisodeLeave
from handrail.episodes.schemas import EpisodeAdmission, EpisodeCreate, LeaveCreate
from handrail.episodes.vocabulary import AdmissionSource, LeaveKind
from handrail.staff.models import StaffMember


def director_of(clinic: Clinic) -> Actor:
    """Somebody who may do everything with episodes, without an account."""
    return Actor(
        organization_id=clinic.organization_id,
        account_id=AccountId(new_id()),
        roles=frozenset({Role.PROGRAM_DIRECTOR}),
        staff_id=None,
        participant_id=None,
        licensed=True,
        client="factory",
    )


async def make_clinician(clinic: Clinic, *, display_name: str = "Ines Duarte") -> StaffId:
    """A staff member without an account."""
    given, _, family = display_name.partition(" ")
    async with clinic.db() as db:
        member = StaffMember(given_name=given, family_name=family or given, display_name=display_name, languages=["en"])
        db.add(member)
        await db.flush()
        return member.id


async def make_referral(
    clinic: Clinic,
    *,
    participant_id: ParticipantId | None = None,
    program_id: ProgramId | None = None,
    referred_on: date | None = None,
    **values: Any,
) -> Episode:
    """A referral, by default ten weeks ago, of a new person to a new depression program."""
    if program_id is None:
        program_id = (await make_program(clinic, name=f"Depression {new_id()}")).id
    async with clinic.db() as db:
        if participant_id is None:
            participant_id = (await make_participant(db)).id
        new = EpisodeCreate(
            participant_id=participant_id,
            program_id=program_id,
            referred_on=referred_on or today_in(clinic.time_zone) - timedelta(days=70),
            source=values.pop("source", AdmissionSource.PROVIDER),
            **values,
        )
        seen = await service.refer(db, director_of(clinic), new)
    return seen.episode


async def make_episode(
    clinic: Clinic,
    *,
    participant_id: ParticipantId | None = None,
    program_id: ProgramId | None = None,
    admitted_on: date | None = None,
    primary_clinician_id: StaffId | None = None,
    is_primary: bool = True,
    **admission: Any,
) -> Episode:
    """An active episode, by default admitted two weeks ago; `admission` as in `EpisodeAdmission`."""
    admitted_on = admitted_on or today_in(clinic.time_zone) - timedelta(days=14)
    referral = await make_referral(
        clinic,
        participant_id=participant_id,
        program_id=program_id,
        referred_on=admitted_on - timedelta(days=7),
        is_primary=is_primary,
    )
    clinician = primary_clinician_id or await make_clinician(clinic)
    async with clinic.db() as db:
        seen = await service.admit(
            db,
            director_of(clinic),
            referral.id,
            EpisodeAdmission(admitted_on=admitted_on, primary_clinician_id=clinician, **admission),
        )
    return seen.episode


async def make_leave(
    clinic: Clinic,
    episode_id: EpisodeId,
    *,
    starts_on: date,
    back_on: date | None = None,
    kind: LeaveKind = LeaveKind.ILLNESS,
) -> EpisodeLeave:
    """A leave of absence."""
    async with clinic.db() as db:
        new = LeaveCreate(kind=kind, starts_on=starts_on, back_on=back_on)
        _, leave = await leaves.start_leave(db, director_of(clinic), episode_id, new)
    return leave
