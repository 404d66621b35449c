"""An answer that cannot wait: its alert is stored with it, once, and stays until somebody with the right acts."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.factories.attendance import make_group
from tests.factories.episodes import make_episode
from tests.factories.measures import API, begin, close_alerts, give, hand_in, say
from tests.factories.tasks import make_shift
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.episodes.models import Episode
from handrail.measures.jobs import send_up
from handrail.measures.service import alerts as service

ALERTS = f"{API}/alerts"


async def scene(clinic: Clinic) -> tuple[Episode, ClinicClient]:
    """A participant and their therapist."""
    episode = await make_episode(clinic)
    return episode, await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")


async def listed(client: ClinicClient, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(ALERTS, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def opened(clinic: Clinic) -> tuple[dict[str, Any], Episode, ClinicClient]:
    """An alert as its item 9 opened it."""
    episode, therapist = await scene(clinic)
    await say(therapist, await begin(therapist, episode), "9", 1)
    (alert,) = await listed(therapist)
    return alert, episode, therapist


async def overdue(clinic: Clinic) -> None:
    await clinic.sql(
        "UPDATE alerts SET due_at = now() - interval '1 minute' WHERE organization_id = $1", clinic.organization_id
    )


class TestOpening:
    async def test_it_opens_with_the_answer_whatever_else_is_missing(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        begun = await begin(therapist, episode)
        assert (await say(therapist, begun, "8", 3))["alert_ids"] == []
        seen = await say(therapist, begun, "9", 1)
        (alert,) = await listed(therapist)
        assert seen["alert_ids"] == [alert["id"]]
        assert (seen["status"], seen["total"]) == ("in_progress", None)
        assert (alert["source"], alert["urgency"], alert["owner"]["name"]) == ("answer", "urgent", "Sam Reyes")
        due = datetime.fromisoformat(alert["due_at"]) - datetime.fromisoformat(alert["opened_at"])
        assert due == timedelta(minutes=15)
        whole = (await therapist.get(f"{ALERTS}/{alert['id']}")).json()
        assert whole["answered"]["answer"]["en"] == "Several days"
        assert [event["kind"] for event in whole["events"]] == ["opened"]

    async def test_not_at_all_opens_none(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        seen = await give(therapist, episode, [3, 3, 3, 3, 3, 3, 3, 3, 0])
        assert (seen["total"], seen["alert_ids"]) == (24.0, [])

    async def test_two_tabs_and_replays_open_one(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        begun = await begin(therapist, episode)
        await asyncio.gather(*(say(therapist, begun, "9", value) for value in (1, 2, 1, 3, 2, 1)))
        await say(therapist, begun, "9", 2)
        assert len(await listed(therapist)) == 1
        stored = await clinic.sql_value(
            "SELECT count(*) FROM changes WHERE organization_id = $1 AND kind = 'alerts.created'",
            clinic.organization_id,
        )
        assert stored == 1

    async def test_a_crash_between_answer_and_alert_leaves_neither(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        episode, therapist = await scene(clinic)
        begun = await begin(therapist, episode)

        async def dies(*_: object, **__: object) -> None:
            raise RuntimeError("the process died here")

        with monkeypatch.context() as patched:
            patched.setattr(service, "open_alert", dies)
            url = f"{API}/administrations/{begun['id']}/answers/9"
            assert (await therapist.put(url, json={"value": 3})).status_code == 500
        answers = (await therapist.get(f"{API}/administrations/{begun['id']}")).json()["answers"]
        assert (answers, await listed(therapist)) == ([], [])
        await say(therapist, begun, "9", 3)
        assert len(await listed(therapist)) == 1

    async def test_an_answer_taken_back_leaves_the_alert_to_a_person(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        begun = await begin(therapist, episode)
        await say(therapist, begun, "9", 2)
        await say(therapist, begun, "9", 0)
        (alert,) = await listed(therapist)
        assert (await therapist.get(f"{ALERTS}/{alert['id']}")).json()["answered"]["value"] == 0

    async def test_a_blank_safety_question_is_asked_about(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        seen = await hand_in(therapist, await say(therapist, await begin(therapist, episode), "1", 0))
        assert (seen["status"], seen["reason"], seen["total"]) == ("cannot_be_scored", "incomplete", None)
        (alert,) = await listed(therapist)
        assert (alert["source"], alert["urgency"]) == ("unanswered", "soon")

    async def test_a_correction_alarms_as_an_answer_does(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        seen = await give(therapist, episode, [0] * 9)
        url = f"{API}/administrations/{seen['id']}/corrections"
        body = {"item": "9", "value": 2, "reason": "Read from the paper form: the third box."}
        corrected = await therapist.post(url, json=body, headers={"If-Match": f'"{seen["version"]}"'})
        assert corrected.status_code == 200, corrected.text
        assert (corrected.json()["total"], corrected.json()["corrections"][0]["replaced_total"]) == (2.0, 0.0)
        assert len(await listed(therapist)) == 1
        stale = await therapist.post(url, json=body, headers={"If-Match": f'"{seen["version"]}"'})
        assert stale.status_code == 412

    async def test_what_is_worse_alarms_again_once_the_first_is_closed(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        given = await say(therapist, await begin(therapist, episode), "9", 1)
        await close_alerts(therapist)
        await say(therapist, given, "9", 1)  # a replay
        assert await listed(therapist) == []
        await say(therapist, given, "9", 3)
        (alert,) = await listed(therapist)
        assert (alert["source"], alert["urgency"]) == ("answer", "urgent")
        await close_alerts(therapist)
        await say(therapist, given, "9", 2)
        assert await listed(therapist) == []
        await say(therapist, given, "9", 0)
        await say(therapist, given, "9", 2)
        assert len(await listed(therapist)) == 1

    async def test_a_blank_safety_question_is_asked_about_once(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        seen = await hand_in(therapist, await say(therapist, await begin(therapist, episode), "1", 0))
        await close_alerts(therapist)
        url = f"{API}/administrations/{seen['id']}/corrections"
        body = {"item": "2", "value": 2, "reason": "Read from the paper form: the third box."}
        corrected = await therapist.post(url, json=body, headers={"If-Match": f'"{seen["version"]}"'})
        assert corrected.status_code == 200, corrected.text
        assert await listed(therapist) == []

    async def test_a_measure_taken_back_counts_no_more_and_leaves_the_alert(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        given = await give(therapist, episode, [1] * 8 + [2])
        url = f"{API}/administrations/{given['id']}/withdraw"
        reason = {"reason": "Filled in for somebody else."}
        front_desk = await clinic.client(Role.INTAKE_COORDINATOR)
        assert (await front_desk.post(url, json=reason)).status_code == 403
        assert (await therapist.post(url, json=reason)).json()["status"] == "withdrawn"
        again = await therapist.post(url, json=reason)
        assert (again.status_code, again.json()["code"]) == (409, "not-in-progress")
        course = (await therapist.get(f"{API}/participants/{episode.participant_id}/measures")).json()
        assert course["series"] == []
        (alert,) = (await therapist.get(f"{API}/alerts")).json()["items"]
        assert (alert["status"], alert["source"]) == ("open", "answer")
        kept = (await therapist.get(f"{API}/administrations/{given['id']}")).json()
        assert (kept["total"], kept["withdraw_reason"]) == (10.0, reason["reason"])

    async def test_a_colleague_raises_one(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        technician = await clinic.client(Role.TECHNICIAN, programs=[episode.program_id])
        url = f"{API}/participants/{episode.participant_id}/alerts"
        body = {"reason": "said_something", "note": "Said at the door that nothing matters any more."}
        twice = [await technician.post(url, json=body, headers={"Idempotency-Key": "one"}) for _ in range(2)]
        assert [one.status_code for one in twice] == [201, 201]
        assert twice[0].json()["id"] == twice[1].json()["id"]
        (alert,) = await listed(therapist)
        assert (alert["source"], alert["flag_reason"]) == ("flag", "said_something")


class TestActing:
    async def test_taken_then_closed_by_what_was_done(self, clinic: Clinic) -> None:
        alert, episode, therapist = await opened(clinic)
        nurse = await clinic.client(Role.NURSE, programs=[episode.program_id], display_name="Ines Duarte")
        url = f"{ALERTS}/{alert['id']}"
        seen = [(await nurse.post(f"{url}/see")).json()["seen_by"] for _ in range(2)]
        assert seen == [[str(nurse.account_id)]] * 2
        taken = (await nurse.post(f"{url}/acknowledge")).json()
        assert (taken["owner"]["name"], taken["backup"]["name"]) == ("Ines Duarte", "Sam Reyes")
        late = await therapist.post(f"{url}/acknowledge")
        assert (late.status_code, late.json()["code"]) == (409, "already-acknowledged")
        done = {"action": "safety_plan", "note": "Asked the six questions; plan written; sister drives home."}
        closed = (await nurse.post(f"{url}/close", json=done)).json()
        assert (closed["status"], closed["action"], closed["closed_by"]["name"]) == (
            "closed",
            "safety_plan",
            "Ines Duarte",
        )
        assert [event["kind"] for event in closed["events"]] == ["opened", "seen", "acknowledged", "closed"]
        again = await nurse.post(f"{url}/close", json=done)
        assert (again.status_code, again.json()["code"]) == (409, "alert-closed")
        assert await listed(therapist) == []

    @pytest.mark.parametrize(
        ("role", "licensed", "code"),
        [(Role.INTERN, True, "forbidden"), (Role.THERAPIST, False, "licence-not-valid")],
    )
    async def test_without_a_licence_nobody_closes(self, clinic: Clinic, role: Role, licensed: bool, code: str) -> None:
        alert, episode, _ = await opened(clinic)
        someone = await clinic.client(role, programs=[episode.program_id], licensed=licensed)
        for act, body in (("acknowledge", None), ("close", {"action": "other", "note": "Talked."})):
            refused = await someone.post(f"{ALERTS}/{alert['id']}/{act}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (403, code)

    async def test_handed_over_to_who_may_act_only(self, clinic: Clinic) -> None:
        alert, episode, therapist = await opened(clinic)
        url = f"{ALERTS}/{alert['id']}/hand-over"
        intern = await clinic.client(Role.INTERN, programs=[episode.program_id])
        refused = await therapist.post(url, json={"owner_id": str(intern.account_id)})
        assert (refused.status_code, refused.json()["code"]) == (422, "cannot-answer-alerts")
        # A supervisor of another program sees it because it was given to them.
        other = await clinic.client(Role.SUPERVISOR)
        assert await listed(other) == []
        given = await therapist.post(url, json={"owner_id": str(other.account_id), "note": "I leave at four."})
        assert given.status_code == 200, given.text
        assert [one["id"] for one in await listed(other)] == [alert["id"]]
        assert datetime.fromisoformat(given.json()["due_at"]) <= datetime.fromisoformat(alert["due_at"])

    async def test_overdue_goes_up_to_who_is_on_call(self, clinic: Clinic) -> None:
        alert, _, therapist = await opened(clinic)
        on_call = await clinic.client(Role.PSYCHIATRIC_PROVIDER, display_name="Dr. Bello")
        await make_shift(clinic, account_id=on_call.account_id)
        assert await listed(on_call) == []
        await overdue(clinic)
        # Seen by who is on call before any job has run, so that no stopped worker keeps it from them.
        assert [one["gone_up"] for one in await listed(on_call)] == [True]
        for _ in range(2):
            async with clinic.db() as db:
                await send_up(db, {})
        events = (await therapist.get(f"{ALERTS}/{alert['id']}")).json()["events"]
        assert [(one["kind"], (one["to"] or {}).get("name")) for one in events][1:] == [("escalated", "Dr. Bello")]
        # Taking it starts the time for the action, and an action that does not come goes up again.
        assert (await on_call.post(f"{ALERTS}/{alert['id']}/acknowledge")).json()["gone_up"] is False
        await overdue(clinic)
        async with clinic.db() as db:
            await send_up(db, {})
        events = (await therapist.get(f"{ALERTS}/{alert['id']}")).json()["events"]
        assert [one["kind"] for one in events].count("escalated") == 2

    async def test_without_anybody_on_call_it_goes_to_somebody_who_may_read_it(self, clinic: Clinic) -> None:
        alert, _, therapist = await opened(clinic)
        await clinic.client(Role.ADMINISTRATOR, display_name="Ines Duarte")

        async def gone_to() -> str | None:
            await overdue(clinic)
            async with clinic.db() as db:
                await send_up(db, {})
            events = (await therapist.get(f"{ALERTS}/{alert['id']}")).json()["events"]
            assert events[-1]["kind"] == "escalated"
            name: str | None = (events[-1]["to"] or {}).get("name")
            return name

        assert await gone_to() is None
        await clinic.client(Role.SUPERVISOR, display_name="Mara Steiner")
        await clinic.sql("UPDATE alerts SET escalated_at = NULL WHERE organization_id = $1", clinic.organization_id)
        assert await gone_to() == "Mara Steiner"

    async def test_other_teams_know_nothing_of_it(self, clinic: Clinic) -> None:
        alert, _, _ = await opened(clinic)
        other = await clinic.client(Role.THERAPIST)
        assert await listed(other) == []
        assert (await other.get(f"{ALERTS}/{alert['id']}")).status_code == 404


class TestClosingAGroup:
    async def test_nobody_goes_home_over_an_open_alert(self, clinic: Clinic) -> None:
        group = await make_group(clinic, people=2, starts_at=now() - timedelta(minutes=60))
        marks = [group.mark(0), group.mark(1, "excused", absence_reason="illness")]
        marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": marks})
        assert marked.status_code == 200, marked.text
        await say(group.therapist, await begin(group.therapist, group.episodes[1]), "9", 1)  # was not there
        await say(group.therapist, await begin(group.therapist, group.episodes[0]), "9", 1)
        refused = await group.therapist.post(f"{group.url}/close", json={})
        assert (refused.status_code, refused.json()["code"], refused.json()["people"]) == (409, "open-alerts", 1)
        await clinic.sql(  # one of the evening before keeps nobody's way home open either
            "UPDATE alerts SET opened_at = opened_at - interval '1 day' WHERE organization_id = $1",
            clinic.organization_id,
        )
        supervisor = await clinic.client(Role.SUPERVISOR, programs=[group.program_id])
        for anybody in (group.therapist, supervisor):
            assert (await anybody.post(f"{group.url}/close", json={})).status_code == 409
        await close_alerts(group.therapist)
        closed = await group.therapist.post(f"{group.url}/close", json={})
        assert closed.status_code == 200, closed.text


class TestScreens:
    async def test_history_does_not_alarm_again(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        url = f"{API}/participants/{episode.participant_id}/risk-screens"
        said = {"episode_id": str(episode.id), "wish": False, "thoughts": False, "behaviour": "before"}
        first = await therapist.post(url, json=said)
        assert (first.status_code, first.json()["level"]) == (201, "moderate")
        again = await therapist.post(url, json={**said, "since_last_contact": True})
        assert (again.status_code, again.json()["level"]) == (201, "moderate")
        assert len(await listed(therapist)) == 1
        new = {**said, "wish": True, "thoughts": True, "method": True, "intent": True, "plan": False}
        assert (await therapist.post(url, json=new)).json()["level"] == "high"
        assert sorted(one["urgency"] for one in await listed(therapist)) == ["soon", "urgent"]
        kept = (await therapist.get(url, params={"limit": 2})).json()
        assert [(one["level"], one["since_last_contact"]) for one in kept["items"]] == [
            ("high", False),
            ("moderate", True),
        ]
        assert {one["screened_by_name"] for one in kept["items"]} == {"Sam Reyes"}
        rest = await therapist.get(url, params={"limit": 2, "cursor": kept["next_cursor"]})
        assert [one["id"] for one in rest.json()["items"]] == [first.json()["id"]]
        out_of_order = await therapist.post(url, json={**said, "intent": True})
        assert (out_of_order.status_code, out_of_order.json()["code"]) == (422, "screen-incomplete")

    async def test_a_screen_taken_back_silences_no_later_one(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        url = f"{API}/participants/{episode.participant_id}/risk-screens"
        said = {"episode_id": str(episode.id), "wish": False, "thoughts": False, "behaviour": "before"}
        mistaken = (await therapist.post(url, json=said)).json()
        (alert,) = await listed(therapist)
        void = f"{API}/risk-screens/{mistaken['id']}/void"
        intern = await clinic.client(Role.INTERN, programs=[episode.program_id])
        assert (await intern.post(void, json={"reason": "Another's."})).status_code == 403
        stranger = await clinic.client(Role.THERAPIST)
        assert (await stranger.post(void, json={"reason": "Another's."})).status_code == 404
        voided = await therapist.post(void, json={"reason": "Another's chart was open."})
        assert (voided.status_code, voided.json()["void_reason"]) == (200, "Another's chart was open.")
        again = await therapist.post(void, json={"reason": "Twice."})
        assert (again.status_code, again.json()["code"]) == (409, "risk-screen-voided")
        assert [one["id"] for one in await listed(therapist)] == [alert["id"]], "that is for a person to decide"
        assert [one["voided_at"] is not None for one in (await therapist.get(url)).json()["items"]] == [True]
        # Nothing is known of before, so that it cannot be asked about the time since, and history is news.
        since = await therapist.post(url, json={**said, "since_last_contact": True})
        assert (since.status_code, since.json()["code"]) == (409, "no-earlier-screen")
        assert (await therapist.post(url, json=said)).status_code == 201
        assert len(await listed(therapist)) == 2
