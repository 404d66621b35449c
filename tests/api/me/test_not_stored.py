"""What a participant said and what was not stored: staff learns that something is missing, whatever kept it back."""

from typing import Any

import pytest
from tests.api.me.test_me import ME, answered, begun, scene, told
from tests.factories.attendance import Group
from tests.factories.measures import API
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.me import asking
from handrail.measures.service import administrations


async def alerts_of(group: Group) -> list[dict[str, Any]]:
    answer = await group.therapist.get(f"{API}/alerts")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_an_answer_that_came_too_soon_is_told_to_staff(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    group, me = await scene(clinic)
    measure, today = await begun(me), today_in(clinic.time_zone)
    monkeypatch.setattr(asking, "REQUESTS", 2)
    await answered(me, measure, "1", 0)
    await answered(me, measure, "2", 0)
    assert await alerts_of(group) == []
    answer = await me.put(f"{ME}/measures/{measure['id']}/answers/9", json={"value": 3})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert int(answer.headers["retry-after"]) > 0
    entry = {"field": "misery", "number": 3}
    assert (await me.put(f"{ME}/diary/{today}/entry", json=entry)).status_code == 429
    (alert,) = await alerts_of(group)
    assert (alert["source"], alert["urgency"], alert["label"]) == ("not_stored", "urgent", None)


async def test_what_is_read_too_often_keeps_no_answer_back(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    group, me = await scene(clinic)
    measure = await begun(me)
    monkeypatch.setattr(asking, "REQUESTS", 1)
    assert (await me.get(f"{ME}/measures")).status_code == 429
    assert (await answered(me, measure, "9", 1))["alarming"]
    # Nor does what is answered too often keep back that it was.
    assert (await me.put(f"{ME}/measures/{measure['id']}/answers/8", json={"value": 1})).status_code == 429
    assert (await told(me, "POST", "/not-stored"))["crisis"]["crisis_line"] == "988"
    assert sorted(one["source"] for one in await alerts_of(group)) == ["answer", "not_stored"]
    # Reports have a bound of their own.
    assert (await me.post(f"{ME}/not-stored")).status_code == 429


async def test_an_app_says_that_something_was_lost_and_hears_when_it_is_read(clinic: Clinic) -> None:
    group, me = await scene(clinic, people=2)
    for _ in range(2):
        report = await told(me, "POST", "/not-stored")
        # The group ends in half an hour, so that a quarter of an hour can be kept.
        assert (report["crisis"]["crisis_line"], report["crisis"]["read_when"]) == ("988", "now")
    (alert,) = await alerts_of(group)
    assert (alert["source"], alert["participant_id"]) == ("not_stored", str(me.participant_id))
    assert alert["owner"]["account_id"] == str(group.therapist.account_id)


async def test_what_could_not_be_handed_in_is_told_to_staff(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    group, me = await scene(clinic)
    measure = await begun(me)
    url = f"{ME}/measures/{measure['id']}/hand-in"
    # Nothing was said yet, it is another version, it is nobody's: nothing is lost.
    assert (await me.post(url, headers={"If-Match": f'"{measure["version"]}"'})).json()["code"] == "nothing-answered"
    version = {"If-Match": f'"{(await answered(me, measure, "1", 1))["version"]}"'}
    assert (await me.post(url, headers={"If-Match": '"99"'})).status_code == 412
    assert await alerts_of(group) == []

    async def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(administrations, "complete", dies)
        assert (await me.post(url, headers=version)).status_code == 500
    assert [one["source"] for one in await alerts_of(group)] == ["not_stored"]
    done = {"action": "asked_no_risk", "note": "Asked on the phone."}
    (alert,) = await alerts_of(group)
    assert (await group.therapist.post(f"{API}/alerts/{alert['id']}/close", json=done)).status_code == 200

    # Handed in, and the answer of the server was lost on the way: asked again it is refused, and nothing is missing.
    assert (await me.post(url, headers=version)).json()["status"] == "cannot_be_scored"
    assert (await me.post(url, headers=version)).status_code in {409, 412}
    assert [one["source"] for one in await alerts_of(group) if one["status"] == "open"] == ["unanswered"]
