"""The huddle: one read of what the team speaks about before the day."""

from datetime import timedelta
from typing import Any

import pytest
from tests.api.reporting.test_hot_reads import queries_of, same_keys
from tests.factories.attendance import make_group, make_session
from tests.factories.episodes import make_episode
from tests.factories.handoffs import write_handoff
from tests.factories.merging import merge
from tests.factories.participants import make_participant
from tests.factories.tasks import make_task
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role
from handrail.reporting.huddle_schemas import Huddle

API = "/api/v1"


async def huddle(client: ClinicClient, **params: Any) -> dict[str, Any]:
    answer = await client.get(f"{API}/huddle", params={key: str(value) for key, value in params.items()})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    same_keys(body, Huddle)
    return body


def facts(body: dict[str, Any]) -> dict[str, list[str]]:
    return {one["participant"]["id"]: [fact["code"] for fact in one["facts"]] for one in body["people"]}


async def test_sessions_and_who_comes_in_one_statement(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    group = await make_group(clinic)
    async with queries_of(monkeypatch) as sent:
        body = await huddle(group.therapist, date=group.session.local_date)
    assert sum("WITH" in query for query in sent) == 1
    (session,) = body["sessions"]
    assert (session["session"]["id"], session["session"]["booked"]) == (str(group.id), 3)
    assert len(body["people"]) == 3
    assert all(one["session_ids"] == [str(group.id)] for one in body["people"])
    assert all("first_day" in codes for codes in facts(body).values())


async def test_others_see_neither_people_nor_sessions_and_the_desk_is_refused(clinic: Clinic) -> None:
    group = await make_group(clinic)
    body = await huddle(await clinic.client(Role.THERAPIST), date=group.session.local_date)
    assert (body["sessions"], body["people"], body["steps"], body["tasks"], body["handoffs"]) == ([], [], [], [], [])
    assert (await (await clinic.client(Role.FRONT_DESK)).get(f"{API}/huddle")).status_code == 403


async def test_admissions_and_discharges_of_the_day(clinic: Clinic) -> None:
    today = today_in(clinic.time_zone)
    episode = await make_episode(clinic, admitted_on=today)
    leaving = await make_episode(clinic, program_id=episode.program_id)
    await clinic.sql(
        "UPDATE episodes SET planned_end_on = $3 WHERE organization_id = $1 AND id = $2",
        clinic.organization_id,
        leaving.id,
        today,
    )
    client = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    steps = (await huddle(client, program_id=episode.program_id))["steps"]
    assert [(step["kind"], step["participant"]["id"]) for step in steps] == [
        ("admission", str(episode.participant_id)),
        ("discharge", str(leaving.participant_id)),
    ]
    assert (await huddle(await clinic.client(Role.THERAPIST)))["steps"] == []


async def test_tasks_that_are_due_name_only_whom_the_reader_may_see(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    team = await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")
    stranger = await clinic.client(Role.THERAPIST)
    late = await make_task(
        clinic,
        owner_id=stranger.account_id,
        due_in=timedelta(hours=-3),
        participant_id=episode.participant_id,
        episode_id=episode.id,
    )
    await make_task(clinic, owner_id=team.account_id, due_in=timedelta(days=2))
    (seen,) = (await huddle(team))["tasks"]
    assert (seen["id"], seen["overdue"], seen["mine"], seen["participant"]["id"]) == (
        str(late.id),
        True,
        False,
        str(episode.participant_id),
    )
    (theirs,) = (await huddle(stranger))["tasks"]
    assert (theirs["mine"], theirs["participant"]) == (True, None)


async def test_task_of_either_record_of_a_person_is_spoken_of_in_their_program(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    team = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    owner, director = await clinic.client(Role.THERAPIST), await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        stays = (await make_participant(db)).id
    task = await make_task(clinic, owner_id=owner.account_id, participant_id=stays)
    assert (await huddle(team, program_id=episode.program_id))["tasks"] == []
    await merge(director, episode.participant_id, stays)
    (seen,) = (await huddle(team, program_id=episode.program_id))["tasks"]
    assert (seen["id"], seen["participant"]["id"]) == (str(task.id), str(stays))


async def test_handoffs_stand_there_without_their_texts(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer, reader = [await clinic.client(Role.NURSE, programs=[episode.program_id]) for _ in range(2)]
    await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id, text="Hush.")
    answer = await reader.get(f"{API}/huddle")
    assert "Hush." not in answer.text
    (note,) = answer.json()["handoffs"]
    assert note["participant"]["id"] == str(episode.participant_id)


async def test_today_counts_what_is_still_to_be_read(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer, reader = [await clinic.client(Role.NURSE, programs=[episode.program_id]) for _ in range(2)]
    note = await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id)

    async def due(client: ClinicClient) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await client.get(f"{API}/today")).json()["due"]
        return items

    assert await due(reader) == [{"code": "handoffs_to_read", "count": 1}]
    assert await due(writer) == []
    await reader.post(f"{API}/handoffs/{note['id']}/acknowledge")
    assert await due(reader) == []


async def test_who_missed_their_last_day_and_who_is_new(clinic: Clinic) -> None:
    group = await make_group(clinic)
    marks = [group.mark(0, "absent"), group.mark(1, "present")]
    marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
    assert marked.status_code == 200, marked.text
    following, _ = await make_session(
        clinic,
        location_id=group.location_id,
        program_id=group.program_id,
        starts_at=group.session.starts_at + timedelta(days=1),
        episodes=group.episodes,
    )
    body = await huddle(group.therapist, date=following.local_date)
    said = facts(body)
    first, second, third = [set(said[str(episode.participant_id)]) for episode in group.episodes]
    assert {"missed_last", "first_day"} <= first
    assert not second & {"missed_last", "first_day"}
    assert "first_day" in third
    (missed,) = [fact for one in body["people"] for fact in one["facts"] if fact["code"] == "missed_last"]
    assert missed["params"] == {"date": str(group.session.local_date), "excused": False}


async def test_hours_short_are_those_of_the_roster(clinic: Clinic) -> None:
    group = await make_group(clinic)
    rows = (await group.therapist.get(f"{group.url}/roster")).json()["rows"]
    body = await huddle(group.therapist, date=group.session.local_date)
    said = {
        one["participant"]["id"]: sum(f["params"]["minutes"] for f in one["facts"] if f["code"] == "short_this_week")
        for one in body["people"]
    }
    assert said == {row["participant_id"]: row["week"]["short_by_minutes"] for row in rows}
