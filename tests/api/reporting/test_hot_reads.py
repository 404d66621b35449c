from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from pydantic import BaseModel
from tests.factories.attendance import Group, make_cohort, make_group, make_person, make_session
from tests.factories.delivery import entry
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.db import LONGEST_STATEMENT
from handrail.core.vocabulary import Role, ServiceKind
from handrail.delivery.schemas import DeliveryRead
from handrail.reporting.huddle_queries import HUDDLE
from handrail.reporting.queries import ROSTER
from handrail.reporting.schemas import Roster, Today, Wall, Week


@asynccontextmanager
async def queries_of(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """Note every statement sent through the hot pool."""
    sent: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("execute", "fetchrow", "fetch", "fetchval"):
            original = getattr(asyncpg.Connection, name)

            async def noted(self: Any, query: str, *args: Any, _original: Any = original, **kw: Any) -> Any:
                sent.append(query)
                return await _original(self, query, *args, **kw)

            patch.setattr(asyncpg.Connection, name, noted)
        yield sent


async def test_long_statements_are_planned_once(clinic: Clinic) -> None:
    """The driver by itself keeps nothing above 15 kB: a roster was planned anew each time, 6 ms of 8."""
    long = f"SELECT 1 AS one /* {'-' * max(len(statement) for statement in (ROSTER, HUDDLE))} */"
    async with clinic.core.hot_pool.acquire() as connection:
        for _ in range(2):
            assert await connection.fetchval(long) == 1
        kept = "SELECT count(*) FROM pg_prepared_statements WHERE length(statement) > 15 * 1024"
        assert await connection.fetchval(kept) >= 1
    assert len(long) < LONGEST_STATEMENT


def same_keys(body: Any, model: type[BaseModel]) -> None:
    """The JSON is exactly the model: every key there, none more."""
    parsed = model.model_validate(body)
    assert _keys(body) == _keys(parsed.model_dump(mode="json"))


def _keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _keys(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_keys(part) for part in value]
    return None


async def today_of(group: Group, client: Any = None) -> Any:
    answer = await (client or group.therapist).get("/api/v1/today", params={"date": str(group.session.local_date)})
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestToday:
    async def test_own_sessions_come_first(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        earlier, _ = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            starts_at=group.session.starts_at - timedelta(minutes=1),
            title="Process group",
        )
        body = await today_of(group)
        same_keys(body, Today)
        if earlier.local_date == group.session.local_date:
            assert [card["mine"] for card in body["sessions"]] == [True, False]
        card = body["sessions"][0]
        assert (card["title"], card["booked"], card["marked"], card["status"]) == ("DBT skills", 3, 0, "scheduled")
        assert card["staff"][0]["display_name"] == "Ana Okafor"
        assert body["time_zone"] == clinic.time_zone

    async def test_a_therapist_sees_the_schedule_of_their_programs_only(self, clinic: Clinic) -> None:
        group, other = await make_group(clinic, people=1), await make_group(clinic, people=1)
        ids = {card["id"] for card in (await today_of(group))["sessions"]}
        assert str(group.id) in ids
        assert str(other.id) not in ids

    async def test_the_front_desk_sees_every_session_under_a_neutral_title(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        desk = await clinic.client(Role.FRONT_DESK)
        card = (await today_of(group, desk))["sessions"][0]
        assert (card["title"], card["short_name"], card["booked"]) == ("Group", None, 1)

    async def test_an_ended_group_that_is_open_is_due(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1, starts_at=now() - timedelta(minutes=120))
        assert {"code": "session_not_closed", "count": 1} in (await today_of(group))["due"]
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        await group.therapist.post(f"{group.url}/close", json={})
        body = await today_of(group)
        assert {"code": "delivery_missing", "count": 1} in body["due"]
        assert (body["sessions"][0]["marked"], body["sessions"][0]["status"]) == (1, "closed")

    async def test_own_sessions_for_one_person_say_whose_they_are(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=2)
        assert group.therapist.staff_id is not None
        alone, _ = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            starts_at=group.session.ends_at,
            staff=[group.therapist.staff_id],
            episodes=group.episodes[:1],
            service_kind=ServiceKind.INDIVIDUAL,
            title="Session",
        )
        day = {"date": str(alone.local_date)}
        cards = {
            card["id"]: card for card in (await group.therapist.get("/api/v1/today", params=day)).json()["sessions"]
        }
        assert cards.pop(str(alone.id))["whose"] == ["Avery"]
        assert all(card["whose"] == [] for card in cards.values())
        seen = await clinic.sql_value(
            "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'read_today'",
            clinic.organization_id,
        )
        assert set(seen) == {group.episodes[0].participant_id}

        for role in (Role.FRONT_DESK, Role.PROGRAM_DIRECTOR):
            client = await clinic.client(role)
            others = (await client.get("/api/v1/today", params=day)).json()["sessions"]
            assert str(alone.id) in {card["id"] for card in others}
            assert all(card["whose"] == [] for card in others), role

    async def test_without_a_date_it_is_today(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        answer = await group.therapist.get("/api/v1/today")
        assert answer.status_code == 200
        same_keys(answer.json(), Today)

    async def test_a_participant_has_no_staff_schedule(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        person = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
        assert (await person.get("/api/v1/today")).status_code == 403


class TestWeek:
    async def test_sessions_of_seven_days_filtered_by_place_and_cohort(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
        later, _ = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            cohorts=[cohort],
            starts_at=group.session.starts_at + timedelta(days=6),
        )
        await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            starts_at=group.session.starts_at + timedelta(days=8),
        )
        query = {"starts_on": str(group.session.local_date)}
        answer = await group.therapist.get("/api/v1/week", params=query)
        assert answer.status_code == 200, answer.text
        same_keys(answer.json(), Week)
        assert [card["id"] for card in answer.json()["sessions"]] == [str(group.id), str(later.id)]
        by_cohort = await group.therapist.get("/api/v1/week", params={**query, "cohort_id": str(cohort)})
        assert [card["id"] for card in by_cohort.json()["sessions"]] == [str(later.id)]
        assert by_cohort.json()["sessions"][0]["cohorts"] == [{"id": str(cohort), "name": "Day DBT"}]
        elsewhere = await group.therapist.get("/api/v1/week", params={**query, "location_id": str(cohort)})
        assert elsewhere.json()["sessions"] == []

    async def test_an_unchanged_week_is_not_sent_again(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        query = {"starts_on": str(group.session.local_date)}
        first = await group.therapist.get("/api/v1/week", params=query)
        etag = first.headers["etag"]
        again = await group.therapist.get("/api/v1/week", params=query, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        changed = await group.therapist.get("/api/v1/week", params=query, headers={"If-None-Match": etag})
        assert changed.status_code == 200


class TestRoster:
    async def test_rows_tell_what_the_room_needs(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await group.therapist.post(
            f"{group.url}/attendance",
            json={"marks": [group.mark(0), group.mark(1, "excused", absence_reason="illness")]},
        )
        answer = await group.therapist.get(f"{group.url}/roster")
        assert answer.status_code == 200, answer.text
        body = answer.json()
        same_keys(body, Roster)
        assert [row["chosen_name"] for row in body["rows"]] == ["Avery", "Blanca", "Chidi"]
        first, second, third = body["rows"]
        assert first["full_name"] == "Avery Whitlock"
        assert first["attendance"]["minutes"] == 90
        assert (first["week"]["countable_minutes"], first["week"]["provisional_minutes"]) == (0, 90)
        assert second["attendance"]["absence_reason"] == "illness"
        assert third["attendance"] is None
        assert {"code": "first_session", "params": {}} in first["flags"]
        assert body["delivery"] is None
        assert body["session"]["marked"] == 2

    async def test_the_roster_and_the_ledger_agree(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(0, "late")]})
        row = (await group.therapist.get(f"{group.url}/roster")).json()["rows"][0]
        answer = await group.therapist.get(
            f"/api/v1/episodes/{group.episodes[0].id}/ledger", params={"week": str(group.session.local_date)}
        )
        week = answer.json()
        assert row["week"] == {
            "countable_minutes": week["tally"]["countable_minutes"],
            "provisional_minutes": week["tally"]["provisional_minutes"],
            "target_minutes": week["target_minutes"],
            "short_by_minutes": week["short_by_minutes"],
        }
        short = [flag for flag in row["flags"] if flag["code"] == "short_this_week"]
        assert [flag["params"] for flag in short] == (
            [{"minutes": week["short_by_minutes"]}] if week["short_by_minutes"] else []
        )

    async def test_what_was_delivered_is_what_the_delivery_says(self, clinic: Clinic) -> None:
        by_key = await ship_modalities(clinic)
        group = await make_group(clinic, starts_at=now() - timedelta(minutes=120))
        body = entry(by_key["dbt"], exceptions=[{"booking_id": str(group.bookings[0].id), "minutes": 30}])
        recorded = await group.therapist.put(f"{group.url}/delivery", json=body)
        assert recorded.status_code == 200, recorded.text
        roster = (await group.therapist.get(f"{group.url}/roster")).json()
        same_keys(roster, Roster)
        assert DeliveryRead.model_validate(roster["delivery"]) == DeliveryRead.model_validate(recorded.json())
        desk = await clinic.client(Role.FRONT_DESK)
        assert (await desk.get(f"{group.url}/roster")).json()["delivery"] is None

    async def test_the_front_desk_sees_names_and_no_clinical_content(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        await group.therapist.post(
            f"{group.url}/attendance", json={"marks": [group.mark(0, "absent", absence_reason="hospital")]}
        )
        desk = await clinic.client(Role.FRONT_DESK)
        body = (await desk.get(f"{group.url}/roster")).json()
        same_keys(body, Roster)
        row = body["rows"][0]
        assert body["session"]["title"] == "Group"
        assert (row["chosen_name"], row["week"], row["flags"], row["day_number"]) == ("Avery", None, [], None)
        assert (row["attendance"]["outcome"], row["attendance"]["absence_reason"]) == ("absent", None)
        assert body["delivery"] is None

    async def test_a_therapist_of_another_program_sees_no_row(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        stranger = await clinic.client(Role.THERAPIST)
        body = (await stranger.get(f"{group.url}/roster")).json()
        assert (body["rows"], body["session"]["title"]) == ([], "Group")

    async def test_who_covers_a_group_sees_its_roster(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        cover = await clinic.client(Role.THERAPIST)
        assert cover.staff_id is not None
        somebody = await make_person(clinic, program_id=group.program_id, name="Kai")
        session, _ = await make_session(
            clinic,
            location_id=group.location_id,
            program_id=group.program_id,
            staff=[cover.staff_id],
            episodes=[somebody],
            service_kind=ServiceKind.INDIVIDUAL,
            title="EMDR",
        )
        body = (await cover.get(f"/api/v1/sessions/{session.id}/roster")).json()
        assert (len(body["rows"]), body["session"]["title"], body["session"]["mine"]) == (1, "EMDR", True)

    async def test_the_audit_entry_names_everybody_shown(self, clinic: Clinic) -> None:
        group = await make_group(clinic)
        await group.therapist.get(f"{group.url}/roster")
        seen = await clinic.sql_value(
            "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'read_roster'",
            clinic.organization_id,
        )
        assert set(seen) == {episode.participant_id for episode in group.episodes}

    async def test_another_organization_finds_no_session(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        director = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        answer = await director.get(f"{group.url}/roster")
        assert (answer.status_code, answer.json()["code"]) == (404, "session-not-found")


class TestWall:
    async def test_it_tells_names_and_who_is_here_and_nothing_else(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=4)
        for record, name in ((0, "Sam"), (1, "Sam")):
            await clinic.sql(
                "UPDATE participants SET chosen_name = $1 WHERE id = $2", name, group.episodes[record].participant_id
            )
        marks = [
            group.mark(0, "late", arrived_at=group.at(10)),
            group.mark(1, "left_early", left_at=group.at(30)),
            group.mark(2, "excused", absence_reason="hospital"),
        ]
        marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
        assert marked.status_code == 200, marked.text
        answer = await group.therapist.get(f"{group.url}/wall")
        body = answer.json()
        same_keys(body, Wall)
        assert [(one["name"], one["here"]) for one in body["people"]] == [
            ("Sam W.", True),
            ("Sam W.", False),
            ("Chidi", False),
            ("Devon", False),
        ]
        assert set(body) == {"starts_at", "ends_at", "people"}

    async def test_a_therapist_of_another_program_sees_nobody(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=2)
        stranger = await clinic.client(Role.THERAPIST)
        assert (await stranger.get(f"{group.url}/wall")).json()["people"] == []

    async def test_another_organization_finds_no_session(self, clinic: Clinic, other_clinic: Clinic) -> None:
        group = await make_group(clinic, people=1)
        director = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await director.get(f"{group.url}/wall")).json()["code"] == "session-not-found"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/today",
        "/api/v1/week?starts_on={date}",
        "/api/v1/sessions/{id}/roster",
        "/api/v1/sessions/{id}/wall",
    ],
)
async def test_a_hot_read_is_one_statement(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    group = await make_group(clinic, people=2)
    url = path.format(date=group.session.local_date, id=group.id)
    async with queries_of(monkeypatch) as sent:
        answer = await group.therapist.get(url)
    assert answer.status_code == 200, answer.text
    of_the_read = [one for one in sent if "AS body" in one]
    # Naming the tenant, finding the actor, the read, its end; the audit entry goes to the flusher, and the bell still
    # rings for what was written before.
    besides = ("AS body", "audit_entries", "pg_notify")
    others = [one for one in sent if not any(word in one for word in besides)]
    assert len(of_the_read) == 1
    assert len(others) <= 3, others
