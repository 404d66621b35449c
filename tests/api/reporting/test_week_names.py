"""Whose the sessions of a week are, and who is told."""

from typing import Any

import pytest
from tests.api.reporting.test_hot_reads import same_keys
from tests.factories.attendance import Group, make_group, make_session
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.ids import SessionId
from handrail.core.vocabulary import Role, ServiceKind
from handrail.reporting.schemas import WeekNames


async def make_alone(clinic: Clinic, group: Group, *, person: int = 0, own: bool = True, **values: Any) -> SessionId:
    """A session for one of the group's people, after it, by its therapist or by somebody else."""
    assert group.therapist.staff_id is not None
    made, _ = await make_session(
        clinic,
        location_id=group.location_id,
        starts_at=group.session.ends_at,
        staff=[group.therapist.staff_id] if own else [],
        episodes=[group.episodes[person]],
        **{
            "program_id": group.program_id,
            "service_kind": ServiceKind.INDIVIDUAL,
            "title": "EMDR",
            **values,
        },
    )
    return made.id


async def names(client: ClinicClient, group: Group, **more: str) -> dict[str, list[str]]:
    query = {"starts_on": str(group.session.local_date), **more}
    answer = await client.get("/api/v1/week/names", params=query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    same_keys(body, WeekNames)
    return {one["session_id"]: one["names"] for one in body["sessions"]}


async def test_sessions_for_one_person_say_whose_they_are_and_groups_do_not(clinic: Clinic) -> None:
    group = await make_group(clinic, people=2)
    alone = await make_alone(clinic, group)
    colleagues = await make_alone(clinic, group, person=1, own=False)
    avery, blanca = (episode.participant_id for episode in group.episodes)
    shown = await names(group.therapist, group)
    assert {key: [name.split()[0] for name in value] for key, value in shown.items()} == {
        str(alone): ["Avery"],
        str(colleagues): ["Blanca"],
    }
    assert all(name.endswith(".") and len(name.split()[1]) == 2 for value in shown.values() for name in value)
    seen = await clinic.sql_value(
        "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'read_week_names'",
        clinic.organization_id,
    )
    assert set(seen) == {avery, blanca}


async def test_who_may_not_see_somebody_is_not_told_the_name(clinic: Clinic) -> None:
    group, other = await make_group(clinic, people=1), await make_group(clinic, people=2)
    # On the schedule of the reader's program, for somebody whom nobody there treats.
    stranger = await make_alone(clinic, other, own=False, program_id=group.program_id)
    week = {"starts_on": str(group.session.local_date)}
    listed = (await group.therapist.get("/api/v1/week", params=week)).json()["sessions"]
    assert str(stranger) in {card["id"] for card in listed}
    assert await names(group.therapist, group) == {}
    # Nor is anything told of another program's schedule.
    elsewhere = await make_alone(clinic, other, person=1)
    assert await names(group.therapist, group) == {}
    assert str(elsewhere) in await names(other.therapist, group)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert set(await names(director, group)) == {str(stranger), str(elsewhere)}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.INTAKE_COORDINATOR, Role.BILLER])
async def test_who_has_no_clinical_sight_of_the_schedule_is_told_no_name(clinic: Clinic, role: Role) -> None:
    group = await make_group(clinic, people=1)
    await make_alone(clinic, group)
    assert await names(await clinic.client(role), group) == {}


async def test_who_may_not_read_rosters_is_refused(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    administrator = await clinic.client(Role.ADMINISTRATOR)
    answer = await administrator.get("/api/v1/week/names", params={"starts_on": str(group.session.local_date)})
    assert answer.status_code == 403


async def test_a_place_and_a_cohort_narrow_the_names_as_they_do_the_week(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    alone = await make_alone(clinic, group)
    assert set(await names(group.therapist, group, location_id=str(group.location_id))) == {str(alone)}
    assert await names(group.therapist, group, location_id=str(alone)) == {}
    assert await names(group.therapist, group, cohort_id=str(alone)) == {}


async def test_the_week_itself_names_nobody(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    await make_alone(clinic, group)
    answer = await group.therapist.get("/api/v1/week", params={"starts_on": str(group.session.local_date)})
    assert "Avery" not in answer.text
