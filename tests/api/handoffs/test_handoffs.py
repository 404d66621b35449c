"""What one shift tells the next: for whom, about whom, until when, and who has read it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.factories.calendar import make_scene
from tests.factories.episodes import make_episode
from tests.factories.handoffs import URL, lapse, write_handoff
from tests.factories.merging import merge
from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now, today_in
from handrail.core.ids import new_id
from handrail.core.vocabulary import Role

API = "/api/v1"
TEXT = "Asked to sit near the door; call the sister if she leaves early."


async def listed(client: ClinicClient, path: str = URL, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def ids(client: ClinicClient, path: str = URL, **params: Any) -> list[str]:
    return [item["id"] for item in await listed(client, path, **params)]


async def test_team_reads_and_acknowledges_by_name_and_time(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer = await clinic.client(Role.NURSE, programs=[episode.program_id], display_name="Ines Duarte")
    reader = await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")
    note = await write_handoff(
        writer, text=TEXT, program_id=episode.program_id, participant_id=episode.participant_id, urgency="urgent"
    )
    (item,) = await listed(reader)
    assert "text" not in item
    assert (item["id"], item["written_by_name"], item["for_me"], item["acknowledged"]) == (
        note["id"],
        "Ines Duarte",
        True,
        False,
    )
    opened = (await reader.get(f"{URL}/{note['id']}")).json()
    assert (opened["text"], opened["urgency"], opened["state"]) == (TEXT, "urgent", "active")
    first = await reader.post(f"{URL}/{note['id']}/acknowledge")
    again = await reader.post(f"{URL}/{note['id']}/acknowledge")
    assert (first.status_code, again.status_code) == (200, 200)
    (mark,) = again.json()["acknowledgements"]
    assert (mark["name"], mark["account_id"]) == ("Sam Reyes", str(reader.account_id))
    assert datetime.fromisoformat(mark["acknowledged_at"]) <= now()
    assert again.json()["acknowledgements"] == first.json()["acknowledgements"]
    own = await writer.post(f"{URL}/{note['id']}/acknowledge")
    assert (own.status_code, own.json()["code"]) == (409, "own-handoff")


async def test_unread_come_first_then_urgent_ones(clinic: Clinic) -> None:
    program = await make_program(clinic)
    writer = await clinic.client(Role.NURSE, programs=[program.id])
    reader = await clinic.client(Role.NURSE, programs=[program.id])
    read, routine, urgent = [
        (await write_handoff(writer, program_id=program.id, urgency=urgency))["id"]
        for urgency in ("urgent", "routine", "urgent")
    ]
    await reader.post(f"{URL}/{read}/acknowledge")
    assert await ids(reader) == [urgent, routine, read]


async def test_other_teams_see_nothing_of_the_day_or_the_person(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    other = await clinic.client(Role.THERAPIST, programs=[(await make_program(clinic, name="Other")).id])
    day = await write_handoff(writer, program_id=episode.program_id)
    person = await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id)
    assert await ids(other) == []
    for note in (day, person):
        assert (await other.get(f"{URL}/{note['id']}")).status_code == 404
        assert (await other.post(f"{URL}/{note['id']}/acknowledge")).status_code == 404
    assert (await other.get(f"{API}/participants/{episode.participant_id}/handoffs")).status_code == 404
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert set(await ids(director)) == {day["id"], person["id"]}
    assert [item["for_me"] for item in await listed(director)] == [False, False]
    assert (await (await clinic.client(Role.FRONT_DESK)).get(URL)).status_code == 403


async def test_writer_who_has_left_the_care_loses_the_note_about_the_person(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    note = await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id)
    await clinic.sql(
        "UPDATE program_staff SET ends_on = current_date - 2 WHERE organization_id = $1 AND staff_id = $2",
        clinic.organization_id,
        writer.staff_id,
    )
    assert await ids(writer) == []
    assert (await writer.get(f"{URL}/{note['id']}")).status_code == 404


async def test_note_for_one_colleague_is_on_their_list_alone(clinic: Clinic) -> None:
    program = await make_program(clinic)
    writer, colleague, third = [await clinic.client(Role.NURSE, programs=[program.id]) for _ in range(3)]
    note = await write_handoff(writer, to_staff_id=colleague.staff_id)
    assert await ids(colleague) == [note["id"]]
    assert await ids(writer) == [note["id"]]
    assert await ids(third) == []


async def test_whom_it_is_for_has_a_part_in_the_care(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    elsewhere = await make_program(clinic, name="Elsewhere")
    writer = await clinic.client(Role.THERAPIST, programs=[episode.program_id, elsewhere.id])
    stranger = await clinic.client(Role.THERAPIST, programs=[elsewhere.id])
    boss = await clinic.client(Role.PROGRAM_DIRECTOR)
    about = {"text": TEXT, "participant_id": str(episode.participant_id)}
    for audience in ({"program_id": str(elsewhere.id)}, {"to_staff_id": str(stranger.staff_id)}):
        refused = await writer.post(URL, json=about | audience)
        assert (refused.status_code, refused.json()["code"]) == (422, "handoff-not-theirs")
    assert (await writer.post(URL, json=about | {"to_staff_id": str(boss.staff_id)})).status_code == 201
    hidden = await stranger.post(URL, json=about | {"program_id": str(elsewhere.id)})
    assert (hidden.status_code, hidden.json()["code"]) == (404, "participant-not-found")


@pytest.mark.parametrize("audience", [set(), {"program_id", "to_staff_id"}, {"to_staff_id", "location_id"}])
async def test_a_note_is_for_one_team_or_one_colleague(clinic: Clinic, audience: set[str]) -> None:
    writer = await clinic.client(Role.NURSE)
    known = {
        "program_id": str((await make_program(clinic)).id),
        "to_staff_id": str(writer.staff_id),
        "location_id": str(new_id()),
    }
    refused = await writer.post(URL, json={"text": TEXT} | {key: known[key] for key in audience})
    assert (refused.status_code, refused.json()["code"]) == (422, "handoff-audience")


async def test_text_is_at_most_a_thousand_characters(clinic: Clinic) -> None:
    writer = await clinic.client(Role.NURSE)
    program = await make_program(clinic)
    for text, status in (("x" * 1000, 201), ("x" * 1001, 422), ("   ", 422)):
        assert (await writer.post(URL, json={"text": text, "program_id": str(program.id)})).status_code == status


async def test_it_ends_with_the_next_clinic_day_or_within_a_week(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    day = scene.today + timedelta(days=3)
    await scene.post("/sessions", scene.session(local_date=day.isoformat()))
    writer = await clinic.client(Role.NURSE, programs=[scene.program_id])
    note = await write_handoff(writer, program_id=scene.program_id)
    zone = ZoneInfo(clinic.time_zone)
    assert datetime.fromisoformat(note["expires_at"]) == datetime.combine(day + timedelta(days=1), time(), zone)
    none_planned = await write_handoff(writer, program_id=(await make_program(clinic, name="New")).id)
    tomorrow = today_in(clinic.time_zone) + timedelta(days=1)
    assert datetime.fromisoformat(none_planned["expires_at"]) == datetime.combine(
        tomorrow + timedelta(days=1), time(), zone
    )
    for wanted in (now() - timedelta(minutes=1), now() + timedelta(days=7, minutes=5)):
        refused = await writer.post(
            URL, json={"text": TEXT, "program_id": str(scene.program_id), "expires_at": wanted.isoformat()}
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "handoff-expiry")


async def test_expired_note_leaves_the_list_and_stays_in_the_history(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    team = [await clinic.client(Role.NURSE, programs=[episode.program_id]) for _ in range(2)]
    note = await write_handoff(team[0], program_id=episode.program_id, participant_id=episode.participant_id)
    history = f"{API}/participants/{episode.participant_id}/handoffs"
    assert await ids(team[1], history) == [note["id"]]
    await lapse(clinic, note["id"])
    assert await ids(team[1]) == await ids(team[1], history) == []
    assert [item["state"] for item in await listed(team[1], history, include_past=True)] == ["expired"]
    late = await team[1].post(f"{URL}/{note['id']}/acknowledge")
    assert (late.status_code, late.json()["code"]) == (409, "handoff-not-active")


async def test_withdrawn_before_anybody_read_it_corrected_after(clinic: Clinic) -> None:
    program = await make_program(clinic)
    writer, reader = [await clinic.client(Role.NURSE, programs=[program.id]) for _ in range(2)]
    first = await write_handoff(writer, program_id=program.id)
    not_theirs = await reader.post(f"{URL}/{first['id']}/withdraw")
    assert (not_theirs.status_code, not_theirs.json()["code"]) == (409, "handoff-not-yours")
    gone = await writer.post(f"{URL}/{first['id']}/withdraw")
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    second = await write_handoff(writer, program_id=program.id)
    await reader.post(f"{URL}/{second['id']}/acknowledge")
    refused = await writer.post(f"{URL}/{second['id']}/withdraw")
    assert (refused.status_code, refused.json()["code"]) == (409, "handoff-read")
    third = await write_handoff(writer, program_id=program.id, replaces_id=second["id"])
    assert await ids(reader) == [third["id"]]
    assert (await reader.get(f"{URL}/{second['id']}")).json()["state"] == "replaced"
    twice = await writer.post(URL, json={"text": TEXT, "program_id": str(program.id), "replaces_id": second["id"]})
    assert (twice.status_code, twice.json()["code"]) == (409, "handoff-not-active")
    stolen = await reader.post(URL, json={"text": TEXT, "program_id": str(program.id), "replaces_id": third["id"]})
    assert (stolen.status_code, stolen.json()["code"]) == (409, "handoff-not-yours")


async def test_correction_is_about_the_same_person(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer = await clinic.client(Role.NURSE, programs=[episode.program_id])
    day = await write_handoff(writer, program_id=episode.program_id)
    body = {"text": TEXT, "program_id": str(episode.program_id), "replaces_id": day["id"]}
    refused = await writer.post(URL, json=body | {"participant_id": str(episode.participant_id)})
    assert (refused.status_code, refused.json()["code"]) == (422, "handoff-subjects-differ")


async def test_opening_the_text_is_audited_with_the_person(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    team = [await clinic.client(Role.NURSE, programs=[episode.program_id]) for _ in range(2)]
    note = await write_handoff(team[0], program_id=episode.program_id, participant_id=episode.participant_id)
    assert (await team[1].get(f"{URL}/{note['id']}")).status_code == 200
    found = await clinic.sql(
        "SELECT action FROM audit_entries WHERE organization_id = $1 AND account_id = $2"
        " AND participant_ids @> ARRAY[$3::uuid]",
        clinic.organization_id,
        team[1].account_id,
        episode.participant_id,
    )
    assert [row["action"] for row in found] == ["read_handoff"]


async def test_merged_record_brings_its_notes_along(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    writer = await clinic.client(Role.NURSE, programs=[episode.program_id])
    note = await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id)
    async with clinic.db() as db:
        survivor = (await make_participant(db)).id
    await merge(await clinic.client(Role.PROGRAM_DIRECTOR), episode.participant_id, survivor)
    assert await ids(writer, f"{API}/participants/{survivor}/handoffs") == [note["id"]]
    assert (await writer.get(f"{URL}/{note['id']}")).json()["participant"]["id"] == str(survivor)
    fresh = await write_handoff(writer, program_id=episode.program_id, participant_id=episode.participant_id)
    assert fresh["participant"]["id"] == str(survivor)
