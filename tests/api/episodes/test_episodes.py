from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.factories.episodes import make_clinician, make_episode, make_leave, make_referral
from tests.factories.organizations import make_location, ship_rules
from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.ids import new_id
from handrail.core.pagination import ALL
from handrail.core.vocabulary import Role

URL = "/api/v1/episodes"


def monday_weeks_ago(clinic: Clinic, weeks: int) -> date:
    today = today_in(clinic.time_zone)
    return today - timedelta(days=today.weekday() + 7 * weeks)


async def director(clinic: Clinic) -> ClinicClient:
    return await clinic.client(Role.PROGRAM_DIRECTOR)


async def progress(client: ClinicClient, episode_id: object, on: date) -> dict[str, Any]:
    response = await client.get(f"{URL}/{episode_id}/progress", params={"on": on.isoformat()})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


class TestCourse:
    async def test_from_referral_to_end(self, clinic: Clinic) -> None:
        program = await make_program(clinic)
        clinician = await make_clinician(clinic)
        client = await director(clinic)
        async with clinic.db() as db:
            participant = await make_participant(db)
        admitted_on = monday_weeks_ago(clinic, 2)
        referred = await client.post(
            URL,
            json={
                "participant_id": str(participant.id),
                "program_id": str(program.id),
                "referred_on": str(admitted_on - timedelta(days=10)),
                "source": "hospital",
                "prior_level": "inpatient",
            },
        )
        assert referred.status_code == 201, referred.text
        assert referred.json()["status"] == "referred"
        url = f"{URL}/{referred.json()['id']}"
        screened = await client.post(f"{url}/screen", json={"screened_on": str(admitted_on - timedelta(days=5))})
        assert screened.json()["status"] == "screening"
        admitted = await client.post(
            f"{url}/admit", json={"admitted_on": str(admitted_on), "primary_clinician_id": str(clinician)}
        )
        assert admitted.status_code == 200, admitted.text
        body = admitted.json()
        assert (body["status"], body["track"]) == ("active", "day")
        assert body["planned_end_on"] == str(admitted_on + timedelta(weeks=10) - timedelta(days=1))
        assert admitted.headers["etag"] == f'"{body["version"]}"'
        away = await client.post(
            f"{url}/leaves", json={"kind": "hospital", "starts_on": str(admitted_on + timedelta(days=7))}
        )
        assert away.status_code == 201, away.text
        assert (await client.get(url)).json()["status"] == "on_leave"
        back = await client.post(f"{url}/return", json={"back_on": str(admitted_on + timedelta(days=9))})
        assert back.status_code == 200, back.text
        assert (await client.get(url)).json()["status"] == "active"
        ended = await client.post(
            f"{url}/end", json={"ended_on": str(today_in(clinic.time_zone)), "reason": "stepped_down"}
        )
        assert ended.status_code == 200, ended.text
        assert (ended.json()["status"], ended.json()["end_reason"]) == ("ended", "stepped_down")

    async def test_admission_copies_the_services_the_program_owes(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await director(clinic)
        owed = (await client.get(f"{URL}/{episode.id}/required-services")).json()["items"]
        assert {(row["service_kind"], row["times"], row["per_days"], row["within_days"]) for row in owed} == {
            ("individual", 1, 7, None),
            ("psychiatric_evaluation", 1, None, 14),
            ("family", 1, 28, None),
        }

    async def test_admission_copies_the_week_and_the_taper_after_it(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await director(clinic)
        standard, taper = (await client.get(f"{URL}/{episode.id}/patterns")).json()["items"]
        assert [day["weekday"] for day in standard["days"]] == ["monday", "wednesday", "friday"]
        assert standard["days"][0]["blocks"][0]["starts_at"] == "09:30:00"
        assert standard["weekly_target_minutes"] == 540
        assert (taper["phase"], [day["weekday"] for day in taper["days"]]) == ("taper", ["monday", "wednesday"])

    async def test_reopening_within_two_weeks_gives_the_days_back(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic, admitted_on=monday_weeks_ago(clinic, 3))
        client = await director(clinic)
        today = today_in(clinic.time_zone)
        total = (await progress(client, episode.id, today))["day_total"]
        end = {"ended_on": str(today), "reason": "left_against_advice"}
        await client.post(f"{URL}/{episode.id}/end", json=end)
        assert (await progress(client, episode.id, today))["day_total"] < total
        reopened = await client.post(f"{URL}/{episode.id}/reopen", json={"reason": "wrong person"})
        assert reopened.json()["status"] == "active"
        assert (await progress(client, episode.id, today))["day_total"] == total

    async def test_old_end_cannot_be_undone(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic, admitted_on=monday_weeks_ago(clinic, 6))
        client = await director(clinic)
        ended_on = today_in(clinic.time_zone) - timedelta(days=20)
        await client.post(f"{URL}/{episode.id}/end", json={"ended_on": str(ended_on), "reason": "completed"})
        refused = await client.post(f"{URL}/{episode.id}/reopen", json={"reason": "wrong person"})
        assert (refused.status_code, refused.json()["code"]) == (409, "reopen-too-late")

    async def test_referral_entered_in_error_is_gone(self, clinic: Clinic) -> None:
        referral = await make_referral(clinic)
        client = await director(clinic)
        assert (await client.post(f"{URL}/{referral.id}/void", json={"reason": "wrong"})).status_code == 204
        assert (await client.get(f"{URL}/{referral.id}")).status_code == 404


class TestDays:
    async def test_day_14_of_28_and_nine_hours(self, clinic: Clinic) -> None:
        admitted_on = monday_weeks_ago(clinic, 6)
        episode = await make_episode(clinic, admitted_on=admitted_on)
        client = await director(clinic)
        on = admitted_on + timedelta(days=30)  # Wednesday of the fifth week
        found = await progress(client, episode.id, on)
        assert (found["day_number"], found["day_total"]) == (14, 28)  # 8 × 3 days, then 2 × 2
        assert found["week"] == {
            "starts_on": str(on - timedelta(days=2)),
            "target_minutes": 540,
            "expected_minutes": 540,
            "expected_days": 3,
        }

    async def test_closure_of_the_program_is_asked_of_nobody(self, clinic: Clinic) -> None:
        admitted_on = monday_weeks_ago(clinic, 2)
        episode = await make_episode(clinic, admitted_on=admitted_on)
        client = await director(clinic)
        zone = ZoneInfo(clinic.time_zone)
        closed_on = admitted_on + timedelta(days=9)
        begin = datetime.combine(closed_on, time(0), tzinfo=zone)
        closure = await client.post(
            "/api/v1/closures",
            json={
                "location_id": None,
                "kind": "closed",
                "starts_at": begin.astimezone(UTC).isoformat(),
                "ends_at": (begin + timedelta(days=1)).astimezone(UTC).isoformat(),
                "public_title": "Snow",
            },
        )
        assert closure.status_code == 201, closure.text
        found = await progress(client, episode.id, closed_on)
        assert (found["day_number"], found["day_total"]) == (4, 27)
        assert found["week"]["target_minutes"] == 360
        days = await client.get(
            f"{URL}/{episode.id}/expected-days", params={"first": str(closed_on), "last": str(closed_on)}
        )
        assert [(day["state"], day["minutes"], day["planned_minutes"]) for day in days.json()["items"]] == [
            ("closed", 0, 180)
        ]
        gone = await client.delete(
            f"/api/v1/closures/{closure.json()['id']}", headers={"If-Match": f'"{closure.json()["version"]}"'}
        )
        assert gone.status_code in (200, 204), gone.text
        assert (await progress(client, episode.id, closed_on))["day_total"] == 28

    async def test_closure_elsewhere_changes_nothing(self, clinic: Clinic) -> None:
        here, there = await make_location(clinic), await make_location(clinic, name="Elsewhere")
        admitted_on = monday_weeks_ago(clinic, 2)
        episode = await make_episode(clinic, admitted_on=admitted_on, location_id=here.id)
        client = await director(clinic)
        begin = datetime.combine(admitted_on, time(6), tzinfo=ZoneInfo(clinic.time_zone))
        for place, total in ((there, 28), (here, 27)):
            await client.post(
                "/api/v1/closures",
                json={
                    "location_id": str(place.id),
                    "kind": "closed",
                    "starts_at": begin.isoformat(),
                    "ends_at": (begin + timedelta(hours=16)).isoformat(),
                    "public_title": "Water",
                },
            )
            assert (await progress(client, episode.id, admitted_on))["day_total"] == total

    async def test_leave_takes_its_days_out_of_the_count(self, clinic: Clinic) -> None:
        admitted_on = monday_weeks_ago(clinic, 2)
        episode = await make_episode(clinic, admitted_on=admitted_on)
        await make_leave(
            clinic, episode.id, starts_on=admitted_on + timedelta(days=7), back_on=admitted_on + timedelta(days=14)
        )
        client = await director(clinic)
        found = await progress(client, episode.id, admitted_on + timedelta(days=11))
        assert (found["day_number"], found["day_total"], found["status"]) == (3, 25, "on_leave")
        assert found["week"]["target_minutes"] == 0

    async def test_partial_days_replace_the_pattern_until_they_are_taken_back(self, clinic: Clinic) -> None:
        admitted_on = monday_weeks_ago(clinic, 2)
        episode = await make_episode(clinic, admitted_on=admitted_on)
        client = await director(clinic)
        block = {"starts_at": "09:30", "minutes": 90, "countable_minutes": 90}
        added = await client.post(
            f"{URL}/{episode.id}/patterns",
            json={
                "starts_on": str(admitted_on + timedelta(days=7)),
                "days": [{"weekday": "tuesday", "blocks": [block]}],
            },
        )
        assert added.status_code == 201, added.text
        assert added.json()["weekly_target_minutes"] == 90
        on = admitted_on + timedelta(days=8)
        assert (await progress(client, episode.id, on))["week"]["expected_minutes"] == 90
        voided = await client.post(
            f"{URL}/{episode.id}/patterns/{added.json()['id']}/void", json={"reason": "works mornings again"}
        )
        assert voided.status_code == 200, voided.text
        assert (await progress(client, episode.id, on))["week"]["expected_minutes"] == 540

    async def test_counts_in_sql_are_those_of_the_rules(self, clinic: Clinic) -> None:
        from handrail.episodes import queries, rules
        from handrail.episodes.rules import ProgramDay

        await ship_rules(clinic)
        episode = await make_episode(clinic, admitted_on=monday_weeks_ago(clinic, 4))
        await make_leave(
            clinic,
            episode.id,
            starts_on=monday_weeks_ago(clinic, 3),
            back_on=monday_weeks_ago(clinic, 3) + timedelta(days=3),
        )
        async with clinic.db() as db:
            rows = await queries.page_of_expected_days(db, episode.id, date(2000, 1, 1), date(2100, 1, 1), ALL)
            days = [
                ProgramDay(
                    row.local_date, row.state, row.phase, row.planned_minutes, row.minutes, row.weekly_target_minutes
                )
                for row in rows
            ]
            for offset in range(0, 40, 3):
                on = monday_weeks_ago(clinic, 4) + timedelta(days=offset)
                counts = (await queries.day_counts(db, [episode.id], on))[episode.id]
                week = rules.week_of(on, episode.week_starts_on)
                expected = rules.day_count(days, on)
                assert (counts.number, counts.total) == (expected.number, expected.total)
                assert counts.week_starts_on == week.starts_on
                assert counts.target_minutes == rules.weekly_target(days, week)


class TestRefusals:
    async def test_two_referrals_to_one_program_overlap(self, clinic: Clinic) -> None:
        referral = await make_referral(clinic)
        client = await director(clinic)
        again = await client.post(
            URL,
            json={
                "participant_id": str(referral.participant_id),
                "program_id": str(referral.program_id),
                "referred_on": str(referral.referred_on + timedelta(days=3)),
                "source": "self",
            },
        )
        assert (again.status_code, again.json()["code"]) == (409, "episode-overlaps")

    async def test_two_tracks_at_once_have_one_primary(self, clinic: Clinic) -> None:
        first = await make_episode(clinic)
        second = await make_referral(clinic, participant_id=first.participant_id, referred_on=first.admitted_on)
        clinician = await make_clinician(clinic)
        client = await director(clinic)
        admission = {"admitted_on": str(first.admitted_on), "primary_clinician_id": str(clinician)}
        refused = await client.post(f"{URL}/{second.id}/admit", json=admission)
        assert (refused.status_code, refused.json()["code"]) == (409, "primary-episode-exists")
        third = await make_episode(clinic, participant_id=first.participant_id, is_primary=False)
        assert third.is_primary is False

    async def test_minor_is_not_admitted_to_an_adult_program(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            minor = await make_participant(db, birth_date=today_in(clinic.time_zone) - timedelta(days=365 * 16))
        referral = await make_referral(clinic, participant_id=minor.id)
        client = await director(clinic)
        refused = await client.post(
            f"{URL}/{referral.id}/admit",
            json={
                "admitted_on": str(monday_weeks_ago(clinic, 1)),
                "primary_clinician_id": str(await make_clinician(clinic)),
            },
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "age-outside-program")

    async def test_leaves_cannot_overlap(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await director(clinic)
        leave = {"kind": "family", "starts_on": str(today_in(clinic.time_zone))}
        assert (await client.post(f"{URL}/{episode.id}/leaves", json=leave)).status_code == 201
        again = await client.post(f"{URL}/{episode.id}/leaves", json=leave)
        assert (again.status_code, again.json()["code"]) == (409, "already-on-leave")

    async def test_leave_entered_in_error_is_voided(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        leave = await make_leave(clinic, episode.id, starts_on=today_in(clinic.time_zone))
        client = await director(clinic)
        voided = await client.post(f"{URL}/{episode.id}/leaves/{leave.id}/void", json={"reason": "another person"})
        assert voided.status_code == 200, voided.text
        assert (await client.get(f"{URL}/{episode.id}")).json()["status"] == "active"
        assert (await client.get(f"{URL}/{episode.id}/leaves")).json()["items"] == []

    async def test_nobody_is_admitted_twice(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await director(clinic)
        admission = {
            "admitted_on": str(episode.admitted_on),
            "primary_clinician_id": str(episode.primary_clinician_id),
        }
        refused = await client.post(f"{URL}/{episode.id}/admit", json=admission)
        assert (refused.status_code, refused.json()["code"]) == (409, "already-admitted")

    async def test_unknown_clinician_is_refused(self, clinic: Clinic) -> None:
        referral = await make_referral(clinic)
        client = await director(clinic)
        admission = {"admitted_on": str(monday_weeks_ago(clinic, 1)), "primary_clinician_id": str(new_id())}
        refused = await client.post(f"{URL}/{referral.id}/admit", json=admission)
        assert (refused.status_code, refused.json()["code"]) == (422, "clinician-not-available")

    async def test_change_needs_the_version_and_the_reason(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        assert episode.planned_end_on is not None
        client = await director(clinic)
        later = str(episode.planned_end_on + timedelta(days=14))
        url = f"{URL}/{episode.id}"
        change = {"planned_end_on": later, "planned_end_reason": "needs two more weeks"}
        assert (await client.patch(url, json=change)).status_code == 428
        assert (await client.patch(url, json=change, headers={"If-Match": '"99"'})).status_code == 412
        etag = (await client.get(url)).headers["etag"]
        assert (await client.patch(url, json={"planned_end_on": later}, headers={"If-Match": etag})).status_code == 422
        changed = await client.patch(url, json=change, headers={"If-Match": etag})
        assert changed.status_code == 200, changed.text
        assert changed.json()["planned_end_on"] == later


class TestAccess:
    async def test_team_of_the_program_sees_the_episode_and_others_get_404(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        team = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
        other = await clinic.client(Role.THERAPIST)
        assert (await team.get(f"{URL}/{episode.id}")).status_code == 200
        assert (await other.get(f"{URL}/{episode.id}")).status_code == 404
        assert (await other.get(URL)).json()["items"] == []

    @pytest.mark.parametrize(
        ("days", "team_sees", "clinician_sees"), [(30, 200, 200), (31, 404, 200), (230, 404, 200), (231, 404, 404)]
    )
    async def test_team_sees_the_episode_30_days_after_its_end_and_who_follows_up_230(
        self, clinic: Clinic, days: int, team_sees: int, clinician_sees: int
    ) -> None:
        client = await clinic.client(Role.THERAPIST)
        admitted_on = today_in(clinic.time_zone) - timedelta(days=260)
        episode = await make_episode(clinic, primary_clinician_id=client.staff_id, admitted_on=admitted_on)
        team = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
        seen = [(await one.get(f"{URL}/{episode.id}")).status_code for one in (team, client)]
        assert seen == [200, 200]
        boss = await director(clinic)
        ended_on = today_in(clinic.time_zone) - timedelta(days=days)
        ended = await boss.post(f"{URL}/{episode.id}/end", json={"ended_on": str(ended_on), "reason": "lost_contact"})
        assert ended.status_code == 200, ended.text
        seen = [(await one.get(f"{URL}/{episode.id}")).status_code for one in (team, client)]
        assert seen == [team_sees, clinician_sees]

    async def test_another_organization_gets_404(self, clinic: Clinic, other_clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await stranger.get(f"{URL}/{episode.id}")).status_code == 404

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FRONT_DESK])
    async def test_administrator_and_front_desk_read_no_episode(self, clinic: Clinic, role: Role) -> None:
        client = await clinic.client(role)
        assert (await client.get(URL)).status_code == 403

    async def test_reading_names_the_participant_in_the_audit_log(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await director(clinic)
        await client.get(f"{URL}/{episode.id}")
        about = await clinic.sql_value(
            "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'read_episode'",
            clinic.organization_id,
        )
        assert about == [episode.participant_id]


class TestList:
    async def test_status_is_that_of_today(self, clinic: Clinic) -> None:
        program = await make_program(clinic)
        active = await make_episode(clinic, program_id=program.id)
        away = await make_episode(clinic, program_id=program.id)
        await make_leave(clinic, away.id, starts_on=today_in(clinic.time_zone))
        referred = await make_referral(clinic, program_id=program.id)
        client = await director(clinic)
        for status, episode in (("active", active), ("on_leave", away), ("referred", referred)):
            found = (await client.get(URL, params={"status": status})).json()["items"]
            assert [row["id"] for row in found] == [str(episode.id)]

    async def test_pages_do_not_repeat(self, clinic: Clinic) -> None:
        program = await make_program(clinic)
        made = {str((await make_referral(clinic, program_id=program.id)).id) for _ in range(3)}
        client = await director(clinic)
        first = (await client.get(URL, params={"limit": 2})).json()
        second = (await client.get(URL, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert {row["id"] for row in first["items"] + second["items"]} == made
        assert second["next_cursor"] is None

    async def test_part_two_program_labels_its_episodes(self, clinic: Clinic) -> None:
        program = await make_program(clinic, template_key="addiction")
        episode = await make_episode(clinic, program_id=program.id)
        client = await director(clinic)
        labels = (await client.get(f"{URL}/{episode.id}")).json()["security_labels"]
        assert [label["code"] for label in labels] == ["R", "42CFRPart2"]
