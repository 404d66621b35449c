from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.factories.attendance import Group, make_group
from tests.factories.delivery import entry
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role, Weekday
from handrail.episodes import rules as episode_rules
from handrail.modalities.models import Modality


async def group_and_catalogue(clinic: Clinic, *, people: int = 3, **values: Any) -> tuple[Group, dict[str, Modality]]:
    """A group of 90 minutes that is over, and the shipped modalities."""
    by_key = await ship_modalities(clinic)
    group = await make_group(clinic, people=people, **{"starts_at": now() - timedelta(minutes=120), **values})
    return group, by_key


async def put(group: Group, body: dict[str, Any], *, version: int | None = None, by: ClinicClient | None = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return await (by or group.therapist).put(f"{group.url}/delivery", json=body, headers=headers)


async def mark(group: Group, *outcomes: str) -> None:
    marks = [group.mark(index, outcome) for index, outcome in enumerate(outcomes)]
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
    assert answer.status_code == 200, answer.text


async def close(group: Group, left: dict[int, int] | None = None) -> None:
    departures = [
        {"booking_id": str(group.bookings[index].id), "left_at": group.at(minute)}
        for index, minute in (left or {}).items()
    ]
    answer = await group.therapist.post(f"{group.url}/close", json={"departures": departures})
    assert answer.status_code == 200, answer.text


async def doses(group: Group, index: int, **params: Any) -> dict[str, Any]:
    response = await group.therapist.get(
        f"/api/v1/participants/{group.episodes[index].participant_id}/doses", params=params
    )
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


class TestEntry:
    async def test_one_entry_for_the_group_with_differences_for_some(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        assert (await group.therapist.get(f"{group.url}/delivery")).status_code == 404
        body = entry(
            by_key["dbt"],
            module="emotion-regulation",
            skills=["check-the-facts", "act-opposite-to-the-urge"],
            homework="Act opposite once a day",
            fidelity=["practice-agreed"],
            exceptions=[
                {"booking_id": str(group.bookings[0].id), "minutes": 30, "homework_done": "partly"},
                {"booking_id": str(group.bookings[1].id), "took_part": False, "note_code": "with_psychiatry"},
            ],
        )
        recorded = await put(group, body)
        assert recorded.status_code == 200, recorded.text
        found = await group.therapist.get(f"{group.url}/delivery")
        assert found.json() == recorded.json()
        read = found.json()
        assert (read["modality_name"], read["module"], read["position"]) == (
            "Dialectical behavior therapy",
            "emotion-regulation",
            1,
        )
        assert found.headers["etag"] == f'"{read["version"]}"'
        assert [(one["minutes"], one["took_part"]) for one in read["exceptions"]] == [(30, True), (None, False)]

    async def test_replacing_needs_the_version_and_replaces_the_exceptions(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        exceptions = [{"booking_id": str(one.id), "minutes": 60} for one in group.bookings[:2]]
        first = (await put(group, entry(by_key["cbt"], exceptions=exceptions))).json()
        changed = entry(by_key["cbt"], minutes=75, exceptions=exceptions[1:])
        assert (await put(group, changed)).status_code == 428
        assert (await put(group, changed, version=99)).status_code == 412
        second = await put(group, changed, version=first["version"])
        assert second.status_code == 200, second.text
        assert (second.json()["minutes"], len(second.json()["exceptions"])) == (75, 1)
        assert second.json()["id"] == first["id"]
        assert second.json()["version"] > first["version"]

    async def test_change_of_exceptions_alone_is_a_new_version(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        first = (await put(group, entry(by_key["cbt"]))).json()
        exceptions = [{"booking_id": str(group.bookings[0].id), "minutes": 10}]
        second = (await put(group, entry(by_key["cbt"], exceptions=exceptions), version=first["version"])).json()
        assert second["version"] > first["version"]

    async def test_session_has_four_entries_at_most_that_fit_its_minutes(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        assert (await put(group, entry(by_key["dbt"], minutes=60))).status_code == 200
        url = f"{group.url}/deliveries"
        too_long = await group.therapist.post(url, json=entry(by_key["mindfulness"], minutes=31))
        assert (too_long.status_code, too_long.json()["code"]) == (422, "minutes-beyond-session")
        for _ in range(3):
            added = await group.therapist.post(url, json=entry(by_key["mindfulness"], minutes=10))
            assert added.status_code == 201, added.text
        fifth = await group.therapist.post(url, json=entry(by_key["mindfulness"], minutes=1))
        assert (fifth.status_code, fifth.json()["code"]) == (409, "too-many-deliveries")
        listed = (await group.therapist.get(url)).json()["items"]
        assert [one["position"] for one in listed] == [1, 2, 3, 4]
        one = listed[1]
        replaced = await group.therapist.put(
            f"{url}/{one['id']}",
            json=entry(by_key["act"], minutes=5),
            headers={"If-Match": f'"{one["version"]}"'},
        )
        assert (replaced.status_code, replaced.json()["modality_name"]) == (
            200,
            "Acceptance and commitment therapy",
        )
        gone = await group.therapist.post(f"{url}/{one['id']}/void", json={"reason": "another group"})
        assert gone.status_code == 204
        assert len((await group.therapist.get(url)).json()["items"]) == 3

    async def test_roster_shows_the_main_entry(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        recorded = (await put(group, entry(by_key["dbt"]))).json()
        roster = (await group.therapist.get(f"{group.url}/roster")).json()
        assert roster["delivery"]["id"] == recorded["id"]
        assert roster["delivery"]["version"] == recorded["version"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"module": "juggling"}, "module-unknown"),
            ({"phase": "juggling"}, "phase-unknown"),
            ({"skills": ["juggling"]}, "skill-unknown"),
            ({"fidelity": ["juggling"]}, "fidelity-item-unknown"),
            ({"minutes": 91}, "minutes-beyond-session"),
        ],
    )
    async def test_what_the_modality_or_the_session_does_not_have(
        self, clinic: Clinic, values: dict[str, Any], code: str
    ) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        refused = await put(group, {**entry(by_key["dbt"]), **values})
        assert (refused.status_code, refused.json()["code"]) == (422, code)

    async def test_booking_of_another_session(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        other = await make_group(clinic, people=1)
        body = entry(by_key["dbt"], exceptions=[{"booking_id": str(other.bookings[0].id), "minutes": 5}])
        refused = await put(group, body)
        assert (refused.status_code, refused.json()["code"]) == (422, "booking-not-in-session")

    async def test_session_that_has_not_begun(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1, starts_at=now() + timedelta(hours=1))
        refused = await put(group, entry(by_key["dbt"]))
        assert (refused.status_code, refused.json()["code"]) == (409, "session-not-delivered")

    async def test_tf_cbt_is_not_delivered_to_adults(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        refused = await put(group, entry(by_key["tf-cbt"]))
        assert (refused.status_code, refused.json()["code"]) == (409, "age-outside-modality")
        assert (refused.json()["min_age"], refused.json()["max_age"]) == (3, 18)

    async def test_retired_modality_is_not_delivered_any_more(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        await clinic.sql("UPDATE modalities SET active = false WHERE id = $1", by_key["rebt"].id)
        refused = await put(group, entry(by_key["rebt"]))
        assert (refused.status_code, refused.json()["code"]) == (409, "modality-retired")

    async def test_locked_session_is_corrected_by_voiding_and_recording_anew(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        first = (await put(group, entry(by_key["dbt"]))).json()
        await clinic.sql("UPDATE sessions SET locked_at = now() WHERE id = $1", group.id)
        refused = await put(group, entry(by_key["cbt"]), version=first["version"])
        assert (refused.status_code, refused.json()["code"]) == (409, "delivery-locked")
        void = f"{group.url}/deliveries/{first['id']}/void"
        assert (await group.therapist.post(void, json={"reason": "wrong modality"})).status_code == 403
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await director.post(void, json={"reason": "wrong modality"})).status_code == 204
        anew = await put(group, entry(by_key["cbt"]), by=director)
        assert anew.status_code == 200, anew.text
        assert anew.json()["id"] != first["id"]


class TestAccess:
    async def test_stranger_to_the_group_neither_records_nor_reads(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        await put(group, entry(by_key["dbt"]))
        stranger = await clinic.client(Role.THERAPIST)
        refused = await put(group, entry(by_key["cbt"]), by=stranger, version=1)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-group")
        assert (await stranger.get(f"{group.url}/delivery")).status_code == 404
        assert (await stranger.get(f"{group.url}/deliveries")).json()["items"] == []
        url = f"/api/v1/participants/{group.episodes[0].participant_id}/doses"
        assert (await stranger.get(url)).status_code == 404

    async def test_another_organization_gets_404(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await stranger.get(f"{group.url}/delivery")).status_code == 404
        assert (await put(group, entry(by_key["dbt"]), by=stranger)).status_code == 404

    async def test_modality_of_another_organization_is_not_there(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group, _ = await group_and_catalogue(clinic, people=1)
        theirs = await ship_modalities(other_clinic)
        assert (await put(group, entry(theirs["dbt"]))).status_code == 404

    async def test_recording_names_everybody_on_the_roster_in_the_audit_log(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        await put(group, entry(by_key["dbt"]))
        about = await clinic.sql_value(
            "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'put_delivery'",
            clinic.organization_id,
        )
        assert set(about) == {episode.participant_id for episode in group.episodes}


class TestDoses:
    async def test_who_was_absent_or_did_not_take_part_received_no_dose(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        await mark(group, "present", "absent", "present")
        out = [{"booking_id": str(group.bookings[2].id), "took_part": False}]
        await put(group, entry(by_key["dbt"], module="mindfulness", exceptions=out))
        await close(group)
        received = await doses(group, 0)
        (dbt,) = received["modalities"]
        assert (dbt["key"], dbt["sessions"], dbt["minutes"], dbt["provisional_minutes"]) == ("dbt", 1, 90, 0)
        assert dbt["modules"] == [{"module": "mindfulness", "sessions": 1, "minutes": 90}]
        local: date = group.session.local_date
        week = episode_rules.week_of(local, Weekday(group.episodes[0].week_starts_on))
        assert dbt["weeks"] == [{"starts_on": str(week.starts_on), "sessions": 1, "minutes": 90}]
        assert [(await doses(group, index))["modalities"] for index in (1, 2)] == [[], []]

    async def test_dose_is_limited_by_presence_and_shared_over_the_entries(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic)
        await mark(group, "present", "present", "present")
        own = [{"booking_id": str(group.bookings[1].id), "minutes": 20, "module": "distress-tolerance"}]
        await put(group, entry(by_key["dbt"], minutes=60, exceptions=own))
        await group.therapist.post(f"{group.url}/deliveries", json=entry(by_key["mindfulness"], minutes=30))
        await close(group, left={0: 45})
        by_index = [
            {one["key"]: one["minutes"] for one in (await doses(group, index))["modalities"]} for index in range(3)
        ]
        assert by_index == [
            {"dbt": 30, "mindfulness": 15},  # there for half of it
            {"dbt": 20, "mindfulness": 30},  # own minutes
            {"dbt": 60, "mindfulness": 30},
        ]
        second = await doses(group, 1)
        assert next(one for one in second["modalities"] if one["key"] == "dbt")["modules"] == [
            {"module": "distress-tolerance", "sessions": 1, "minutes": 20}
        ]

    async def test_doses_of_one_episode_and_some_dates(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        await mark(group, "present")
        await put(group, entry(by_key["cbt"]))
        await close(group)
        on = group.session.local_date
        assert (await doses(group, 0, episode_id=str(group.episodes[0].id), first=on, last=on))["minutes"] == 90
        assert (await doses(group, 0, first=str(on + timedelta(days=1))))["minutes"] == 0

    async def test_voided_entry_is_no_dose(self, clinic: Clinic) -> None:
        group, by_key = await group_and_catalogue(clinic, people=1)
        await mark(group, "present")
        recorded = (await put(group, entry(by_key["cbt"]))).json()
        await close(group)
        await group.therapist.post(f"{group.url}/deliveries/{recorded['id']}/void", json={"reason": "mistake"})
        assert (await doses(group, 0))["modalities"] == []


async def test_a_program_and_who_led_see_what_was_delivered(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    await mark(group, "present", "present", "excused")
    items = [item["key"] for item in by_key["dbt"].fidelity_items]
    assert (await put(group, entry(by_key["dbt"], minutes=60, fidelity=items[:2]))).status_code == 200
    day = group.session.local_date
    span = {"first": str(day), "last": str(day)}
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    told = (await director.get(f"/api/v1/programs/{group.program_id}/doses", params=span)).json()
    assert [(one["name"], one["sessions"], one["people"]) for one in told["modalities"]] == [(by_key["dbt"].name, 1, 2)]
    wrong = {"first": str(day), "last": str(day - timedelta(days=1))}
    refused = await director.get(f"/api/v1/programs/{group.program_id}/doses", params=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "span-wrong")

    async def fidelity(by: ClinicClient) -> list[Any]:
        rows: list[Any] = (await by.get("/api/v1/fidelity", params=span)).json()["items"]
        return rows

    (row,) = await fidelity(group.therapist)
    assert (row["sessions"], row["items"], row["met"]) == (1, len(items), 2)
    assert row["by_item"] == dict.fromkeys(items[:2], 1)
    assert await fidelity(director) == [row]
    other = await clinic.client(Role.SUPERVISOR)
    assert await fidelity(other) == []
    body = {
        "supervisee_id": str(group.therapist.staff_id),
        "supervisor_id": str(other.staff_id),
        "starts_on": str(day - timedelta(days=9)),
    }
    await clinic.sql(
        "INSERT INTO staff_supervisions (organization_id, id, supervisee_id, supervisor_id, starts_on, version)"
        f" VALUES ('{clinic.organization_id}', gen_random_uuid(), '{body['supervisee_id']}',"
        f" '{body['supervisor_id']}', '{body['starts_on']}', 1)"
    )
    assert await fidelity(other) == [row]
    # One of the two is taken out of the therapy.
    await clinic.sql(
        "UPDATE modalities SET fidelity_items = fidelity_items - 0 WHERE organization_id = $1 AND id = $2",
        clinic.organization_id,
        UUID(row["modality_id"]),
    )
    (fewer,) = await fidelity(director)
    assert (fewer["items"], fewer["met"], fewer["by_item"]) == (len(items) - 1, 1, row["by_item"])


async def test_fidelity_is_for_who_gave_the_session_and_for_supervision(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    items = [item["key"] for item in by_key["dbt"].fidelity_items][:2]
    body = entry(by_key["dbt"], minutes=60, fidelity=items)
    assert (await put(group, body)).json()["fidelity"] == items

    async def seen(by: ClinicClient) -> list[list[str] | None]:
        """What the entry, the list of entries and the roster say of it."""
        one = (await by.get(f"{group.url}/delivery")).json()
        listed = (await by.get(f"{group.url}/deliveries")).json()["items"][0]
        roster = await by.get(f"{group.url}/roster")
        assert one["id"] == listed["id"], roster.text
        said = [one["fidelity"], listed["fidelity"]]
        return [*said, roster.json()["delivery"]["fidelity"]] if roster.status_code == 200 else said

    assert await seen(group.therapist) == [items] * 3
    assert await seen(await clinic.client(Role.PROGRAM_DIRECTOR)) == [items] * 3
    for role in (Role.THERAPIST, Role.NURSE, Role.SUPERVISOR, Role.UTILIZATION_REVIEWER):
        told = await seen(await clinic.client(role, programs=[group.program_id]))
        assert told in ([None] * 3, [None] * 2), role

    supervisor = await clinic.client(Role.SUPERVISOR, programs=[group.program_id])
    await clinic.sql(
        "INSERT INTO staff_supervisions (organization_id, id, supervisee_id, supervisor_id, starts_on, version)"
        " VALUES ($1, gen_random_uuid(), $2, $3, $4, 1)",
        clinic.organization_id,
        group.therapist.staff_id,
        supervisor.staff_id,
        group.session.local_date,
    )
    assert await seen(supervisor) == [items] * 3


async def test_who_may_not_see_fidelity_does_not_wipe_it_by_saving_what_they_see(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    items = [item["key"] for item in by_key["dbt"].fidelity_items][:2]
    recorded = (await put(group, entry(by_key["dbt"], minutes=60, fidelity=items))).json()
    colleague = await clinic.client(Role.THERAPIST, programs=[group.program_id])
    saved = await put(group, entry(by_key["dbt"], minutes=45), version=recorded["version"], by=colleague)
    assert (saved.status_code, saved.json()["minutes"], saved.json()["fidelity"]) == (200, 45, None)
    assert (await group.therapist.get(f"{group.url}/delivery")).json()["fidelity"] == items
    # Of another therapy nothing of it would hold.
    other = await put(group, entry(by_key["cbt"], minutes=45), version=saved.json()["version"], by=colleague)
    assert other.status_code == 200, other.text
    assert (await group.therapist.get(f"{group.url}/delivery")).json()["fidelity"] == []
