from datetime import timedelta
from typing import Any
from unittest.mock import patch

import asyncpg
import pytest
from sqlalchemy import Engine, event
from tests.factories.attendance import Group, make_group, make_session
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.vocabulary import Role


async def mark(group: Group, *marks: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": list(marks)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


class TestMark:
    async def test_a_whole_roster_is_marked_in_one_call(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        results = await mark(group, group.mark(0), group.mark(1, "late"), group.mark(2, "absent"))
        assert [one["result"] for one in results] == ["applied"] * 3
        present, late, absent = (one["attendance"] for one in results)
        assert (present["minutes"], present["provisional"], present["version"]) == (90, True, 1)
        assert 29 <= late["minutes"] <= 30
        assert (absent["minutes"], absent["provisional"], absent["arrived_at"]) == (0, False, None)

    async def test_ten_people_take_few_statements(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=10)
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        fetch = asyncpg.Connection.fetch

        async def sent(self: asyncpg.Connection, statement: str, *values: Any) -> Any:
            statements.append(statement)
            return await fetch(self, statement, *values)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            with patch.object(asyncpg.Connection, "fetch", sent):
                await mark(group, *(group.mark(index) for index in range(10)))
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        # tenant, session, places, marks, stays, change log, audit entry
        assert len(statements) == 7, statements

    async def test_every_mark_is_in_the_change_log(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0), group.mark(1))
        rows = await clinic.sql(
            "SELECT kind, participant_id, account_id FROM changes"
            " WHERE organization_id = $1 AND kind LIKE 'attendance.%'",
            clinic.organization_id,
        )
        assert {row["kind"] for row in rows} == {"attendance.created"}
        assert {row["participant_id"] for row in rows} == {one.participant_id for one in group.bookings[:2]}
        assert {row["account_id"] for row in rows} == {group.therapist.account_id}

    async def test_the_audit_entry_names_whom_it_was_about(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0))
        people = await clinic.sql_value(
            "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'mark_roster'",
            clinic.organization_id,
        )
        assert people == [group.bookings[0].participant_id]

    async def test_somebody_who_was_marked_meanwhile_is_a_conflict_and_the_rest_applies(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0, "absent"))
        results = await mark(group, group.mark(0), group.mark(1))
        assert [one["result"] for one in results] == ["conflict", "applied"]
        assert results[0]["attendance"]["outcome"] == "absent"
        stale = await mark(group, group.mark(0, version=7))
        assert stale[0]["result"] == "conflict"

    async def test_a_mark_is_changed_against_its_version(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0))
        results = await mark(group, group.mark(0, "excused", absence_reason="illness", version=1))
        assert results[0]["result"] == "applied"
        assert results[0]["attendance"]["version"] == 2
        assert results[0]["attendance"]["minutes"] == 0

    async def test_the_same_person_twice_is_refused(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(), group.mark()]})
        assert (answer.status_code, answer.json()["code"]) == (422, "marked-twice")

    async def test_a_contradiction_names_its_place(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=2)
        marks = [group.mark(0), group.mark(1, "absent", arrived_at=group.at(5))]
        answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/marks/1/arrived_at"

    async def test_nobody_has_come_to_a_session_of_another_day(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, starts_at=now() + timedelta(days=2))
        answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert (answer.status_code, answer.json()["code"]) == (409, "session-ahead")
        excused = await mark(group, group.mark(0, "excused", absence_reason="medical_appointment"))
        assert excused[0]["result"] == "applied"

    async def test_a_telehealth_session_is_by_video(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, telehealth=True)
        assert (await mark(group, group.mark()))[0]["attendance"]["mode"] == "video"


class TestClear:
    async def test_a_mark_is_taken_back_and_made_again(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0), group.mark(1))
        answer = await group.therapist.post(
            f"{group.url}/attendance/clear",
            json={"booking_ids": [{"booking_id": str(group.bookings[0].id), "version": 1}]},
        )
        assert answer.json()["results"][0] == {
            "booking_id": str(group.bookings[0].id),
            "result": "applied",
            "attendance": None,
        }
        again = await mark(group, group.mark(0, "absent"))
        assert (again[0]["result"], again[0]["attendance"]["version"]) == ("applied", 3)

    async def test_a_mark_changed_meanwhile_stays(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await mark(group, group.mark(0))
        await mark(group, group.mark(0, "absent", version=1))
        answer = await group.therapist.post(
            f"{group.url}/attendance/clear",
            json={"booking_ids": [{"booking_id": str(group.bookings[0].id), "version": 1}]},
        )
        assert answer.json()["results"][0]["result"] == "conflict"
        assert answer.json()["results"][0]["attendance"]["outcome"] == "absent"


class TestPullOuts:
    async def test_fifteen_minutes_elsewhere_leave_75_of_90(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, starts_at=now() - timedelta(minutes=120))
        await mark(group, group.mark())
        answer = await group.therapist.post(
            f"{group.booking_url()}/pull-outs",
            json={"out_at": group.at(70), "back_at": group.at(85), "reason": "individual_session", "version": 1},
        )
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["minutes"], body["countable_minutes"], body["version"]) == (75, 75, 2)
        assert [one["reason"] for one in body["stays"]] == ["individual_session", None]
        assert answer.headers["etag"] == '"2"'

    async def test_a_departure_makes_it_left_early(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        await mark(group, group.mark())
        answer = await group.therapist.post(
            f"{group.booking_url()}/departures", json={"left_at": group.at(40), "reason": "personal", "version": 1}
        )
        assert (answer.json()["outcome"], answer.json()["minutes"]) == ("left_early", 40)

    async def test_an_old_version_is_refused(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        await mark(group, group.mark())
        answer = await group.therapist.post(
            f"{group.booking_url()}/departures", json={"left_at": group.at(40), "version": 9}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "attendance-changed")

    async def test_somebody_who_did_not_come_cannot_leave(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        await mark(group, group.mark(0, "absent"))
        answer = await group.therapist.post(
            f"{group.booking_url()}/departures", json={"left_at": group.at(40), "version": 1}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "attendance-not-marked")


class TestWho:
    async def test_a_therapist_of_another_program_finds_nobody(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        stranger = await clinic.client(Role.THERAPIST)
        answer = await stranger.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert (answer.status_code, answer.json()["code"]) == (404, "booking-not-on-roster")

    async def test_who_covers_the_group_marks_it(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        cover = await clinic.client(Role.THERAPIST)
        assert cover.staff_id is not None
        session, bookings = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            staff=[cover.staff_id],
            episodes=group.episodes,
            starts_at=now() - timedelta(minutes=400),
        )
        answer = await cover.post(
            f"/api/v1/sessions/{session.id}/attendance",
            json={"marks": [{"booking_id": str(bookings[0].id), "outcome": "present"}]},
        )
        assert answer.status_code == 200, answer.text

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FRONT_DESK, Role.BILLER, Role.AUDITOR])
    async def test_roles_that_do_not_stand_in_the_room_do_not_mark(self, clinic: Clinic, role: Role) -> None:
        group = await make_group(clinic, people=1)
        client = await clinic.client(role)
        answer = await client.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert answer.status_code == 403

    async def test_another_organization_finds_no_session(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        director = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        answer = await director.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert (answer.status_code, answer.json()["code"]) == (404, "session-not-found")
