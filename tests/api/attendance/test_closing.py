from datetime import timedelta
from typing import Any

import pytest
from tests.factories.attendance import Group, make_group
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.vocabulary import Role


async def marked_group(clinic: Clinic, *, people: int = 2, **values: Any) -> Group:
    """A group that ended half an hour ago, everybody present."""
    group = await make_group(clinic, people=people, **{"starts_at": now() - timedelta(minutes=120), **values})
    marks = [group.mark(index) for index in range(people)]
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
    assert answer.status_code == 200, answer.text
    return group


async def close(group: Group, **body: Any) -> Any:
    return await group.therapist.post(f"{group.url}/close", json=body)


class TestClose:
    async def test_closing_confirms_departures_and_makes_minutes_final(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        departures = [{"booking_id": str(group.bookings[1].id), "left_at": group.at(60)}]
        answer = await close(group, departures=departures)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["counts"] == {"present": 1, "left_early": 1}
        assert (body["session"]["status"], body["session"]["marked"], body["rows"]) == ("closed", 2, 2)
        detail = (await group.therapist.get(group.booking_url(1))).json()
        assert (detail["outcome"], detail["minutes"], detail["provisional"]) == ("left_early", 60, False)

    async def test_everybody_needs_a_decision_first(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=2)
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(0)]})
        answer = await close(group)
        assert (answer.status_code, answer.json()["code"], answer.json()["unmarked"]) == (409, "roster-incomplete", 1)

    async def test_a_group_closed_before_its_end_credits_what_happened(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, starts_at=now() - timedelta(minutes=60))
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert (await close(group)).status_code == 200
        detail = (await group.therapist.get(group.booking_url())).json()
        assert (detail["outcome"], detail["minutes"]) == ("present", 60)

    async def test_a_group_cannot_be_closed_before_it_began(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, starts_at=now() + timedelta(minutes=5))
        assert (await close(group)).json()["code"] == "session-ahead"

    async def test_a_closed_group_is_not_marked_again(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        await close(group)
        answer = await group.therapist.post(
            f"{group.url}/attendance", json={"marks": [group.mark(0, "absent", version=2)]}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "session-closed")

    async def test_video_needs_place_number_and_consent(self, clinic: Clinic) -> None:
        group = await marked_group(clinic, people=1, telehealth=True)
        assert (await close(group)).json()["code"] == "video-details-missing"
        video = {"place": "Home, 12 Elm Street", "call_back_number": "555-0100", "consent_confirmed": True}
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(0, video=video, version=1)]})
        assert (await close(group)).status_code == 200
        assert (await group.therapist.get(group.booking_url())).json()["video"] == video

    async def test_a_departure_of_somebody_else_is_not_accepted(self, clinic: Clinic) -> None:
        group, other = await marked_group(clinic), await marked_group(clinic)
        departures = [{"booking_id": str(other.bookings[0].id), "left_at": group.at(60)}]
        assert (await close(group, departures=departures)).status_code == 404

    async def test_who_sees_only_a_part_of_the_roster_does_not_close_it(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        stranger = await clinic.client(Role.THERAPIST)
        answer = await stranger.post(f"{group.url}/close", json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "not-your-group")


class TestCorrect:
    async def test_a_correction_keeps_the_version_it_replaces(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        await close(group)
        before = (await group.therapist.get(group.booking_url())).json()
        answer = await group.therapist.post(
            f"{group.booking_url()}/correct",
            json={
                "outcome": "late",
                "arrived_at": group.at(20),
                "pull_outs": [{"out_at": group.at(70), "back_at": group.at(80), "reason": "nursing"}],
                "reason": "Came in at twenty past, seen by the nurse",
                "version": before["version"],
            },
        )
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["outcome"], body["minutes"], body["version"]) == ("late", 60, before["version"] + 1)
        assert body["corrections"][0]["outcome"] == "present"
        assert body["corrections"][0]["stays"] == before["stays"]
        assert body["corrections"][0]["replaced_version"] == before["version"]
        assert body["corrections"][0]["corrected_by"] == str(group.therapist.account_id)

    async def test_before_closing_there_is_nothing_to_correct(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        answer = await group.therapist.post(
            f"{group.booking_url()}/correct", json={"outcome": "absent", "reason": "Was not there", "version": 1}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "session-not-closed")

    async def test_a_correction_needs_a_reason(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        await close(group)
        answer = await group.therapist.post(f"{group.booking_url()}/correct", json={"outcome": "absent", "version": 2})
        assert answer.status_code == 422

    async def test_after_lock_a_supervisor_corrects_and_a_therapist_does_not(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        await close(group)
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        locked = await director.post(f"{group.url}/lock")
        assert locked.status_code == 200, locked.text
        assert locked.json()["session"]["locked_at"] is not None
        change = {"outcome": "absent", "reason": "Signed for somebody else", "version": 2}
        answer = await group.therapist.post(f"{group.booking_url()}/correct", json=change)
        assert (answer.status_code, answer.json()["code"]) == (403, "attendance-locked")
        supervisor = await clinic.client(Role.SUPERVISOR, programs=[group.program_id])
        answer = await supervisor.post(f"{group.booking_url()}/correct", json=change)
        assert answer.status_code == 200, answer.text
        assert answer.json()["corrections"][0]["after_lock"] is True

    async def test_replaced_versions_cannot_be_changed_by_the_service(self, clinic: Clinic) -> None:
        for privilege in ("UPDATE", "DELETE"):
            may = await clinic.sql_value(
                "SELECT has_table_privilege('handrail_app', 'attendance_corrections', $1)", privilege
            )
            assert may is False


class TestLock:
    async def test_only_a_closed_group_is_locked_and_once(self, clinic: Clinic) -> None:
        group = await marked_group(clinic)
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await director.post(f"{group.url}/lock")).json()["code"] == "session-not-closed"
        await close(group)
        assert (await director.post(f"{group.url}/lock")).status_code == 200
        assert (await director.post(f"{group.url}/lock")).json()["code"] == "session-locked"

    @pytest.mark.parametrize("role", [Role.THERAPIST, Role.TECHNICIAN, Role.FRONT_DESK])
    async def test_who_runs_the_group_does_not_lock_it(self, clinic: Clinic, role: Role) -> None:
        group = await marked_group(clinic, people=1)
        client = await clinic.client(role, programs=[group.program_id])
        assert (await client.post(f"{group.url}/lock")).status_code == 403
