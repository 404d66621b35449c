"""What follows from absences: a call on the same day, and steps of the program's ladder."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories.attendance import Group, make_group, make_session
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role

API = "/api/v1"
LADDER = {
    "steps": [
        {"key": "talk", "act": "conversation", "counting": ["unexcused", "no_call_no_show"], "times": 1},
        {"key": "contract", "act": "contract", "counting": ["no_call_no_show"], "times": 2, "within_days": 30},
    ],
    "outreach_minutes": 45,
}


def begun_today(clinic: Clinic) -> datetime:
    """An hour ago, or midnight if that was yesterday at the clinic."""
    local = now().astimezone(ZoneInfo(clinic.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, local.replace(second=0, microsecond=0) - timedelta(minutes=60))


async def _put(director: ClinicClient, group: Group, body: dict[str, Any], version: int, status: int = 200) -> Any:
    answer = await director.put(
        f"{API}/programs/{group.program_id}/attendance-policy", json=body, headers={"If-Match": f'"{version}"'}
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def _mark(group: Group, *outcomes: str, versions: int | None = None, **values: Any) -> list[dict[str, Any]]:
    marks = [group.mark(index, one, **values) | {"version": versions} for index, one in enumerate(outcomes)]
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
    assert answer.status_code == 200, answer.text
    assert all(one["result"] == "applied" for one in answer.json()["results"]), answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def _tasks(group: Group, reader: ClinicClient, kind: str, index: int = 0) -> list[dict[str, Any]]:
    about = {"view": "all", "kind": kind, "participant_id": str(group.episodes[index].participant_id)}
    items: list[dict[str, Any]] = []
    for status in ("open", "done", "cancelled"):
        answer = await reader.get(f"{API}/tasks", params={**about, "status": status})
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
    return items


async def _consequences(group: Group, index: int = 0) -> list[dict[str, Any]]:
    answer = await group.therapist.get(f"{API}/episodes/{group.episodes[index].id}/attendance-consequences")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_an_absence_without_a_word_opens_one_call_which_a_reached_person_does(clinic: Clinic) -> None:
    group = await make_group(clinic, people=3, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _put(director, group, LADDER, 0)
    marks = [group.mark(0, "absent"), group.mark(1, "absent", absence_reason="illness"), group.mark(2)]
    marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
    assert marked.status_code == 200, marked.text
    (call,) = await _tasks(group, director, "contact")
    assert (call["title_code"], call["priority"], call["status"]) == ("welfare_call", "urgent", "open")
    assert call["session_id"] == str(group.id)
    due = datetime.fromisoformat(call["due_at"]) - now()
    assert timedelta(minutes=40) < due <= timedelta(minutes=45)
    assert await _tasks(group, director, "contact", 1) == await _tasks(group, director, "contact", 2) == []
    person = group.episodes[0].participant_id
    attempt = {"attempted_at": now().isoformat(), "means": "phone", "reason": "welfare_check", "outcome": "no_answer"}
    for tries in (1, 2):
        tried = await group.therapist.post(f"{API}/participants/{person}/contact-attempts", json=attempt)
        assert tried.status_code == 201, tried.text
        (call,) = await _tasks(group, director, "contact")
        assert call["params"]["attempts"] == tries
    assert datetime.fromisoformat(call["due_at"]) <= now(), "after two tries it goes up at once"
    reached = {**attempt, "outcome": "reached"}
    assert (
        await group.therapist.post(f"{API}/participants/{person}/contact-attempts", json=reached)
    ).status_code == 201
    (call,) = await _tasks(group, director, "contact")
    assert call["status"] == "done"


async def test_a_call_is_not_done_by_a_bare_tick(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    await _mark(group, "absent")
    (call,) = await _tasks(group, group.therapist, "contact")
    done = f"{API}/tasks/{call['id']}/complete"
    for empty in ({}, {"note": None}):
        refused = await group.therapist.post(done, json=empty)
        assert (refused.status_code, refused.json()["code"]) == (422, "task-needs-note"), refused.text
        assert refused.json()["errors"][0]["pointer"] == "/note"
    told = await group.therapist.post(done, json={"note": "The sister says that they are at home with a fever."})
    assert (told.status_code, told.json()["status"]) == (200, "done"), told.text


async def test_a_call_is_withdrawn_when_the_mark_was_wrong_and_opened_again_when_it_was_not(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    for version, outcome, statuses in (
        (None, "absent", ["open"]),
        (1, "late", ["cancelled"]),
        (2, "absent", ["cancelled", "open"]),
    ):
        extra = {} if outcome == "absent" else {"arrived_at": (now() - timedelta(seconds=1)).isoformat()}
        await _mark(group, outcome, versions=version, **extra)
        assert sorted(one["status"] for one in await _tasks(group, director, "contact")) == statuses
    cleared = await group.therapist.post(
        f"{group.url}/attendance/clear",
        json={"booking_ids": [{"booking_id": str(group.bookings[0].id), "version": 3}]},
    )
    assert cleared.status_code == 200, cleared.text
    assert {one["status"] for one in await _tasks(group, director, "contact")} == {"cancelled"}


async def test_a_call_of_yesterday_is_withdrawn_when_the_mark_was_wrong(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _mark(group, "absent")
    day = "interval '1 day'"
    times = f"starts_at = starts_at - {day}, ends_at = ends_at - {day}, local_date = local_date - 1"
    await clinic.sql(f"UPDATE sessions SET {times} WHERE id = $1", group.id)
    await clinic.sql(f"UPDATE bookings SET {times} WHERE session_id = $1", group.id)
    yesterday = (group.session.local_date - timedelta(days=1)).isoformat()
    await clinic.sql(
        "UPDATE tasks SET params = params || jsonb_build_object('local_date', $2::text) WHERE session_id = $1",
        group.id,
        yesterday,
    )
    arrived = group.session.starts_at - timedelta(days=1) + timedelta(seconds=1)
    await _mark(group, "late", versions=1, arrived_at=arrived.isoformat())
    assert [one["status"] for one in await _tasks(group, director, "contact")] == ["cancelled"]


async def test_a_program_can_do_without_the_call_and_a_known_absence_of_tomorrow_opens_none(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    ahead = await make_group(clinic, people=1, starts_at=now() + timedelta(days=1))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _put(director, group, {"outreach": False}, 0)
    await _mark(group, "absent")
    await _mark(ahead, "absent")
    assert await _tasks(group, director, "contact") == await _tasks(ahead, director, "contact") == []


async def test_closing_reaches_a_step_and_a_correction_takes_it_back(clinic: Clinic) -> None:
    group = await make_group(clinic, people=2)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    policy = await _put(director, group, LADDER, 0)
    assert (policy["version"], policy["applies_from"]) == (1, policy["applies_from"])
    await _put(director, group, LADDER, 0, status=412)
    await clinic.sql("UPDATE attendance_policies SET applies_from = applies_from - 2")  # whatever the hour
    await _mark(group, "absent", "present")
    assert await _consequences(group) == [], "what is not final reaches nothing"
    closed = await group.therapist.post(f"{group.url}/close", json={})
    assert closed.status_code == 200, closed.text
    (step,) = await _consequences(group)
    assert (step["step_key"], step["act"], step["holds"]) == ("talk", "conversation", True)
    assert step["days"] == [str(group.session.local_date)] == [step["reached_on"]]
    assert await _consequences(group, 1) == []
    (task,) = await _tasks(group, director, "attendance_review")
    assert (task["title_code"], task["id"], task["status"]) == ("attendance_step", step["task_id"], "open")
    for outcome, reason, version, holds, status in (
        ("excused", "illness", 1, False, ["cancelled"]),
        ("absent", None, 2, True, ["cancelled", "open"]),
    ):
        corrected = await group.therapist.post(
            f"{group.booking_url()}/correct",
            json={"version": version, "outcome": outcome, "absence_reason": reason, "reason": "Called back"},
        )
        assert corrected.status_code == 200, corrected.text
        (step,) = await _consequences(group)
        assert step["holds"] is holds
        assert sorted(one["status"] for one in await _tasks(group, director, "attendance_review")) == status


async def test_what_applies_by_default_is_shown_and_a_wrong_ladder_refused(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    shown = (await director.get(f"{API}/programs/{group.program_id}/attendance-policy")).json()
    assert (shown["version"], shown["steps"], shown["outreach"], shown["applies_from"]) == (0, [], True, None)
    twice = {"steps": [LADDER["steps"][0], LADDER["steps"][0]]}  # type: ignore[index]
    await _put(director, group, twice, 0, status=422)


async def _another(
    clinic: Clinic, group: Group, starts_at: datetime, outcome: str, *, close: bool = False, **values: Any
) -> None:
    """Mark the first person of the group in another session."""
    session, (booking,) = await make_session(
        clinic,
        location_id=group.location_id,
        program_id=group.program_id,
        staff=[group.therapist.staff_id] if group.therapist.staff_id else [],
        episodes=group.episodes[:1],
        starts_at=starts_at,
        minutes=1,
    )
    url = f"{API}/sessions/{session.id}"
    mark = {"booking_id": str(booking.id), "outcome": outcome, "version": None, **values}
    marked = await group.therapist.post(f"{url}/attendance", json={"marks": [mark]})
    assert marked.status_code == 200, marked.text
    if close:
        closed = await group.therapist.post(f"{url}/close", json={})
        assert closed.status_code == 200, closed.text


async def test_who_was_there_in_the_morning_and_does_not_come_back_is_called_however_the_group_closes(
    clinic: Clinic,
) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic), minutes=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _mark(group, "present")
    await _another(clinic, group, group.session.ends_at, "absent", close=True)
    assert [one["status"] for one in await _tasks(group, director, "contact")] == ["open"]


async def test_who_is_seen_in_a_later_session_is_called_no_more(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic), minutes=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _mark(group, "absent")
    await _another(clinic, group, group.session.ends_at, "present")
    assert [one["status"] for one in await _tasks(group, director, "contact")] == ["cancelled"]


async def test_a_mark_that_comes_a_day_late_opens_the_call_unless_the_person_was_seen_since(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    yesterday = begun_today(clinic) - timedelta(days=1)
    group, back, long_ago = [
        await make_group(clinic, people=1, starts_at=yesterday - timedelta(days=days), minutes=1) for days in (0, 0, 4)
    ]
    await _another(clinic, back, begun_today(clinic), "present")
    for one, opened in ((group, ["open"]), (back, []), (long_ago, [])):
        await _mark(one, "absent")
        assert [task["status"] for task in await _tasks(one, director, "contact")] == opened
    await _another(clinic, group, begun_today(clinic), "present")
    assert [task["status"] for task in await _tasks(group, director, "contact")] == ["cancelled"]


async def _try(group: Group, outcome: str, at: datetime) -> str:
    attempt = {"attempted_at": at.isoformat(), "means": "phone", "reason": "welfare_check", "outcome": outcome}
    path = f"{API}/participants/{group.episodes[0].participant_id}/contact-attempts"
    tried = await group.therapist.post(path, json=attempt)
    assert tried.status_code == 201, tried.text
    name: str = tried.json()["id"]
    return name


async def test_a_try_that_was_noted_in_error_did_no_call_and_counts_for_none(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _mark(group, "absent")
    path = f"{API}/participants/{group.episodes[0].participant_id}/contact-attempts"
    for outcome, then, after in (
        ("no_answer", [("open", 1)], [("open", 0)]),
        ("reached", [("done", 0)], [("done", 0), ("open", 0)]),
    ):
        name = await _try(group, outcome, now())
        found = await _tasks(group, director, "contact")
        assert [(one["status"], one["params"]["attempts"]) for one in found] == then
        voided = await group.therapist.post(
            f"{path}/{name}/void", json={"reason": "Another person"}, headers={"If-Match": '"1"'}
        )
        assert voided.status_code == 200, voided.text
        found = await _tasks(group, director, "contact")
        assert sorted((one["status"], one["params"]["attempts"]) for one in found) == after
    (call,) = [one for one in found if one["status"] == "open"]
    assert (call["title_code"], call["priority"], call["session_id"]) == ("welfare_call", "urgent", str(group.id))
    await _try(group, "reached", now())
    assert {one["status"] for one in await _tasks(group, director, "contact")} == {"done"}


async def test_a_try_of_before_the_missed_session_does_not_do_its_call(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _mark(group, "absent")
    for outcome in ("reached", "no_answer"):
        await _try(group, outcome, group.session.starts_at - timedelta(minutes=30))
        (call,) = await _tasks(group, director, "contact")
        assert (call["status"], call["params"]["attempts"]) == ("open", 0)


async def test_a_task_that_somebody_wrote_by_hand_is_no_call_whatever_its_title(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    by_hand = {
        "kind": "contact",
        "title_code": "welfare_call",
        "participant_id": str(group.episodes[0].participant_id),
        "due_at": now().isoformat(),
    }
    assert (await director.post(f"{API}/tasks", json=by_hand)).status_code == 201
    await _mark(group, "absent")
    await _try(group, "no_answer", now())
    await _try(group, "reached", now())
    assert sorted(one["status"] for one in await _tasks(group, director, "contact")) == ["done", "open"]


async def test_who_comes_to_the_next_session_of_the_day_did_not_miss_the_day(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic), minutes=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _put(director, group, LADDER, 0)
    await clinic.sql("UPDATE attendance_policies SET applies_from = applies_from - 2")
    await _mark(group, "absent")
    closed = await group.therapist.post(f"{group.url}/close", json={})
    assert closed.status_code == 200, closed.text
    assert [one["holds"] for one in await _consequences(group)] == [True]
    await _another(clinic, group, group.session.ends_at, "present", close=True)
    assert [one["holds"] for one in await _consequences(group)] == [False], "a part of the day is no unexcused day"
    assert [one["status"] for one in await _tasks(group, director, "attendance_review")] == ["cancelled"]


async def test_a_session_of_no_program_follows_the_policy_of_the_person_s_own(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=begun_today(clinic))
    await clinic.sql("UPDATE sessions SET program_id = NULL WHERE id = $1", group.id)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await _put(director, group, {"outreach_minutes": 15, "attempts": 5}, 0)
    await _mark(group, "absent")
    (call,) = await _tasks(group, director, "contact")
    assert call["params"]["allowed"] == 5
    assert datetime.fromisoformat(call["due_at"]) - now() <= timedelta(minutes=15)
