"""What a participant sees and does by themselves: their own, and nothing of anybody else."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.api.delivery.test_delivery import put
from tests.factories.attendance import Group, make_group, make_session
from tests.factories.delivery import entry
from tests.factories.measures import API
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic, ClinicClient

from handrail.calendar.vocabulary import SessionCancelReason, SessionStatus
from handrail.core.clock import now, today_in
from handrail.core.ids import ParticipantId, new_id
from handrail.core.vocabulary import Role
from handrail.me import asking
from handrail.me.service import diary
from handrail.measures.models import MeasureSchedule
from handrail.measures.service import administrations, alerts
from handrail.organizations.models import Location

ME = f"{API}/me"
PLAN = {"replaces": 0, "warning_signs": "Lying awake.", "made_together": True}


async def scene(clinic: Clinic, *, people: int = 1, **values: Any) -> tuple[Group, ClinicClient]:
    """A group whose program asks for a PHQ-9 each week, and the first of its people with access."""
    group = await make_group(clinic, people=people, **values)
    async with clinic.db() as db:
        entries = [{"instrument_key": "phq-9", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    return group, await as_person(clinic, group, 0)


async def as_person(clinic: Clinic, group: Group, index: int) -> ClinicClient:
    return await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[index].participant_id)


async def told(client: ClinicClient, method: str, path: str, status: int = 200, **more: Any) -> dict[str, Any]:
    answer = await client.request(method, f"{ME}{path}", **more)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def begun(me: ClinicClient) -> dict[str, Any]:
    return await told(me, "POST", "/measures", 201, json={"instrument_key": "phq-9", "language": "es"})


async def answered(me: ClinicClient, measure: dict[str, Any], item: str, value: int) -> dict[str, Any]:
    return await told(me, "PUT", f"/measures/{measure['id']}/answers/{item}", json={"value": value})


class TestMeasures:
    async def test_an_alarming_answer_is_told_at_once_and_whom_to_call_comes_back(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        (due,) = (await told(me, "GET", "/measures"))["due"]
        assert (due["instrument_key"], due["questions"], due["administration_id"]) == ("phq-9", 10, None)
        measure = await begun(me)
        assert (measure["next"], measure["crisis"], len(measure["items"])) == ("1", None, 10)
        assert (await answered(me, measure, "1", 0))["crisis"] is None
        seen = await answered(me, measure, "9", 1)
        assert seen["alarming"]
        # The group ends in half an hour, so that a quarter of an hour can be kept.
        assert (seen["crisis"]["crisis_line"], seen["crisis"]["read_when"]) == ("988", "now")
        (alert,) = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert (alert["source"], alert["urgency"]) == ("answer", "urgent")
        assert alert["owner"]["account_id"] == str(group.therapist.account_id)
        assert alert["backup"] is None, "nobody but the team answers for it"
        assert not {"total", "band", "flags", "alert_ids", "given_by"} & seen.keys()

    async def test_out_of_hours_988_and_the_next_opening_are_told(self, clinic: Clinic) -> None:
        zone = ZoneInfo(clinic.time_zone)
        today = now().astimezone(zone).date()
        opens = datetime.combine(today + timedelta(days=1), time(8), zone)
        group, me = await scene(clinic, starts_at=opens)
        here: dict[str, Any] = {"location_id": group.location_id, "program_id": group.program_id}
        # It is noon: this morning's group is over, and this evening's does not take place.
        await make_session(clinic, **here, starts_at=datetime.combine(today, time(8), zone))
        evening = datetime.combine(today, time(18), zone)
        cancelled: dict[str, Any] = {
            "status": SessionStatus.CANCELLED,
            "cancel_reason": SessionCancelReason.STAFF_ABSENT,
        }
        await make_session(clinic, **here, starts_at=evening, **cancelled)
        await make_session(clinic, **here, starts_at=opens + timedelta(hours=2))
        measure = await begun(me)
        seen = await answered(me, measure, "9", 1)
        assert seen["alarming"]
        crisis = seen["crisis"]
        assert (crisis["crisis_line"], crisis["emergency"], crisis["read_when"]) == ("988", "911", "next_opening")
        assert (datetime.fromisoformat(crisis["read_by"]), crisis["time_zone"]) == (opens, clinic.time_zone)
        # The same stands on the first page, before anything is answered, and the alert is there all the same.
        assert (await told(me, "GET", ""))["crisis"] == crisis
        (alert,) = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert (alert["source"], alert["status"]) == ("answer", "open")

    async def test_answer_and_alert_are_stored_together_or_not_at_all(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, me = await scene(clinic)
        measure = await begun(me)

        async def dies(*_: object, **__: object) -> None:
            raise RuntimeError("the process died here")

        with monkeypatch.context() as patched:
            patched.setattr(alerts, "open_alert", dies)
            refused = await me.put(f"{ME}/measures/{measure['id']}/answers/9", json={"value": 3})
            assert refused.status_code == 500
        assert (await told(me, "GET", f"/measures/{measure['id']}"))["answers"] == []

    async def test_what_cannot_be_stored_is_told_to_staff_without_what_it_said(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        group, me = await scene(clinic)
        measure, today = await begun(me), today_in(clinic.time_zone)
        url, entry = f"{ME}/measures/{measure['id']}/answers", {"field": "misery", "number": 3}
        # Nothing was lost: no such question, no such measure, no such day.
        assert (await me.put(f"{url}/99", json={"value": 1})).status_code == 422
        assert (await me.put(f"{ME}/measures/{new_id()}/answers/9", json={"value": 1})).status_code == 404
        assert (await me.put(f"{ME}/diary/2020-01-01/entry", json=entry)).status_code == 422
        assert (await group.therapist.get(f"{API}/alerts")).json()["items"] == []

        async def dies(*_: object, **__: object) -> None:
            raise RuntimeError("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(administrations.queries, "answers_of", dies)
            patched.setattr(diary, "save_entry", dies)
            for _ in range(2):
                assert (await me.put(f"{url}/9", json={"value": 3})).status_code == 500
            assert (await me.put(f"{ME}/diary/{today}/entry", json=entry)).status_code == 500
        (alert,) = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert (alert["source"], alert["urgency"], alert["label"]) == ("not_stored", "urgent", None)
        assert (alert["owner"]["account_id"], alert["backup"]) == (str(group.therapist.account_id), None)
        seen = (await group.therapist.get(f"{API}/alerts/{alert['id']}")).json()
        assert (seen["answered"], seen["note"]) == (None, None)

        # It comes through at last, and alarms by itself; whether all is well is for a person to say.
        assert (await answered(me, measure, "9", 3))["alarming"]
        left = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert sorted(one["source"] for one in left) == ["answer", "not_stored"]

    async def test_it_is_gone_on_with_and_handed_in(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        measure = await begun(me)
        again = await told(me, "POST", "/measures", 409, json={"instrument_key": "phq-9"})
        assert (again["code"], again["administration_id"]) == ("already-in-progress", measure["id"])
        for number in range(1, 9):
            seen = await answered(me, measure, str(number), 1)
        (due,) = (await told(me, "GET", "/measures"))["due"]
        assert (due["administration_id"], due["answered"]) == (measure["id"], 8)
        assert (await told(me, "GET", f"/measures/{measure['id']}"))["next"] == "9"
        seen = await answered(me, measure, "9", 0)
        assert (seen["next"], seen["alarming"], seen["crisis"]["crisis_line"]) == ("10", False, "988")
        seen = await answered(me, measure, "10", 1)
        assert seen["next"] is None
        done = await told(
            me, "POST", f"/measures/{measure['id']}/hand-in", headers={"If-Match": f'"{seen["version"]}"'}
        )
        assert done["status"] == "completed"
        assert (await told(me, "GET", "/measures"))["due"] == []
        staff = (await group.therapist.get(f"{API}/administrations/{measure['id']}")).json()
        assert (staff["total"], staff["mode"], staff["language"]) == (8.0, "self", "es")

    async def test_what_nobody_asked_for_is_not_begun(self, clinic: Clinic) -> None:
        _, me = await scene(clinic)
        refused = await told(me, "POST", "/measures", 409, json={"instrument_key": "gad-7"})
        assert refused["code"] == "measure-not-due"

    async def test_without_a_clinician_somebody_of_the_team_owns_the_alert(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        await clinic.sql(
            "UPDATE episodes SET primary_clinician_id = NULL WHERE organization_id = $1", clinic.organization_id
        )
        await answered(me, await begun(me), "9", 2)
        (alert,) = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert alert["owner"]["account_id"] == str(group.therapist.account_id)


class TestDiary:
    async def test_a_diary_entry_that_alarms_brings_whom_to_call(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        today = today_in(clinic.time_zone)
        day = await told(me, "GET", f"/diary/{today}")
        assert (day["entries"], day["crisis"], day["open_from"]) == ([], None, str(today - timedelta(days=7)))
        assert "alarms_from" not in str(day)
        entry = {"field": "misery", "number": 5}
        assert (await told(me, "PUT", f"/diary/{today}/entry", json=entry))["crisis"] is None
        entry = {"field": "urge-suicide", "number": 2}
        for _ in range(2):
            said = await told(me, "PUT", f"/diary/{today}/entry", json=entry)
            assert (said["alarming"], said["crisis"]["crisis_line"]) == (True, "988")
        # It bears some hours and the group ends in half of one: nobody promises to read it now. What bears none is.
        assert said["crisis"]["read_when"] != "now"
        graver = await told(me, "PUT", f"/diary/{today}/entry", json={"field": "urge-suicide", "number": 5})
        assert graver["crisis"]["read_when"] == "now"
        await told(me, "PUT", f"/diary/{today}/entry", json=entry)
        (_, alert) = (await group.therapist.get(f"{API}/alerts")).json()["items"]
        assert (alert["source"], alert["owner"]["account_id"]) == ("diary", str(group.therapist.account_id))
        long_ago = today - timedelta(days=8)
        assert (await told(me, "PUT", f"/diary/{long_ago}/entry", 422, json=entry))["code"] == "diary-day-not-open"

    async def test_it_is_ones_own(self, clinic: Clinic) -> None:
        group, me = await scene(clinic, people=2)
        other = await as_person(clinic, group, 1)
        today = today_in(clinic.time_zone)
        await told(other, "PUT", f"/diary/{today}/entry", json={"field": "misery", "number": 3})
        assert (await told(me, "GET", f"/diary/{today}"))["entries"] == []


class TestOwn:
    async def test_nothing_of_anybody_else_is_there(self, clinic: Clinic) -> None:
        group, me = await scene(clinic, people=2)
        other = await as_person(clinic, group, 1)
        measure = await begun(me)
        apart = (await make_group(clinic, people=1)).id
        for method, path, body in (
            ("GET", f"/measures/{measure['id']}", None),
            ("PUT", f"/measures/{measure['id']}/answers/1", {"value": 1}),
            ("POST", f"/measures/{measure['id']}/hand-in", None),
            ("PUT", f"/sessions/{apart}/check-in", None),
            ("PUT", f"/homework/{new_id()}/report", {"done": "done"}),
        ):
            refused = await other.request(method, f"{ME}{path}", json=body, headers={"If-Match": '"1"'})
            assert refused.status_code == 404, (path, refused.text)
        assert (await told(other, "GET", "/safety-plan", 404))["code"] == "no-safety-plan"
        page = await told(me, "GET", "")
        assert (page["name"], page["crisis"]["crisis_line"]) == ("Avery", "988")
        day = str(today_in(clinic.time_zone))
        listed = await me.get(f"{ME}/sessions", params={"from_date": day, "to_date": day})
        assert "Blanca" not in listed.text
        assert "DBT" not in listed.text, "a title can say what somebody is treated for"

    async def test_schedule_and_check_in(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        day = today_in(clinic.time_zone)
        window = {"from_date": str(day - timedelta(days=1)), "to_date": str(day + timedelta(days=1))}
        (mine,) = (await told(me, "GET", "/sessions", params=window))["items"]
        assert (mine["session_id"], mine["kind"], mine["state"]) == (str(group.id), "group", "expected")
        assert (mine["title"], mine["title_es"]) == ("Group", "Grupo")
        first = await told(me, "PUT", f"/sessions/{group.id}/check-in")
        assert await told(me, "PUT", f"/sessions/{group.id}/check-in") == first
        (row,) = (await group.therapist.get(f"{group.url}/roster")).json()["rows"]
        assert row["checked_in_at"] is not None
        assert row["attendance"] is None, "who came is for who leads the group to say"
        await clinic.sql(
            "UPDATE sessions SET status = 'cancelled', cancel_reason = 'staff_absent' WHERE organization_id = $1",
            clinic.organization_id,
        )
        (mine,) = (await told(me, "GET", "/sessions", params=window))["items"]
        assert (mine["state"], mine["checked_in_at"] is None) == ("cancelled", False)
        refused = await told(me, "GET", "/sessions", 422, params={**window, "to_date": "2199-01-01"})
        assert refused["code"] == "window-too-long"

    async def test_too_early_to_check_in(self, clinic: Clinic) -> None:
        group, me = await scene(clinic, starts_at=now() + timedelta(hours=2))
        assert (await told(me, "PUT", f"/sessions/{group.id}/check-in", 409))["code"] == "check-in-closed"

    async def test_homework_of_the_group_is_reported_until_it_is_reviewed(self, clinic: Clinic) -> None:
        by_key = await ship_modalities(clinic)
        group, me = await scene(clinic)
        marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        assert marked.status_code == 200
        await put(group, entry(by_key["dbt"], homework="Act opposite once a day"))
        (mine,) = (await told(me, "GET", "/homework"))["items"]
        done = await told(me, "PUT", f"/homework/{mine['id']}/report", json={"done": "partly"})
        assert (done["text"], done["state"], done["done"]) == ("Act opposite once a day", "reported", "partly")
        done = await told(me, "PUT", f"/homework/{mine['id']}/report", json={"done": "done"})
        assert done["done"] == "done"
        seen = await group.therapist.post(
            f"{API}/homework/{done['id']}/review",
            json={"reviewed_on": done["reported_on"]},
            headers={"If-Match": '"3"'},
        )
        assert seen.status_code == 200, seen.text
        refused = await told(me, "PUT", f"/homework/{done['id']}/report", 409, json={"done": "done"})
        assert refused["code"] == "homework-reviewed"

    async def test_homework_of_a_shipped_curriculum_is_there_in_spanish(self, clinic: Clinic) -> None:
        by_key = await ship_modalities(clinic)
        group, me = await scene(clinic)
        await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
        await put(group, entry(by_key["dbt"], homework="Name three emotions a day."))
        (mine,) = (await told(me, "GET", "/homework"))["items"]
        assert mine["text_es"] == "Nombre tres emociones al día."
        report = await told(me, "PUT", f"/homework/{mine['id']}/report", json={"done": "done"})
        assert report["text_es"] == mine["text_es"]

    async def test_the_safety_plan_can_be_kept(self, clinic: Clinic) -> None:
        group, me = await scene(clinic)
        plans = f"{API}/participants/{me.participant_id}/safety-plans"
        assert (await group.therapist.post(plans, json=PLAN)).status_code == 201
        first = await me.get(f"{ME}/safety-plan")
        assert (first.json()["version"], first.json()["crisis_line"]) == (1, "988")
        assert "written_by" not in first.text
        kept = await me.get(f"{ME}/safety-plan", headers={"If-None-Match": first.headers["etag"]})
        assert (kept.status_code, kept.content) == (304, b"")
        await group.therapist.post(plans, json={**PLAN, "replaces": 1, "own_ways": "Walk."})
        newer = await me.get(f"{ME}/safety-plan", headers={"If-None-Match": first.headers["etag"]})
        assert newer.json()["own_ways"] == "Walk."


async def test_too_many_requests_are_told_when_to_come_back(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    _, me = await scene(clinic)
    monkeypatch.setattr(asking, "REQUESTS", 2)
    answers = [await me.get(f"{ME}{path}") for path in ("", "/measures", "/safety-plan")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert 0 < int(answers[2].headers["retry-after"]) <= 61
    assert (await (await scene(clinic))[1].get(ME)).status_code == 200, "others are not held up"


async def test_an_account_of_nobody_or_of_a_record_not_in_use_is_refused(clinic: Clinic) -> None:
    nobody = await clinic.client(Role.PARTICIPANT, participant_id=ParticipantId(new_id()))
    assert (await told(nobody, "GET", "", 403))["code"] == "not-taking-part"
    _, me = await scene(clinic)
    await clinic.sql(
        "UPDATE participants SET status = 'entered_in_error' WHERE organization_id = $1", clinic.organization_id
    )
    assert (await told(me, "GET", "/measures", 403))["code"] == "not-taking-part"


async def test_whom_to_call_has_the_clinics_phone(clinic: Clinic) -> None:
    group, me = await scene(clinic)
    async with clinic.db() as db:
        place = await db.get(Location, (clinic.organization_id, group.location_id))
        assert place is not None
        place.phone = "+12125550134"
    assert (await told(me, "GET", ""))["crisis"]["clinic_phone"] == "+12125550134"
