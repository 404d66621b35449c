"""The pages of a clinic where everything is in use, and who may open them all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

    from handrail.core.ids import ParticipantId

NOTE = "Likes the seat by the door today."
OBJECTIVE = "Sleep through the night again"
EXPLANATION = "Came to the evening desk in distress; the clinician is away."

PAGES = (
    "/schedule",
    "/participants/new",
    "/participants/duplicates",
    "/participants/{participant}",
    "/participants/{participant}?tab=hours",
    "/participants/{participant}?tab=therapies",
    "/participants/{participant}?tab=diary",
    "/participants/{participant}?tab=measures",
    "/participants/{participant}?tab=contacts",
    "/participants/{participant}?tab=record",
    "/participants/{participant}?tab=plan",
    "/sessions/{session}/sheet",
    "/sessions/{session}/sheet?form=slips",
    "/cohorts",
    "/schedule/plan",
    "/cohorts/{cohort}",
    "/programs",
    "/programs/{program}",
    "/programs/{program}?edit=true",
    "/programs/new",
    "/programs/new?freely=true",
    "/therapies",
    "/therapies/new",
    "/therapies/{therapy}",
    "/therapies/{therapy}?edit=true",
    "/outcomes?program={program}",
    "/fidelity",
    "/downtime",
    "/account",
    "/clinic",
    "/clinic?tab=staff",
    "/clinic?tab=on-call",
    "/clinic/staff/{staff}",
    "/audit?account={account}",
    "/audit?tab=restricted",
    "/audit?tab=restricted&use={use}",
)


async def say_who_pays(clinic: Clinic, group: Group) -> None:
    """A payer of Avery's episode."""
    from handrail.core.vocabulary import Role

    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode = group.episodes[0]
    paid = {"payer": "medicaid", "starts_on": str(episode.referred_on)}
    answer = await director.post(f"/api/v1/episodes/{episode.id}/payers", json=paid)
    assert answer.status_code == 201, answer.text


async def hold_more_roles(clinic: Clinic, group: Group) -> None:
    """The group's therapist may from now on open every page."""
    from handrail.core.vocabulary import Role
    from handrail.identity.models import AccountRole

    async with clinic.db() as db:
        for role in (Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.INTAKE_COORDINATOR):
            db.add(AccountRole(account_id=group.therapist.account_id, role=role, starts_on=date(2026, 1, 1)))


async def leave_a_note(clinic: Clinic, group: Group) -> None:
    """A nurse of the team tells it something about Avery."""
    from handrail.core.vocabulary import Role

    nurse = await clinic.client(Role.NURSE, programs=[group.program_id])
    about = str(group.episodes[0].participant_id)
    note = {"text": NOTE, "urgency": "urgent", "program_id": str(group.program_id), "participant_id": about}
    answer = await nurse.post("/api/v1/handoffs", json=note)
    assert answer.status_code == 201, answer.text


async def begin_course(clinic: Clinic, group: Group) -> str:
    """A course of EMDR with a memory that is rated; return the id of the therapy."""
    emdr = await clinic.sql_value(
        "SELECT id FROM modalities WHERE organization_id = $1 AND key = 'emdr'", clinic.organization_id
    )
    day = str(group.session.local_date)
    start = {"modality_id": str(emdr), "starts_on": day, "objective": OBJECTIVE}
    course = await group.therapist.post(f"/api/v1/episodes/{group.episodes[0].id}/courses", json=start)
    assert course.status_code == 201, course.text
    rated = {"noted_on": day, "phase": "assessment", "values": {"sud": 7, "voc": 2}}
    memory = {"kind": "memory", "label": "The crossing", "details": {"image": "Headlights"}, "rated": rated}
    target = await group.therapist.post(f"/api/v1/courses/{course.json()['id']}/targets", json=memory)
    assert target.status_code == 201, target.text
    return str(emdr)


async def score_many(clinic: Clinic, group: Group) -> None:
    """The program asks for a PHQ-9; Avery answered one, and ten others came to something that can be told."""
    from tests.api.outcomes.test_outcomes import make_scores
    from tests.factories.episodes import make_episode
    from tests.factories.measures import give

    from handrail.measures.models import MeasureSchedule

    async with clinic.db() as db:
        entries = [{"instrument_key": "phq-9", "moments": ["weekly", "discharge"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    await give(group.therapist, group.episodes[0], [1] * 8 + [0])
    await make_scores(clinic, group.episodes[0], group.therapist.account_id, 2)
    for person in range(10):
        episode = await make_episode(clinic, program_id=group.program_id)
        await make_scores(clinic, episode, group.therapist.account_id, 12 + person % 3, 5 if person < 6 else 12)


async def open_restricted(clinic: Clinic, group: Group) -> str:
    """A nurse of another program opens Avery's record with a reason; return the id of the use."""
    from handrail.core.vocabulary import Role

    nurse = await clinic.client(Role.NURSE)
    why = {"reason": "walked_in", "explanation": EXPLANATION}
    answer = await nurse.post(f"/api/v1/participants/{group.episodes[0].participant_id}/break-glass", json=why)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def plan_for_safety(group: Group) -> None:
    """What helps Avery, written down."""
    plan = {"replaces": 0, "warning_signs": "Three nights awake.", "own_ways": "Walk.", "made_together": True}
    url = f"/api/v1/participants/{group.episodes[0].participant_id}/safety-plans"
    answer = await group.therapist.post(url, json=plan)
    assert answer.status_code == 201, answer.text


async def put_on_call(clinic: Clinic, group: Group) -> None:
    """The group's therapist is on call for a day from now on."""
    from handrail.core.clock import now
    from handrail.core.vocabulary import Role

    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    begins = now().replace(microsecond=0)
    shift = {
        "account_id": str(group.therapist.account_id),
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(days=1)).isoformat(),
    }
    answer = await director.post("/api/v1/on-call/shifts", json=shift)
    assert answer.status_code == 201, answer.text


async def know_twice(clinic: Clinic) -> ParticipantId:
    """Avery is on file a second time, written a little otherwise; return the id of that record."""
    from tests.factories.participants import make_participant

    async with clinic.db() as db:
        return (await make_participant(db, given_names=("Averi",), family_name="Whitlock")).id


async def fill_clinic(clinic: Clinic, group: Group) -> dict[str, str]:
    """Have something on every page, and the group's therapist allowed to open them; return the ids in PAGES."""
    from tests.factories.attendance import make_cohort
    from tests.factories.diaries import enter

    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    therapy = await begin_course(clinic, group)
    await hold_more_roles(clinic, group)
    await leave_a_note(clinic, group)
    await enter(group.therapist, group.episodes[0], group.session.local_date, "urge-self-harm", 5)
    await score_many(clinic, group)
    await plan_for_safety(group)
    await put_on_call(clinic, group)
    await say_who_pays(clinic, group)
    return {
        "participant": str(group.episodes[0].participant_id),
        "session": str(group.id),
        "cohort": str(cohort),
        "program": str(group.program_id),
        "staff": str(group.therapist.staff_id),
        "account": str(group.therapist.account_id),
        "therapy": therapy,
        "twice": str(await know_twice(clinic)),
        "use": await open_restricted(clinic, group),
    }
