"""What a modality records, said once for a group and of each in it."""

from typing import Any

import pytest
from tests.api.courses.test_courses import start
from tests.api.delivery.test_delivery import group_and_catalogue, mark, put
from tests.factories.delivery import entry
from tests.support.clinic import Clinic

API = "/api/v1"


async def test_a_group_is_recorded_once_with_what_differs_for_some(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    await mark(group, "present", "present", "present")
    course = await start(group, clinic, by_key["mindfulness"], starts_on=str(group.session.local_date))
    other = await start(group, clinic, by_key["mindfulness"], 1, starts_on=str(group.session.local_date))
    body = entry(
        by_key["mindfulness"],
        records={"practice-minutes": 20, "practice-kind": "Sitting"},
        exceptions=[{"booking_id": str(group.bookings[0].id), "records": {"practice-minutes": 5}}],
    )
    recorded = await put(group, body)
    assert recorded.status_code == 200, recorded.text
    assert recorded.json()["records"] == {"practice-minutes": 20, "practice-kind": "Sitting"}
    assert [one["records"] for one in recorded.json()["exceptions"]] == [{"practice-minutes": 5}]
    roster = (await group.therapist.get(f"{group.url}/roster")).json()
    assert roster["delivery"] == recorded.json()

    # It stands in each one's own course, as it was for them.
    whole = (await group.therapist.get(f"{API}/courses/{course['id']}")).json()
    (told,) = whole["group_entries"]
    assert told["values"] == {"practice-minutes": 5, "practice-kind": "Sitting"}
    assert [(one["key"], one["latest"]) for one in whole["ratings"]] == [("practice-minutes", 5)]
    assert whole["entries"] == []
    (theirs,) = (await group.therapist.get(f"{API}/courses/{other['id']}")).json()["group_entries"]
    assert theirs["values"]["practice-minutes"] == 20


async def test_what_is_said_of_each_follows_them_through_their_course(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    await mark(group, "present", "present", "excused")
    rp, today = by_key["relapse-prevention"], str(group.session.local_date)
    courses = [await start(group, clinic, rp, place, starts_on=today) for place in range(3)]
    exceptions = [
        {"booking_id": str(group.bookings[0].id), "records": {"craving": 7, "days-abstinent": 12}},
        {"booking_id": str(group.bookings[1].id), "took_part": False, "records": {"craving": 3}},
        {"booking_id": str(group.bookings[2].id), "records": {"craving": 3}},
    ]
    recorded = await put(group, entry(rp, exceptions=exceptions))
    assert recorded.status_code == 200, recorded.text
    later = {"noted_on": today, "values": {"craving": 4}}
    noted = await group.therapist.post(f"{API}/courses/{courses[0]['id']}/entries", json=later)
    assert noted.status_code == 201, noted.text
    shown = [(await group.therapist.get(f"{API}/courses/{one['id']}")).json() for one in courses]
    assert [[(one["key"], one["first"], one["latest"]) for one in course["ratings"]] for course in shown] == [
        [("days-abstinent", 12, 12), ("craving", 7, 4)],
        [],
        [],
    ], "who took no part, or was not there, is told nothing of"


async def test_the_phase_of_a_group_is_where_its_people_stand(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic, people=1)
    await mark(group, "present")
    course = await start(group, clinic, by_key["motivational-interviewing"], starts_on=str(group.session.local_date))
    assert (course["expected_least"], course["expected_most"]) == (1, 4)
    assert (await put(group, entry(by_key["motivational-interviewing"], phase="evoking"))).status_code == 200
    (card,) = (await group.therapist.get(f"{API}/participants/{course['participant_id']}/courses")).json()["items"]
    assert (card["place"]["phase"], card["place"]["number"]) == ("evoking", 3)


@pytest.mark.parametrize(
    ("key", "values", "code"),
    [
        ("mindfulness", {"records": {"juggling": 1}}, "record-unknown"),
        ("mindfulness", {"records": {"practice-minutes": True}}, "record-value-wrong"),
        ("relapse-prevention", {"records": {"craving": 3}}, "record-of-each"),
        ("dbt", {"records": {"misery": 5}}, "record-of-course"),
        ("dbt", {"records": {"urge-suicide": 5}}, "record-on-diary-card"),
    ],
)
async def test_a_group_is_not_told_what_is_of_one(clinic: Clinic, key: str, values: dict[str, Any], code: str) -> None:
    group, by_key = await group_and_catalogue(clinic, people=1)
    refused = await put(group, entry(by_key[key], **values))
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["errors"][0]["pointer"].startswith("/records/")


async def test_an_urge_that_would_alarm_on_a_diary_card_is_not_taken_of_one_in_a_group(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic, people=1)
    exceptions = [{"booking_id": str(group.bookings[0].id), "records": {"urge-suicide": 5}}]
    refused = await put(group, entry(by_key["dbt"], exceptions=exceptions))
    assert (refused.status_code, refused.json()["code"]) == (422, "record-on-diary-card")


async def test_what_is_for_an_age_is_not_delivered_to_who_may_be_of_another(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic, people=1)
    await clinic.sql(
        "UPDATE participants SET birth_date = NULL, birth_date_precision = NULL WHERE organization_id = $1",
        clinic.organization_id,
    )
    refused = await put(group, entry(by_key["tf-cbt"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "birth-date-unknown")
    today = str(group.session.local_date)
    course = {"modality_id": str(by_key["tf-cbt"].id), "starts_on": today}
    refused = await group.therapist.post(f"{API}/episodes/{group.episodes[0].id}/courses", json=course)
    assert (refused.status_code, refused.json()["code"]) == (409, "birth-date-unknown")
    assert "birth date" in refused.json()["title"]
