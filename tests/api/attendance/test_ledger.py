from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from tests.factories.attendance import make_cohort, make_group, make_session
from tests.support.clinic import Clinic

from handrail.calendar.models import ProgramDay
from handrail.calendar.vocabulary import ProgramDayStatus
from handrail.core.clock import now
from handrail.core.ids import EpisodeId
from handrail.core.vocabulary import Role
from handrail.episodes.models import ExpectedDay
from handrail.episodes.vocabulary import DayState
from handrail.organizations.vocabulary import Phase


async def expect(clinic: Clinic, episode_id: EpisodeId, days: dict[date, DayState], *, minutes: int = 180) -> None:
    """Say which days the episode expects, in place of what its program says."""
    async with clinic.db() as db:
        await db.execute(delete(ExpectedDay).where(ExpectedDay.episode_id == episode_id))
        db.add_all(
            ExpectedDay(
                episode_id=episode_id,
                local_date=on,
                state=state,
                phase=Phase.STANDARD,
                planned_minutes=minutes,
                minutes=minutes if state is DayState.EXPECTED else 0,
                weekly_target_minutes=3 * minutes,
            )
            for on, state in days.items()
        )


def monday_of_last_week(clinic: Clinic) -> date:
    today = now().astimezone(ZoneInfo(clinic.time_zone)).date()
    return today - timedelta(days=today.weekday() + 7)


def morning(clinic: Clinic, on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=ZoneInfo(clinic.time_zone)).astimezone(ZoneInfo("UTC"))


class TestWeek:
    async def test_hours_days_and_what_is_missing(self, clinic: Clinic) -> None:
        monday = monday_of_last_week(clinic)
        group = await make_group(clinic, people=1, starts_at=morning(clinic, monday), minutes=180)
        episode, therapist = group.episodes[0], group.therapist
        assert therapist.staff_id is not None
        state = {monday + timedelta(days=offset): DayState.EXPECTED for offset in (0, 2, 4)}
        await expect(clinic, episode.id, state)
        await therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        await therapist.post(f"{group.url}/close", json={})

        wednesday, missed = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            staff=[therapist.staff_id],
            episodes=[episode],
            starts_at=morning(clinic, monday + timedelta(days=2)),
            minutes=180,
        )
        thursday, mending = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            staff=[therapist.staff_id],
            episodes=[episode],
            starts_at=morning(clinic, monday + timedelta(days=3)),
            make_up_for=missed[0].id,
        )
        for session, booking, outcome in ((wednesday, missed[0], "absent"), (thursday, mending[0], "present")):
            answer = await therapist.post(
                f"/api/v1/sessions/{session.id}/attendance",
                json={"marks": [{"booking_id": str(booking.id), "outcome": outcome}]},
            )
            assert answer.status_code == 200, answer.text

        answer = await therapist.get(f"/api/v1/episodes/{episode.id}/ledger", params={"week": str(monday)})
        assert answer.status_code == 200, answer.text
        week = answer.json()
        assert (week["starts_on"], week["target_minutes"], week["expected_days"]) == (str(monday), 540, 3)
        assert week["tally"] == {
            "scheduled_minutes": 450,
            "countable_minutes": 180,
            "provisional_minutes": 90,
            "open_minutes": 0,
            "excused_minutes": 0,
            "missed_minutes": 180,
            "made_up_minutes": 90,
        }
        assert (week["short_by_minutes"], week["missed_days"], week["attended_days"]) == (270, 1, 2)
        assert {day["local_date"]: day["state"] for day in week["days"]}[str(thursday.local_date)] == "not_expected"

    async def test_a_break_of_the_program_day_does_not_count(self, clinic: Clinic) -> None:
        monday = monday_of_last_week(clinic)
        group = await make_group(clinic, people=1, starts_at=morning(clinic, monday - timedelta(days=14)))
        assert group.therapist.staff_id is not None
        cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
        async with clinic.db() as db:
            db.add(
                ProgramDay(
                    cohort_id=cohort,
                    local_date=monday,
                    status=ProgramDayStatus.NORMAL,
                    blocks=[
                        {
                            "kind": "therapy",
                            "title": "A",
                            "local_start": "09:00",
                            "minutes": 60,
                            "countable_minutes": 60,
                        },
                        {"kind": "break", "title": "B", "local_start": "10:00", "minutes": 15, "countable_minutes": 0},
                        {
                            "kind": "therapy",
                            "title": "C",
                            "local_start": "10:15",
                            "minutes": 105,
                            "countable_minutes": 105,
                        },
                    ],
                    countable_minutes=165,
                )
            )
        session, bookings = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            staff=[group.therapist.staff_id],
            cohorts=[cohort],
            episodes=group.episodes,
            starts_at=morning(clinic, monday),
            minutes=180,
        )
        url = f"/api/v1/sessions/{session.id}"
        ledger = f"/api/v1/episodes/{group.episodes[0].id}/ledger"
        before = (await group.therapist.get(ledger, params={"week": str(monday)})).json()["tally"]
        roster = (await group.therapist.get(f"{url}/roster")).json()["rows"][0]["week"]
        assert (before["scheduled_minutes"], before["open_minutes"]) == (165, 165)
        assert roster["short_by_minutes"] == max(0, roster["target_minutes"] - 165)
        await group.therapist.post(
            f"{url}/attendance", json={"marks": [{"booking_id": str(bookings[0].id), "outcome": "present"}]}
        )
        detail = (await group.therapist.get(f"{url}/attendance/{bookings[0].id}")).json()
        assert (detail["minutes"], detail["countable_minutes"]) == (180, 165)

    async def test_new_york_counts_days_of_three_hours(self, clinic: Clinic) -> None:
        monday = monday_of_last_week(clinic)
        group = await make_group(clinic, people=1, starts_at=morning(clinic, monday), minutes=180)
        episode = group.episodes[0]
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        await group.therapist.post(f"{group.url}/close", json={})
        answer = await group.therapist.get(f"/api/v1/episodes/{episode.id}/ledger", params={"week": str(monday)})
        week = answer.json()
        if episode.location_id is None:
            assert (week["counted_day_minutes"], week["qualifying_days"]) == (None, None)
        else:
            assert (week["counted_day_minutes"], week["qualifying_days"]) == (180, 1)


class TestParticipant:
    async def test_weeks_come_newest_first(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        participant = group.episodes[0].participant_id
        answer = await group.therapist.get(f"/api/v1/participants/{participant}/ledger", params={"weeks": 3})
        assert answer.status_code == 200, answer.text
        starts = [week["starts_on"] for week in answer.json()["weeks"]]
        assert len(starts) == 3
        assert starts == sorted(starts, reverse=True)

    async def test_a_stranger_finds_nobody(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        episode = group.episodes[0]
        for client in (await clinic.client(Role.THERAPIST), await other_clinic.client(Role.PROGRAM_DIRECTOR)):
            assert (await client.get(f"/api/v1/participants/{episode.participant_id}/ledger")).status_code == 404
            assert (await client.get(f"/api/v1/episodes/{episode.id}/ledger")).status_code == 404

    async def test_the_front_desk_sees_no_hours(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        desk = await clinic.client(Role.FRONT_DESK)
        assert (await desk.get(f"/api/v1/episodes/{group.episodes[0].id}/ledger")).status_code == 403
