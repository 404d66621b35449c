"""Opening the record of a person one does not treat: exactly found, briefly open, reported, never for Part 2."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.factories.cohorts import make_cohort
from tests.factories.episodes import make_episode, make_referral
from tests.factories.merging import merge
from tests.factories.participants import make_participant, make_relationship
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.break_glass.vocabulary import SEARCHES_A_DAY, USES_A_DAY
from handrail.core.clock import now
from handrail.core.ids import ParticipantId, new_id
from handrail.core.vocabulary import Role

API = "/api/v1"
PEOPLE = f"{API}/participants"
WHY = {"reason": "walked_in", "explanation": "Came to the evening desk in distress; their clinician is away."}
NAMED = {"given_names": ["Noor"], "family_name": "Haddad", "birth_date": "1988-03-04"}


async def person(clinic: Clinic, **values: Any) -> ParticipantId:
    values = {"given_names": ("Noor",), "family_name": "Haddad", "birth_date": date(1988, 3, 4)} | values
    async with clinic.db() as db:
        return (await make_participant(db, **values)).id


async def look_up(client: ClinicClient, **wanted: Any) -> list[dict[str, Any]]:
    answer = await client.post(f"{PEOPLE}/restricted-search", json=wanted)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def break_glass(client: ClinicClient, participant_id: UUID) -> httpx.Response:
    return await client.post(f"{PEOPLE}/{participant_id}/break-glass", json=WHY)


async def part2_person(clinic: Clinic, **values: Any) -> ParticipantId:
    program = await make_program(clinic, name=f"Addiction {new_id()}", part2=True)
    participant_id = await person(clinic, **values)
    await make_referral(clinic, participant_id=participant_id, program_id=program.id)
    return participant_id


async def expire(clinic: Clinic, participant_id: UUID) -> None:
    """Let the hour pass: the database's clock decides, so the rows move instead of it."""
    for table in ("care_relationships", "break_glass_uses"):
        column = ", opened_at = opened_at - interval '61 minutes'" if table == "break_glass_uses" else ""
        await clinic.sql(
            f"UPDATE {table} SET expires_at = expires_at - interval '61 minutes'{column}"
            " WHERE organization_id = $1 AND participant_id = $2 AND expires_at IS NOT NULL",
            clinic.organization_id,
            participant_id,
        )


async def test_exact_number_or_name_and_birth_date_finds_and_says_nothing_else(clinic: Clinic) -> None:
    noor = await person(clinic, mrn="AB-77", chosen_name="Nour")
    therapist = await clinic.client(Role.THERAPIST)
    restricted = [{"id": str(noor), "kind": "restricted_record"}]
    assert await look_up(therapist, mrn="AB-77") == restricted
    assert await look_up(therapist, **NAMED) == restricted
    assert await look_up(therapist, **NAMED | {"given_names": ["NOUR"]}) == restricted
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        {"mrn": "AB-7"},
        {**NAMED, "given_names": ["No"]},
        {**NAMED, "family_name": "Hadda"},
        {**NAMED, "birth_date": "1988-03-05"},
    ],
)
async def test_partial_match_finds_nothing(clinic: Clinic, wanted: dict[str, Any]) -> None:
    await person(clinic, mrn="AB-77")
    assert await look_up(await clinic.client(Role.THERAPIST), **wanted) == []


@pytest.mark.parametrize(
    "wanted", [{}, {"mrn": "A", **NAMED}, {"family_name": "Haddad"}, {"given_names": ["Noor"], "family_name": "Haddad"}]
)
async def test_half_a_question_is_refused(clinic: Clinic, wanted: dict[str, Any]) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.post(f"{PEOPLE}/restricted-search", json=wanted)).status_code == 422


async def test_birth_date_known_to_the_month_only_finds_nothing(clinic: Clinic) -> None:
    await person(clinic, birth_date=date(1988, 3, 1), birth_date_precision="month")
    assert await look_up(await clinic.client(Role.THERAPIST), **NAMED | {"birth_date": "1988-03-01"}) == []


async def test_glass_opens_the_record_and_everything_seen_is_audited_with_the_reason(clinic: Clinic) -> None:
    noor = await person(clinic)
    episode = await make_episode(clinic, participant_id=noor)
    therapist = await clinic.client(Role.THERAPIST)
    broken = await break_glass(therapist, noor)
    assert broken.status_code == 201, broken.text
    assert (await therapist.get(f"{PEOPLE}/{noor}")).json()["family_name"] == "Haddad"
    listed = (await therapist.get(PEOPLE)).json()["items"]
    assert [one["id"] for one in listed] == [str(noor)]
    assert (await therapist.get(f"{API}/episodes/{episode.id}")).status_code == 200
    rows = await clinic.sql(
        "SELECT action, break_glass_reason FROM audit_entries WHERE organization_id = $1 AND account_id = $2"
        " AND participant_ids @> ARRAY[$3::uuid] ORDER BY at",
        clinic.organization_id,
        therapist.account_id,
        noor,
    )
    assert [row["action"] for row in rows] == ["break_glass", "read_participant", "list_participants", "read_episode"]
    assert {row["break_glass_reason"] for row in rows} == {"walked_in"}
    other = await clinic.client(Role.THERAPIST)
    assert (await other.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert (await break_glass(therapist, noor)).json()["code"] == "record-open-already"


async def test_what_is_not_seen_under_the_glass_carries_no_reason(clinic: Clinic) -> None:
    noor, mine = await person(clinic), await person(clinic, given_names=("Mine",))
    therapist = await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        await make_relationship(db, mine, staff_id=therapist.staff_id)
    assert (await break_glass(therapist, noor)).status_code == 201
    assert (await therapist.get(f"{PEOPLE}/{mine}")).status_code == 200
    reason = await clinic.sql_value(
        "SELECT break_glass_reason FROM audit_entries WHERE organization_id = $1 AND participant_ids = ARRAY[$2::uuid]",
        clinic.organization_id,
        mine,
    )
    assert reason is None


async def test_record_closes_by_itself(clinic: Clinic) -> None:
    noor = await person(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    await break_glass(therapist, noor)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 200
    await expire(clinic, noor)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert (await therapist.get(PEOPLE)).json()["items"] == []
    assert (await break_glass(therapist, noor)).status_code == 201
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 200


async def test_use_is_reported_reviewed_by_somebody_else_and_closed(clinic: Clinic) -> None:
    noor = await person(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    therapist = await clinic.client(Role.THERAPIST)
    await break_glass(therapist, noor)
    (task,) = (await director.get(f"{API}/tasks", params={"view": "owned"})).json()["items"]
    assert (task["title_code"], task["participant_id"]) == ("review_break_glass", None)
    (use,) = (await director.get(f"{API}/break-glass", params={"show": "to_review"})).json()["items"]
    assert task["params"] == {"break_glass_id": use["id"]}
    assert (use["participant_id"], use["account_id"]) == (str(noor), str(therapist.account_id))
    assert (use["reason"], use["explanation"]) == (WHY["reason"], WHY["explanation"])
    path = f"{API}/break-glass/{use['id']}"
    review = {"finding": "appropriate", "note": "Seen with the on-call nurse.", "end_now": True}
    reviewed = await director.post(f"{path}/review", json=review)
    assert reviewed.status_code == 200, reviewed.text
    assert reviewed.json()["reviewed_by"] == reviewed.json()["ended_by"] == str(director.account_id)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert (await director.get(f"{API}/tasks/{task['id']}")).json()["status"] == "done"
    assert (await director.get(f"{API}/break-glass", params={"show": "to_review"})).json()["items"] == []
    assert (await director.post(f"{path}/review", json=review)).json()["code"] == "reviewed-already"
    assert (await director.post(f"{path}/end")).json()["code"] == "ended-already"


async def test_use_says_by_name_who_opened_whose_record_and_who_reviewed_it(clinic: Clinic) -> None:
    noor = await person(clinic, chosen_name="Nour")
    director = await clinic.client(Role.PROGRAM_DIRECTOR, display_name="Kofi Mensah")
    therapist = await clinic.client(Role.THERAPIST, display_name="Ines Duarte")
    opened = (await break_glass(therapist, noor)).json()
    path = f"{API}/break-glass/{opened['id']}"
    use = (await director.get(path)).json()
    assert use["participant"] == {"chosen_name": "Nour", "full_name": "Noor Haddad", "family_name": "Haddad"}
    assert (use["account_name"], use["ended_by_name"], use["reviewed_by_name"]) == ("Ines Duarte", None, None)
    assert (await director.get(f"{API}/break-glass")).json()["items"] == [use]
    reviewed = await director.post(f"{path}/review", json={"finding": "follow_up", "end_now": True})
    assert (reviewed.json()["ended_by_name"], reviewed.json()["reviewed_by_name"]) == ("Kofi Mensah", "Kofi Mensah")
    assert (await director.get(path)).json() == reviewed.json()
    assert (await therapist.get(path)).status_code == 403
    unknown = await director.get(f"{API}/break-glass/{new_id()}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "break-glass-not-found")


async def test_the_task_goes_to_who_may_review_or_to_nobody(clinic: Clinic) -> None:
    """A supervisor or an administrator may not review."""

    async def owners() -> set[str]:
        found = await clinic.sql("SELECT owner_id FROM tasks WHERE organization_id = $1", clinic.organization_id)
        return {str(row["owner_id"]) for row in found}

    await clinic.client(Role.SUPERVISOR)
    await clinic.client(Role.ADMINISTRATOR)
    therapist = await clinic.client(Role.THERAPIST)
    assert (await break_glass(therapist, await person(clinic))).status_code == 201
    assert await owners() == set()
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await break_glass(therapist, await person(clinic))).status_code == 201
    assert await owners() == {str(director.account_id)}


async def test_only_the_review_settles_its_task(clinic: Clinic) -> None:
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    use = (await break_glass(therapist, await person(clinic))).json()
    (task,) = (await director.get(f"{API}/tasks", params={"view": "owned"})).json()["items"]
    path = f"{API}/tasks/{task['id']}"
    done = await director.post(f"{path}/complete", json={"note": "Looked at it."})
    cancelled = await director.post(f"{path}/cancel", json={"reason": "Not needed"})
    assert [(answer.status_code, answer.json()["code"]) for answer in (done, cancelled)] == [
        (409, "task-settled-elsewhere")
    ] * 2
    assert (await director.get(path)).json()["status"] == "open"
    later = {"due_at": (now() + timedelta(days=4)).isoformat()}
    assert (await director.patch(path, json=later, headers={"If-Match": '"1"'})).status_code == 200
    review = await director.post(f"{API}/break-glass/{use['id']}/review", json={"finding": "appropriate"})
    assert review.status_code == 200, review.text
    settled = (await director.get(path)).json()
    assert (settled["status"], settled["done_by"]) == ("done", str(director.account_id))


async def test_reviewer_closes_a_record_before_its_time(clinic: Clinic) -> None:
    noor = await person(clinic)
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    use = (await break_glass(therapist, noor)).json()
    ended = await director.post(f"{API}/break-glass/{use['id']}/end")
    assert (ended.status_code, ended.json()["reviewed_at"]) == (200, None)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert (await director.get(f"{API}/break-glass", params={"show": "open"})).json()["items"] == []


async def test_who_opened_a_record_closes_it_before_its_time(clinic: Clinic) -> None:
    noor = await person(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    therapist, colleague = [await clinic.client(Role.THERAPIST) for _ in range(2)]
    use = (await break_glass(therapist, noor)).json()
    path = f"{API}/break-glass/mine/{use['id']}/end"
    refused = await colleague.post(path)
    assert (refused.status_code, refused.json()["code"]) == (404, "break-glass-not-found")
    assert (await director.post(path)).status_code == 403
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 200
    ended = await therapist.post(path)
    assert (ended.status_code, ended.json()["id"]) == (200, use["id"])
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert (await therapist.get(f"{API}/break-glass/mine")).json()["items"] == []
    (left,) = (await director.get(f"{API}/break-glass", params={"show": "to_review"})).json()["items"]
    assert left["ended_by"] == left["account_id"] == str(therapist.account_id)
    again = await therapist.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "ended-already")


async def test_nobody_reviews_their_own_use(clinic: Clinic) -> None:
    noor = await person(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    use = (await break_glass(therapist, noor)).json()
    await clinic.sql(
        "UPDATE account_roles SET role = 'program_director' WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        therapist.account_id,
    )
    await clinic.sql(
        "UPDATE api_tokens SET roles = '[\"program_director\"]' WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        therapist.account_id,
    )
    review = await therapist.post(f"{API}/break-glass/{use['id']}/review", json={"finding": "appropriate"})
    assert (review.status_code, review.json()["code"]) == (403, "own-use")


async def test_person_of_a_part2_program_is_nobody(clinic: Clinic) -> None:
    hidden = await part2_person(clinic, mrn="P2")
    therapist = await clinic.client(Role.THERAPIST)
    by_number = await therapist.post(f"{PEOPLE}/restricted-search", json={"mrn": "P2"})
    nobody = await therapist.post(f"{PEOPLE}/restricted-search", json={"mrn": "P3"})
    assert (by_number.status_code, by_number.content) == (nobody.status_code, nobody.content) == (200, b'{"items":[]}')
    assert by_number.headers.keys() == nobody.headers.keys()
    assert await look_up(therapist, **NAMED) == []
    opened, unknown = await break_glass(therapist, hidden), await break_glass(therapist, new_id())
    assert (opened.status_code, opened.content) == (unknown.status_code, unknown.content)
    assert opened.json()["code"] == "participant-not-found"
    seen = await clinic.sql_value(
        "SELECT count(*) FROM audit_entries WHERE organization_id = $1 AND account_id = $2"
        " AND participant_ids @> ARRAY[$3::uuid]",
        clinic.organization_id,
        therapist.account_id,
        hidden,
    )
    assert seen == 0


async def test_person_who_waits_for_a_part2_program_or_left_it_is_nobody(clinic: Clinic) -> None:
    program = await make_program(clinic, name=f"Addiction {new_id()}", part2=True)
    cohort = await make_cohort(clinic, program_id=program.id)
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    waiting, left = await person(clinic, mrn="W"), await person(clinic, mrn="L")
    wait = {"participant_id": str(waiting), "reason": "no_seat", "requested_on": "2026-01-05"}
    assert (await director.post(f"{API}/cohorts/{cohort.id}/waitlist", json=wait)).status_code == 201
    episode = await make_referral(clinic, participant_id=left, program_id=program.id)
    ended = {"ended_on": str(episode.referred_on), "reason": "not_admitted"}
    await director.post(f"{API}/episodes/{episode.id}/end", json=ended)
    for mrn, participant_id in (("W", waiting), ("L", left)):
        assert await look_up(therapist, mrn=mrn) == []
        assert (await break_glass(therapist, participant_id)).status_code == 404


async def test_merge_with_a_part2_record_hides_the_person(clinic: Clinic) -> None:
    hidden, noor = await part2_person(clinic), await person(clinic, mrn="N")
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    assert (await break_glass(therapist, noor)).status_code == 201
    await merge(director, hidden, noor)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    assert await look_up(therapist, mrn="N") == []


async def test_referral_to_a_part2_program_closes_what_is_open(clinic: Clinic) -> None:
    noor = await person(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    use = (await break_glass(therapist, noor)).json()
    program = await make_program(clinic, name=f"Addiction {new_id()}", part2=True)
    await make_referral(clinic, participant_id=noor, program_id=program.id)
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404
    ended = await clinic.sql("SELECT ended_at, ended_by FROM break_glass_uses WHERE id = $1", UUID(use["id"]))
    assert (ended[0]["ended_at"] is not None, ended[0]["ended_by"]) == (True, None)


async def test_place_on_the_waitlist_of_a_part2_program_closes_what_is_open(clinic: Clinic) -> None:
    noor = await person(clinic)
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    assert (await break_glass(therapist, noor)).status_code == 201
    other, part2 = [await make_program(clinic, name=f"Program {new_id()}", part2=one) for one in (False, True)]
    for program, seen in ((other, 200), (part2, 404)):
        cohort = await make_cohort(clinic, program_id=program.id)
        wait = {"participant_id": str(noor), "reason": "no_seat", "requested_on": "2026-01-05"}
        assert (await director.post(f"{API}/cohorts/{cohort.id}/waitlist", json=wait)).status_code == 201
        assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == seen


async def test_program_that_comes_under_part2_closes_what_is_open_of_its_people_only(clinic: Clinic) -> None:
    noor, stranger = await person(clinic), await person(clinic, mrn="S")
    director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
    program = await make_program(clinic, name=f"Program {new_id()}")
    await make_referral(clinic, participant_id=noor, program_id=program.id)
    for one in (noor, stranger):
        assert (await break_glass(therapist, one)).status_code == 201
    url = f"{API}/programs/{program.id}"
    changed = await director.patch(url, json={"part2": True}, headers={"If-Match": f'"{program.version}"'})
    assert changed.status_code == 200, changed.text
    assert [(await therapist.get(f"{PEOPLE}/{one}")).status_code for one in (noor, stranger)] == [404, 200]


async def test_whom_one_may_see_is_not_restricted(clinic: Clinic) -> None:
    noor = await person(clinic, mrn="N")
    therapist = await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        await make_relationship(db, noor, staff_id=therapist.staff_id)
    assert await look_up(therapist, mrn="N") == []
    assert (await break_glass(therapist, noor)).json()["code"] == "record-open-already"


async def test_number_of_look_ups_is_limited_whether_they_find_or_not(clinic: Clinic) -> None:
    await person(clinic, mrn="N")
    therapist, other = await clinic.client(Role.THERAPIST), await clinic.client(Role.THERAPIST)
    for index in range(SEARCHES_A_DAY):
        await look_up(therapist, mrn="N" if index % 2 else f"X{index}")
    refused = [await therapist.post(f"{PEOPLE}/restricted-search", json={"mrn": mrn}) for mrn in ("N", "X")]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        (429, "too-many-restricted-searches")
    ] * 2
    assert 0 < int(refused[0].headers["retry-after"]) <= timedelta(days=1).total_seconds() + 1
    assert len(await look_up(other, mrn="N")) == 1
    await clinic.sql(
        "UPDATE restricted_searches SET searched_at = searched_at - interval '1 day' WHERE organization_id = $1",
        clinic.organization_id,
    )
    assert len(await look_up(therapist, mrn="N")) == 1


async def test_number_of_records_a_day_is_limited(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    for index in range(USES_A_DAY + 1):
        answer = await break_glass(therapist, await person(clinic, given_names=(f"N{index}",)))
        assert answer.status_code == (201 if index < USES_A_DAY else 429)
    assert answer.json()["code"] == "too-many-broken-glasses"


async def test_reason_is_required(clinic: Clinic) -> None:
    noor = await person(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    for body in ({}, {"reason": "other"}, WHY | {"explanation": " "}, WHY | {"reason": "curious"}):
        assert (await therapist.post(f"{PEOPLE}/{noor}/break-glass", json=body)).status_code == 422
    assert (await therapist.get(f"{PEOPLE}/{noor}")).status_code == 404


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.FRONT_DESK, Role.ADMINISTRATOR, Role.INTERN])
async def test_only_licensed_clinicians_break_the_glass(clinic: Clinic, role: Role) -> None:
    noor = await person(clinic)
    assert (await break_glass(await clinic.client(role), noor)).status_code == 403


async def test_lapsed_licence_opens_nothing(clinic: Clinic) -> None:
    noor = await person(clinic)
    lapsed = await break_glass(await clinic.client(Role.THERAPIST, licensed=False), noor)
    assert (lapsed.status_code, lapsed.json()["code"]) == (403, "licence-not-valid")


async def test_another_organizations_record_and_use_are_of_nobody(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await person(other_clinic, mrn="N")
    used = (await break_glass(await other_clinic.client(Role.THERAPIST), theirs)).json()
    therapist, director = await clinic.client(Role.THERAPIST), await clinic.client(Role.PROGRAM_DIRECTOR)
    assert await look_up(therapist, mrn="N") == []
    assert (await break_glass(therapist, theirs)).status_code == 404
    assert (await director.get(f"{API}/break-glass")).json()["items"] == []
    assert (await director.post(f"{API}/break-glass/{used['id']}/end")).status_code == 404


async def test_own_open_records_are_listed_until_they_close(clinic: Clinic) -> None:
    noor, other = await person(clinic), await person(clinic, given_names=("Other",))
    therapist, colleague = [await clinic.client(Role.THERAPIST) for _ in range(2)]
    assert (await break_glass(therapist, noor)).status_code == 201
    assert (await break_glass(colleague, other)).status_code == 201
    mine = (await therapist.get(f"{API}/break-glass/mine")).json()["items"]
    assert [one["participant_id"] for one in mine] == [str(noor)]
    await expire(clinic, noor)
    assert (await therapist.get(f"{API}/break-glass/mine")).json()["items"] == []
    assert (await (await clinic.client(Role.FRONT_DESK)).get(f"{API}/break-glass/mine")).status_code == 403
