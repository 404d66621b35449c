"""A diary card is filled field by field; what cannot wait opens its alert with the entry, once."""

import asyncio
from typing import Any

import pytest
from tests.factories.diaries import API, EVERY_FIELD, days_ago, enter, entry_url, scene, set_card
from tests.factories.episodes import make_episode
from tests.factories.measures import close_alerts
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.access import Actor
from handrail.core.vocabulary import Role
from handrail.diaries.schemas import DiaryEntryWrite
from handrail.diaries.service import diary
from handrail.measures.service import alerts as service


async def listed(client: ClinicClient) -> list[dict[str, Any]]:
    answer = await client.get(f"{API}/alerts")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def said(day: dict[str, Any]) -> dict[str, Any]:
    return {one["field"]: one["number"] for one in day["entries"]}


class TestAlerts:
    @pytest.mark.parametrize(
        ("field", "number", "urgency", "label"),
        [
            ("act-self-harm", 1, "urgent", "Diary: self-harm happened"),
            ("urge-suicide", 1, "soon", "Diary: urge to suicide"),
            ("urge-suicide", 4, "urgent", "Diary: strong urge to suicide"),
            ("urge-self-harm", 3, "soon", "Diary: strong urge to self-harm"),
        ],
    )
    async def test_it_opens_with_the_entry(
        self, clinic: Clinic, field: str, number: int, urgency: str, label: str
    ) -> None:
        episode, therapist = await scene(clinic)
        await set_card(
            therapist, episode.participant_id, starts_on=days_ago(clinic, 0), thresholds={"urge-self-harm": 3}
        )
        read = await enter(therapist, episode, days_ago(clinic, 0), field, number)
        assert [one["alarms"] for one in read["entries"]] == [True]
        (alert,) = await listed(therapist)
        assert (alert["source"], alert["urgency"], alert["label"]["en"]) == ("diary", urgency, label)
        assert (alert["about_on"], alert["owner"]["name"]) == (str(days_ago(clinic, 0)), "Sam Reyes")
        whole = (await therapist.get(f"{API}/alerts/{alert['id']}")).json()
        assert whole["diary_day_id"] == read["id"]

    async def test_below_the_threshold_none_opens(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        await set_card(therapist, episode.participant_id, starts_on=today, thresholds={"urge-use": 5})
        for field, number in (("urge-use", 4), ("urge-suicide", 0), ("act-use", 0), ("misery", 5)):
            await enter(therapist, episode, today, field, number)
        assert await listed(therapist) == []

    async def test_two_tabs_and_replays_of_an_entry_open_one(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        await asyncio.gather(*(enter(therapist, episode, today, "urge-self-harm", n) for n in (4, 5, 4, 5, 4, 5)))
        await enter(therapist, episode, today, "urge-self-harm", 5)
        (alert,) = await listed(therapist)
        days = await clinic.sql_value(
            "SELECT count(*) FROM diary_days WHERE organization_id = $1", clinic.organization_id
        )
        stored = await clinic.sql_value(
            "SELECT count(*) FROM changes WHERE organization_id = $1 AND kind = 'alerts.created'",
            clinic.organization_id,
        )
        assert (alert["source"], days, stored) == ("diary", 1, 1)

    async def test_a_correction_over_the_threshold_alarms_once_and_down_leaves_it_open(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        for number in (3, 5, 2, 5):
            await enter(therapist, episode, today, "urge-self-harm", number)
        read = await enter(therapist, episode, today, "urge-self-harm", 0)
        (alert,) = await listed(therapist)
        assert (said(read), alert["status"]) == ({"urge-self-harm": 0.0}, "open")
        history = (await therapist.get(f"{API}/participants/{episode.participant_id}/diary-days/{today}")).json()
        assert [one["number"] for one in history["entries"]] == [3, 5, 2, 5, 0]
        assert [one["replaced_at"] is None for one in history["entries"]] == [False] * 4 + [True]
        assert history["alert_ids"] == [alert["id"]]

    async def test_what_is_worse_alarms_again_once_the_first_is_closed(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        await enter(therapist, episode, today, "urge-self-harm", 4)
        await close_alerts(therapist)
        for number in (4, 3, 4):
            await enter(therapist, episode, today, "urge-self-harm", number)
        # From 3, below the threshold, to 4 again is a new word; from 4 to 4 it was a replay.
        assert len(await listed(therapist)) == 1
        await close_alerts(therapist)
        await enter(therapist, episode, today, "urge-self-harm", 5)
        assert len(await listed(therapist)) == 1

    async def test_a_crash_between_entry_and_alert_leaves_neither(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)

        async def dies(*_: object, **__: object) -> None:
            raise RuntimeError("the process died here")

        with monkeypatch.context() as patched:
            patched.setattr(service, "open_alert", dies)
            crashed = await therapist.put(entry_url(episode, today), json={"field": "act-suicide", "number": 1})
            assert crashed.status_code == 500
        read = (await therapist.get(f"{API}/participants/{episode.participant_id}/diary-days/{today}")).json()
        assert (read["entries"], await listed(therapist)) == ([], [])
        await enter(therapist, episode, today, "act-suicide", 1)
        assert len(await listed(therapist)) == 1

    async def test_what_a_participant_enters_alone_is_for_the_team(self, clinic: Clinic) -> None:
        """A service of the participant's own takes a permission of its own; the alert is never theirs."""
        episode = await make_episode(clinic)
        supervisor = await clinic.client(Role.SUPERVISOR, programs=[episode.program_id], display_name="Ada Stone")
        theirs = await clinic.client(Role.PARTICIPANT, participant_id=episode.participant_id)
        actor = Actor(
            organization_id=clinic.organization_id,
            account_id=theirs.account_id,
            roles=frozenset({Role.PARTICIPANT}),
            staff_id=None,
            participant_id=episode.participant_id,
            licensed=False,
            client="test",
        )
        entry = DiaryEntryWrite(field="urge-suicide", number=2)
        async with clinic.db() as db:
            day = days_ago(clinic, 0)
            read = await diary.save_entry(db, actor, episode.participant_id, day, entry, permission="feed:write")
        assert [one.read_out for one in read.entries] == [False]
        (alert,) = await listed(supervisor)
        assert (alert["owner"]["name"], alert["backup"]) == ("Ada Stone", None)


class TestKeeping:
    async def test_a_setting_holds_from_its_day_and_the_one_before_stays(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        url = f"{API}/participants/{episode.participant_id}/diary-setting"
        before = (await therapist.get(url)).json()
        assert (before["version"], before["set_by"]) == (0, None)
        await set_card(therapist, episode.participant_id, starts_on=today, thresholds={"urge-self-harm": 2})
        stale = {"fields": list(EVERY_FIELD), "starts_on": str(today)}
        refused = await therapist.put(url, json=stale, headers={"If-Match": '"0"'})
        assert refused.status_code == 412
        # Yesterday is judged by what held yesterday.
        await enter(therapist, episode, days_ago(clinic, 1), "urge-self-harm", 3)
        assert await listed(therapist) == []
        await enter(therapist, episode, today, "urge-self-harm", 2)
        assert len(await listed(therapist)) == 1
        again = await set_card(
            therapist, episode.participant_id, starts_on=today, version=1, thresholds={"urge-self-harm": 5}
        )
        thresholds = {one["key"]: one["threshold"] for one in again["card"]["fields"] if one["kind"] == "urge"}
        assert (again["version"], thresholds["urge-self-harm"], thresholds["urge-use"]) == (2, 5, 4)
        stored = await clinic.sql_value(
            "SELECT count(*) FROM diary_settings WHERE organization_id = $1", clinic.organization_id
        )
        assert stored == 2

    async def test_a_window_shows_its_days_and_the_skills_that_are_taught(self, clinic: Clinic) -> None:
        await ship_modalities(clinic)
        episode, therapist = await scene(clinic)
        today, earlier = days_ago(clinic, 0), days_ago(clinic, 2)
        await enter(therapist, episode, earlier, "sleep", 6.5)
        skills = {"field": "skills", "skills": ["check-the-facts"]}
        assert (await therapist.put(entry_url(episode, today), json=skills)).status_code == 200
        url = f"{API}/participants/{episode.participant_id}/diary"
        read = (await therapist.get(url, params={"first": str(earlier), "last": str(today)})).json()
        assert [one["day"] for one in read["days"]] == [str(today), str(earlier)]
        assert read["days"][0]["entries"][0]["skills"] == ["check-the-facts"]
        assert said(read["days"][1]) == {"sleep": 6.5}
        named = {one["key"]: one["label"] for one in read["setting"]["card"]["skills"]}
        assert named["check-the-facts"] == {"en": "Check the facts", "es": "Comprobar los hechos"}
        assert read["setting"]["card"]["skills"][0]["module_label"] == {"en": "Mindfulness", "es": "Atención plena"}
        wide = await therapist.get(url, params={"first": str(days_ago(clinic, 92)), "last": str(today)})
        assert (wide.status_code, wide.json()["code"]) == (422, "diary-window")

    async def test_of_an_adapted_modality_what_was_left_as_shipped_is_in_spanish(self, clinic: Clinic) -> None:
        dbt = (await ship_modalities(clinic))["dbt"]
        episode, therapist = await scene(clinic)
        modules = [
            {**module, "skills": [{**skill, "name": f"Our {skill['key']}"} for skill in module["skills"][:1]]}
            if place == 0
            else module
            for place, module in enumerate(dbt.modules)
        ]
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        adapted = await director.patch(
            f"{API}/modalities/{dbt.id}",
            json={"modules": modules},
            headers={"If-Match": f'"{dbt.version}"'},
        )
        assert adapted.json()["adapted"], adapted.text
        url = f"{API}/participants/{episode.participant_id}/diary"
        window = {"first": str(days_ago(clinic, 2)), "last": str(days_ago(clinic, 0))}
        card = (await therapist.get(url, params=window)).json()["setting"]["card"]
        named = {one["key"]: one["label"] for one in card["skills"]}
        assert named["notice-without-words"] == {"en": "Our notice-without-words"}
        assert named["check-the-facts"]["es"] == "Comprobar los hechos"

    @pytest.mark.parametrize(
        ("days", "body", "code"),
        [
            (8, {"field": "misery", "number": 1}, "diary-day-not-open"),
            (-1, {"field": "misery", "number": 1}, "diary-day-not-open"),
            (0, {"field": "mood", "number": 1}, "diary-field-unknown"),
            (0, {"field": "misery", "number": 6}, "not-an-entry"),
            (0, {"field": "skills", "skills": ["juggling"]}, "not-an-entry"),
        ],
    )
    async def test_what_a_card_does_not_take_is_refused(
        self, clinic: Clinic, days: int, body: dict[str, Any], code: str
    ) -> None:
        episode, therapist = await scene(clinic)
        refused = await therapist.put(entry_url(episode, days_ago(clinic, days)), json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        other = await clinic.client(Role.THERAPIST)
        assert (await other.put(entry_url(episode, days_ago(clinic, 0)), json=body)).status_code == 404


class TestChains:
    async def test_from_an_alert_to_a_finished_analysis(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        today = days_ago(clinic, 0)
        day = await enter(therapist, episode, today, "act-self-harm", 1)
        (alert,) = await listed(therapist)
        words = {"happened_on": str(today), "behavior": "Scratched my arm"}
        url = f"{API}/participants/{episode.participant_id}/chain-analyses"
        chain = (await therapist.post(url, json=words | {"alert_id": alert["id"]})).json()
        assert (chain["status"], chain["diary_day_id"], chain["alert_id"]) == ("draft", day["id"], alert["id"])
        one = f"{API}/chain-analyses/{chain['id']}"
        early = await therapist.post(f"{one}/finish", headers={"If-Match": '"1"'})
        assert (early.status_code, early.json()["code"]) == (409, "chain-analysis-incomplete")
        links = [{"kind": "thought", "text": "Nobody will come", "instead": "check the facts"}]
        more = words | {"prompting_event": "The call did not come", "links": links}
        written = await therapist.put(one, json=more, headers={"If-Match": '"1"'})
        assert written.status_code == 200, written.text
        assert (await therapist.put(one, json=more, headers={"If-Match": '"1"'})).status_code == 412
        done = await therapist.post(f"{one}/finish", headers={"If-Match": '"2"'})
        assert (done.status_code, done.json()["status"]) == (200, "done")
        locked = await therapist.put(one, json=more, headers={"If-Match": '"3"'})
        assert (locked.status_code, locked.json()["code"]) == (409, "chain-analysis-done")
        assert (await therapist.post(f"{one}/reopen", headers={"If-Match": '"3"'})).json()["status"] == "draft"
        (summary,) = (await therapist.get(url)).json()["items"]
        assert (summary["link_count"], summary["written_by_name"], "behavior" in summary) == (1, "Sam Reyes", False)
        # An alert of somebody else is no reason for this one.
        other = await make_episode(clinic, program_id=episode.program_id)
        mixed = await therapist.post(
            f"{API}/participants/{other.participant_id}/chain-analyses", json=words | {"alert_id": alert["id"]}
        )
        assert (mixed.status_code, mixed.json()["code"]) == (422, "about-somebody-else")


class TestTargets:
    async def test_they_keep_their_order_and_close_with_a_reason(self, clinic: Clinic) -> None:
        episode, therapist = await scene(clinic)
        url = f"{API}/participants/{episode.participant_id}/treatment-targets"
        made = [
            (await therapist.post(url, json={"tier": tier, "words": words})).json()
            for tier, words in (("quality_of_life", "Rent"), ("quality_of_life", "Sleep"), ("quality_of_life", "Work"))
        ]

        async def order() -> list[tuple[str, str, int]]:
            items = (await therapist.get(url)).json()["items"]
            return [(one["tier"], one["words"], one["position"]) for one in items if one["closed_on"] is None]

        moved = await therapist.patch(
            f"{API}/treatment-targets/{made[2]['id']}", json={"position": 1}, headers={"If-Match": '"1"'}
        )
        assert moved.status_code == 200, moved.text
        assert [words for _, words, _ in await order()] == ["Work", "Rent", "Sleep"]
        graver = await therapist.patch(
            f"{API}/treatment-targets/{made[0]['id']}", json={"tier": "life_threatening"}, headers={"If-Match": '"2"'}
        )
        assert graver.status_code == 200, graver.text
        assert sorted(await order()) == [
            ("life_threatening", "Rent", 1),
            ("quality_of_life", "Sleep", 2),
            ("quality_of_life", "Work", 1),
        ]
        one = f"{API}/treatment-targets/{made[2]['id']}"
        version = moved.json()["version"]
        closed = await therapist.post(f"{one}/close", json={"reason": "reached"}, headers={"If-Match": f'"{version}"'})
        assert closed.json()["close_reason"] == "reached"
        again = await therapist.patch(one, json={"words": "x"}, headers={"If-Match": f'"{version + 1}"'})
        assert (again.status_code, again.json()["code"]) == (409, "treatment-target-closed")
        opened = await therapist.post(f"{one}/reopen", headers={"If-Match": f'"{version + 1}"'})
        assert (opened.json()["position"], opened.json()["closed_on"]) == (2, None)
