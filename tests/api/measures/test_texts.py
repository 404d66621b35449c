"""An organization that may use an instrument's words enters them: it is asked by them, and scored as ever."""

import asyncio
from typing import Any

import pytest
from tests.factories.attendance import make_group
from tests.factories.episodes import make_episode
from tests.factories.measures import API, begin, hand_in, own_words, say
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.vocabulary import Role
from handrail.measures.models import MeasureSchedule

TEXTS = f"{API}/instruments/texts"


async def entered(director: ClinicClient, key: str = "bam-iop", language: str = "en", **values: Any) -> dict[str, Any]:
    answer = await director.post(TEXTS, json=own_words(key, language, **values))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def switched_on(director: ClinicClient, key: str) -> None:
    answer = await director.post(f"{API}/instruments/switch-on", json={"instrument_key": key})
    assert answer.status_code == 200, answer.text


async def listed(client: ClinicClient, key: str) -> dict[str, Any]:
    found = (await client.get(f"{API}/instruments")).json()["items"]
    return next(one for one in found if one["key"] == key)


async def defined(client: ClinicClient, key: str, **more: str) -> dict[str, Any]:
    answer = await client.get(f"{API}/instruments/definition", params={"key": key, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_instrument_whose_words_are_not_here_is_given_by_ones_own(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR, display_name="Dana Ortiz")
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    assert not (await listed(therapist, "bam-iop"))["usable"]
    text = await entered(director)
    assert (text["number"], text["in_use"], text["entered_by_name"]) == (1, True, "Dana Ortiz")
    now_listed = await listed(therapist, "bam-iop")
    assert (now_listed["usable"], now_listed["languages"], now_listed["own_languages"]) == (True, ["en"], ["en"])
    whole = await defined(therapist, "bam-iop")
    assert whole["items"][0]["text"] == {"en": "Own question 1 (en)"}
    assert whole["items"][19]["options"][1] == {"value": 4, "text": {"en": "Own answer 14.4 (en)"}}
    begun = await begin(therapist, episode, instrument_key="bam-iop")
    assert begun["instrument_text_id"] == text["id"]
    for item, value in (("4", 1), ("5", 2), ("6", 0)):
        begun = await say(therapist, begun, item, value)
    assert (await hand_in(therapist, begun))["subscales"]["use"] == 3
    spanish = {"episode_id": str(episode.id), "instrument_key": "bam-iop", "mode": "read_out", "language": "es"}
    refused = await therapist.post(f"{API}/participants/{episode.participant_id}/administrations", json=spanish)
    assert (refused.status_code, refused.json()["code"]) == (422, "language-not-there")


async def test_what_was_asked_stays_asked_in_its_words(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    first = await entered(director)
    begun = await begin(therapist, episode, instrument_key="bam-iop")
    items = own_words("bam-iop")["items"]
    items[0]["text"] = "How has your health been?"
    second = await entered(director, replaces=1, items=items)
    assert second["number"] == 2
    assert (await defined(therapist, "bam-iop"))["items"][0]["text"]["en"] == "How has your health been?"
    seen = (await therapist.get(f"{API}/administrations/{begun['id']}")).json()
    assert seen["instrument_text_id"] == first["id"]
    old = await defined(therapist, "bam-iop", instrument_text_id=first["id"])
    assert old["items"][0]["text"]["en"] == "Own question 1 (en)"
    other = {"key": "phq-9", "instrument_text_id": first["id"]}
    wrong = await therapist.get(f"{API}/instruments/definition", params=other)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "instrument-text-not-found")
    # Taken out of use, nothing is begun with it, and what was begun is gone on with.
    assert (await director.post(f"{TEXTS}/{second['id']}/withdraw")).json()["in_use"] is False
    again = await director.post(f"{TEXTS}/{second['id']}/withdraw")
    assert (again.status_code, again.json()["code"]) == (409, "text-out-of-use")
    older = await director.post(f"{TEXTS}/{first['id']}/withdraw")
    assert (older.status_code, older.json()["code"]) == (409, "text-out-of-use")
    assert not (await listed(therapist, "bam-iop"))["usable"]
    assert (await say(therapist, begun, "1", 2))["status"] == "in_progress"
    third = await entered(director)
    kept = (await director.get(TEXTS, params={"key": "bam-iop"})).json()["items"]
    assert [(one["number"], one["in_use"]) for one in kept] == [(3, True), (2, False), (1, False)]
    assert kept[0]["id"] == third["id"]


async def test_a_safety_answer_alarms_in_its_own_words(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    refused = await director.post(TEXTS, json=own_words("core-10"))
    assert (refused.status_code, refused.json()["code"]) == (409, "instrument-not-in-use")
    await switched_on(director, "core-10")
    await entered(director, "core-10")
    begun = await begin(therapist, episode, instrument_key="core-10")
    for number in range(1, 11):
        begun = await say(therapist, begun, str(number), 1)
    # Items 2 and 3 are turned round, whatever they are worded like.
    assert (await hand_in(therapist, begun))["total"] == 14.0
    (alert,) = (await therapist.get(f"{API}/alerts")).json()["items"]
    whole = (await therapist.get(f"{API}/alerts/{alert['id']}")).json()["answered"]
    assert (whole["question"], whole["answer"]) == ({"en": "Own question 6 (en)"}, {"en": "Own answer 6.1 (en)"})


async def test_a_participant_reads_and_answers_it(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    async with clinic.db() as db:
        entries = [{"instrument_key": "core-10", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    me = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
    await switched_on(director, "core-10")
    assert (await me.get(f"{API}/me/measures")).json()["due"] == []
    text = await entered(director, "core-10", "es")
    (due,) = (await me.get(f"{API}/me/measures")).json()["due"]
    assert (due["instrument_key"], due["languages"], due["questions"]) == ("core-10", ["es"], 10)
    english = await me.post(f"{API}/me/measures", json={"instrument_key": "core-10", "language": "en"})
    assert (english.status_code, english.json()["code"]) == (422, "language-not-there")
    begun = await me.post(f"{API}/me/measures", json={"instrument_key": "core-10", "language": "es"})
    assert begun.status_code == 201, begun.text
    question = begun.json()["items"][5]
    assert (question["text"], question["options"][0]["text"]) == (
        {"es": "Own question 6 (es)"},
        {"es": "Own answer 6.0 (es)"},
    )
    assert begun.json()["credit"].startswith("© CORE System Trust")
    # What they have begun stays readable for them, whatever is entered or taken out of use meanwhile.
    assert (await director.post(f"{TEXTS}/{text['id']}/withdraw")).status_code == 200
    (due,) = (await me.get(f"{API}/me/measures")).json()["due"]
    assert due["administration_id"] == begun.json()["id"]
    assert (await me.get(f"{API}/me/measures/{begun.json()['id']}")).json()["items"][0]["text"]["es"]
    answered = await me.put(f"{API}/me/measures/{begun.json()['id']}/answers/6", json={"value": 1})
    assert (answered.status_code, answered.json()["alarming"]) == (200, True)


async def test_switched_off_it_is_offered_to_nobody(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    async with clinic.db() as db:
        entries = [{"instrument_key": "core-10", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await switched_on(director, "core-10")
    await entered(director, "core-10")
    off = await director.post(f"{API}/instruments/switch-off", json={"instrument_key": "core-10"})
    assert off.status_code == 200
    me = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
    assert (await me.get(f"{API}/me/measures")).json()["due"] == []
    begun = await me.post(f"{API}/me/measures", json={"instrument_key": "core-10", "language": "en"})
    assert begun.json()["code"] == "measure-not-due"


def _changed(change: str) -> dict[str, Any]:
    body = own_words("bam-iop")
    items = body["items"]
    match change:
        case "another question":
            items[2]["number"] = "99"
        case "one too few":
            items.pop()
        case "one too many":
            items.append(items[0])
        case "another answer":
            items[3]["options"][1]["value"] = 7
        case "an answer too few":
            items[3]["options"].pop()
        case "blank":
            items[1]["text"] = " "
        case "long":
            items[1]["options"][0]["text"] = "a" * 201
        case "no right":
            body["licence"] = "yes"
    return body


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ("another question", "text-not-as-defined", "/items/2/number"),
        ("one too few", "text-not-as-defined", "/items"),
        ("one too many", "text-not-as-defined", "/items/23"),
        ("another answer", "text-not-as-defined", "/items/3/options"),
        ("an answer too few", "text-not-as-defined", "/items/3/options"),
        ("blank", "invalid-request", "/items/1/text"),
        ("long", "invalid-request", "/items/1/options/0/text"),
        ("no right", "invalid-request", "/licence"),
    ],
)
async def test_a_text_has_exactly_the_questions_and_answers(
    clinic: Clinic, change: str, code: str, pointer: str
) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    refused = await director.post(TEXTS, json=_changed(change))
    told = refused.json()
    assert (refused.status_code, told["code"], told["errors"][0]["pointer"]) == (422, code, pointer)
    assert (await director.get(TEXTS, params={"key": "bam-iop"})).json()["items"] == []


async def test_only_where_words_are_wanted_and_by_who_may(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    administrator = await clinic.client(Role.ADMINISTRATOR)
    supervisor = await clinic.client(Role.SUPERVISOR)
    assert (await supervisor.post(TEXTS, json=own_words("bam-iop"))).status_code == 403
    assert (await supervisor.get(TEXTS, params={"key": "bam-iop"})).status_code == 403
    for body, status, code in (
        (own_words("phq-9", "es"), 409, "text-is-here"),
        ({**own_words("bam-iop"), "instrument_key": "isi"}, 422, "takes-score-only"),
        ({**own_words("bam-iop"), "instrument_key": "none"}, 404, "instrument-unknown"),
        (own_words("bam-iop", replaces=1), 409, "text-changed"),
    ):
        refused = await director.post(TEXTS, json=body)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    # A translation that its owner distributes, beside the English that is here.
    await entered(administrator, "phq-15", "es")
    assert (await listed(supervisor, "phq-15"))["languages"] == ["en", "es"]
    item = (await defined(supervisor, "phq-15"))["items"][0]
    assert item["text"].keys() == item["options"][0]["text"].keys() == {"en", "es"}


async def test_two_who_enter_at_once_do_not_replace_each_other(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    both = await asyncio.gather(*(director.post(TEXTS, json=own_words("bam-iop")) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    assert next(one for one in both if one.status_code == 409).json()["code"] == "text-changed"


async def test_another_organization_knows_nothing_of_it(clinic: Clinic, other_clinic: Clinic) -> None:
    text = await entered(await clinic.client(Role.PROGRAM_DIRECTOR))
    stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await stranger.get(TEXTS, params={"key": "bam-iop"})).json()["items"] == []
    assert not (await listed(stranger, "bam-iop"))["usable"]
    assert (await stranger.post(f"{TEXTS}/{text['id']}/withdraw")).status_code == 404
    read = {"key": "bam-iop", "instrument_text_id": text["id"]}
    assert (await stranger.get(f"{API}/instruments/definition", params=read)).status_code == 404
