"""Courses of therapy and homework through the API."""

from datetime import timedelta
from typing import Any

from tests.api.delivery.test_delivery import close, group_and_catalogue, mark, put
from tests.factories.attendance import Group
from tests.factories.delivery import entry
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role

API = "/api/v1"


async def start(group: Group, clinic: Clinic, modality: Any, index: int = 0, **values: Any) -> dict[str, Any]:
    body = {"modality_id": str(modality.id), "starts_on": str(today_in(clinic.time_zone)), **values}
    answer = await group.therapist.post(f"{API}/episodes/{group.episodes[index].id}/courses", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def act(group: Group, path: str, body: dict[str, Any], version: int | None, status: int = 200) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    answer = await group.therapist.post(f"{API}{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def test_an_emdr_course_is_followed_from_phase_to_phase_and_its_memory_settled(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    today = str(today_in(clinic.time_zone))
    course = await start(group, clinic, by_key["emdr"], objective="Sleep without the accident", planned_sessions=8)
    path = f"/courses/{course['id']}"
    words = {"negative_cognition": "It was my fault", "positive_cognition": "I did what I could"}
    memory = {"kind": "memory", "label": "The crossing", "details": words}
    before = {"noted_on": today, "phase": "assessment", "values": {"sud": 7, "voc": 2}}
    for wrong, at in (
        ({"values": {"sud": 11}}, "/rated/values/sud"),
        ({"phase": "trust"}, "/rated/phase"),
        ({"noted_on": "2020-01-01"}, "/rated/noted_on"),
    ):
        refused = await act(group, f"{path}/targets", {**memory, "rated": before | wrong}, None, 422)
        assert at in str(refused), "and nothing is kept of the target"
    target = await act(group, f"{path}/targets", {**memory, "rated": before}, None, 201)
    assert target["number"] == 1
    noted = {"noted_on": today, "phase": "desensitization", "target_id": target["id"], "values": {"sud": 3}}
    await act(group, f"{path}/entries", noted, None, 201)
    settle = {"status": "complete", "settled_on": today}
    refused = await act(group, f"/course-targets/{target['id']}/settle", settle, 1, 409)
    assert (refused["code"], refused["records"]) == ("target-not-worked-through", ["body-scan-clear", "sud", "voc"])

    listed = (await group.therapist.get(f"{API}/participants/{course['participant_id']}/courses")).json()["items"]
    (card,) = listed
    assert (card["planned_sessions"], card["received_sessions"]) == (8, 0)
    place = {"phase": "desensitization", "name": "Desensitization", "number": 4, "of": 8, "target": 1}
    (shown,) = card["targets"]
    assert card["place"] == shown["place"] == place
    gone = [(one["number"], one["from_on"], one["to_on"], one["times"]) for one in card["phases"]]
    assert gone == [(3, today, today, 1), (4, today, today, 1)]
    assert (shown["times_noted"], shown["left"]) == (2, ["body-scan-clear", "sud", "voc"])
    assert [(one["key"], one["first"], one["latest"]) for one in shown["ratings"]] == [("sud", 7, 3), ("voc", 2, 2)]
    sud, voc = shown["ratings"]
    assert [one["value"] for one in sud["points"]] == [7, 3]
    assert ((sud["least"], sud["most"], sud["goal"]), voc["goal"]) == ((0, 10, 0), 7)
    assert "crossing" not in str(listed), "the words of a memory stand in no list"

    last = {"noted_on": today, "phase": "body-scan", "target_id": target["id"]}
    wrong = await act(
        group, f"{path}/entries", {**last, "values": {"sud": 0, "voc": 7, "body-scan-clear": True}}, None, 201
    )
    settled = await act(group, f"/course-targets/{target['id']}/settle", settle, 1)
    assert (settled["status"], settled["details"]) == ("complete", words)
    await act(group, f"/course-entries/{wrong['id']}/void", {"reason": "Another person's"}, None, 204)
    whole = (await group.therapist.get(f"{API}{path}")).json()
    assert [one["values"] for one in whole["entries"]] == [{"sud": 3}, {"sud": 7, "voc": 2}]
    assert whole["words"][0]["label"] == "The crossing"

    ended = await act(group, f"{path}/end", {"ended_on": today, "stop_reason": "completed"}, course["version"])
    assert (await act(group, f"{path}/targets", {"kind": "memory", "label": "Another"}, None, 409))["code"] == (
        "course-ended"
    )
    again = await act(group, f"{path}/reopen", {}, ended["version"])
    assert (again["ended_on"], again["stop_reason"]) == (None, None)


async def test_a_course_shows_the_dose_its_group_delivered_and_runs_once_a_modality(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    course = await start(group, clinic, by_key["dbt"], starts_on=str(group.session.local_date))
    again = {"modality_id": str(by_key["dbt"].id), "starts_on": course["starts_on"]}
    answer = await group.therapist.post(f"{API}/episodes/{group.episodes[0].id}/courses", json=again)
    assert (answer.status_code, answer.json()["code"]) == (409, "course-runs")
    await mark(group, "present", "present", "present")
    assert (await put(group, entry(by_key["dbt"], module="mindfulness"))).status_code == 200
    await close(group)
    card = (await group.therapist.get(f"{API}/courses/{course['id']}")).json()
    assert (card["received_sessions"], card["received_minutes"]) == (1, 90)
    cpt = await start(group, clinic, by_key["cpt"], 1)
    assert cpt["planned_sessions"] == 12


async def test_a_running_course_follows_the_version_it_began_with_until_it_is_moved(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    emdr = by_key["emdr"]
    course = await start(group, clinic, emdr)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{API}/modalities/{emdr.id}"
    shipped = (await director.get(url)).json()
    change = {
        "phases": [*shipped["phases"], {"key": "future", "name": "Future template"}],
        "homework_kinds": [{"key": "log", "name": "Log of disturbances"}],
        "planned_sessions": 12,
        "note": "We work on what is ahead, too",
    }
    answer = await director.patch(url, json=change, headers={"If-Match": f'"{shipped["version"]}"'})
    assert answer.status_code == 200, answer.text
    adapted = answer.json()
    assert (adapted["protocol_version"], adapted["adapted"]) == (2, True)
    names = {"name": "EMDR as we do it"}
    answer = await director.patch(url, json=names, headers={"If-Match": f'"{adapted["version"]}"'})
    assert answer.json()["protocol_version"] == 2, "a name is no protocol"
    versions = (await director.get(f"{url}/versions")).json()["items"]
    assert [(one["number"], len(one["phases"]), one["note"]) for one in versions] == [
        (2, 9, change["note"]),
        (1, 8, None),
    ]
    assert versions[0]["published_by"] == str(director.staff_id)

    path = f"/courses/{course['id']}"
    running = (await group.therapist.get(f"{API}{path}")).json()
    assert (running["protocol_version"], running["newest_version"], len(running["protocol"]["phases"])) == (1, 2, 8)
    ahead = {"noted_on": course["starts_on"], "phase": "future"}
    assert (await act(group, f"{path}/entries", ahead, None, 422))["code"] == "phase-unknown"

    async def move(version: int) -> Any:
        headers = {"If-Match": f'"{course["version"]}"'}
        return await group.therapist.patch(f"{API}{path}", json={"protocol_version": version}, headers=headers)

    assert (await move(3)).json()["code"] == "modality-version-not-found"
    moved = (await move(2)).json()
    assert (moved["protocol_version"], len(moved["protocol"]["phases"])) == (2, 9)
    await act(group, f"{path}/entries", ahead, None, 201)
    assert (await group.therapist.get(f"{API}{path}")).json()["place"]["number"] == 9
    fresh = await start(group, clinic, emdr, 1)
    assert (fresh["protocol_version"], fresh["planned_sessions"]) == (2, 12)


async def test_when_a_memory_is_worked_through_is_what_its_protocol_says(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    emdr = by_key["emdr"]
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{API}/modalities/{emdr.id}"
    today = str(today_in(clinic.time_zone))

    async def memory(course: dict[str, Any], **values: Any) -> dict[str, Any]:
        target = await act(group, f"/courses/{course['id']}/targets", {"kind": "memory", "label": "It"}, None, 201)
        noted = {"noted_on": today, "target_id": target["id"], "phase": "body-scan", "values": values}
        await act(group, f"/courses/{course['id']}/entries", noted, None, 201)
        found: dict[str, Any] = target
        return found

    settle = {"status": "complete", "settled_on": today}
    shipped = await start(group, clinic, emdr)
    last = {"sud": 1, "voc": 7, "body-scan-clear": True}
    one = await memory(shipped, **last)
    refused = await act(group, f"/course-targets/{one['id']}/settle", settle, 1, 409)
    assert refused["records"] == ["sud"], "1 is enough only where what is left fits the situation"
    fits = await memory(shipped, **last, **{"sud-fits": True})
    await act(group, f"/course-targets/{fits['id']}/settle", settle, 1)

    # The organization holds its memories to another rule; what runs stays with the one it began with.
    rule = [{"record": "sud", "least": 0, "most": 2, "anew_after": [], "counts_in": [], "widened": None}]
    adapted = await director.patch(url, json={"completion": rule}, headers={"If-Match": '"1"'})
    assert (adapted.status_code, adapted.json()["protocol_version"]) == (200, 2), adapted.text
    assert adapted.json()["completion"] == rule
    refused = await act(group, f"/course-targets/{one['id']}/settle", settle, 1, 409)
    assert refused["code"] == "target-not-worked-through"
    ours = await start(group, clinic, emdr, 1)
    assert ours["protocol"]["completion"] == rule
    two = await memory(ours, sud=2)
    (shown,) = (await group.therapist.get(f"{API}/courses/{ours['id']}")).json()["targets"]
    assert shown["left"] == []
    await act(group, f"/course-targets/{two['id']}/settle", settle, 1)

    words = {"completion": [rule[0] | {"record": "target"}]}
    bare = await director.patch(url, json=words, headers={"If-Match": f'"{adapted.json()["version"]}"'})
    assert (bare.status_code, bare.json()["code"]) == (422, "rule-of-what")


async def test_a_belief_counts_from_installation_on_and_after_the_last_work_on_its_memory(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    course = await start(group, clinic, by_key["emdr"])
    path, today = f"/courses/{course['id']}", str(today_in(clinic.time_zone))
    target = await act(group, f"{path}/targets", {"kind": "memory", "label": "It"}, None, 201)
    settle = {"status": "complete", "settled_on": today}

    async def note(phase: str | None, **values: Any) -> None:
        body = {"noted_on": today, "target_id": target["id"], "phase": phase, "values": values}
        await act(group, f"{path}/entries", body, None, 201)

    async def refused() -> Any:
        return (await act(group, f"/course-targets/{target['id']}/settle", settle, 1, 409))["records"]

    await note("desensitization", **{"sud": 0, "body-scan-clear": True})
    await note("preparation", voc=7)
    await note(None, voc=7)
    assert await refused() == ["voc"], "in no phase, or in one before installation"
    await note("installation", voc=7)
    await note("desensitization", sud=0)
    assert await refused() == ["voc"], "it was worked on again since"
    await note("installation", voc=7)
    await act(group, f"/course-targets/{target['id']}/settle", settle, 1)


async def test_urges_and_acts_are_refused_in_a_note_of_an_older_or_adapted_protocol(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    scale = {"name": "Urge, highest of the week", "kind": "scale", "least": 0, "most": 5, "note": None}
    older = [{**scale, "key": key, "scope": "course"} for key in ("urge-suicide", "urge-self-harm", "self-harm-acts")]
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{API}/modalities/{by_key['dbt'].id}"
    records = (await director.get(url)).json()["records"]
    adapted = await director.patch(url, json={"records": [*older, *records]}, headers={"If-Match": '"1"'})
    assert adapted.status_code == 200, adapted.text

    course = await start(group, clinic, by_key["dbt"])
    assert course["on_diary_card"] == [one["key"] for one in older]
    path, today = f"/courses/{course['id']}", str(today_in(clinic.time_zone))
    for key in course["on_diary_card"]:
        noted = {"noted_on": today, "values": {"misery": 3, key: 5}}
        refused = await act(group, f"{path}/entries", noted, None, 422)
        assert refused["code"] == "record-on-diary-card"
        assert "diary card" in refused["title"]
        assert refused["errors"][0]["pointer"] == f"/values/{key}"
        before = {"kind": "behavior", "label": "It", "rated": noted}
        assert (await act(group, f"{path}/targets", before, None, 422))["code"] == "record-on-diary-card"
    whole = (await group.therapist.get(f"{API}{path}")).json()
    assert (whole["entries"], whole["words"]) == ([], []), "nothing of it is kept where nobody is told"

    # What was noted before stays to be read.
    await act(group, f"{path}/entries", {"noted_on": today, "values": {"misery": 3}}, None, 201)
    await clinic.sql(
        """UPDATE course_entries SET values = '{"urge-suicide": 5}' WHERE organization_id = $1""",
        clinic.organization_id,
    )
    whole = (await group.therapist.get(f"{API}{path}")).json()
    assert [one["values"] for one in whole["entries"]] == [{"urge-suicide": 5}]
    assert [(one["key"], one["latest"]) for one in whole["ratings"]] == [("urge-suicide", 5)]


async def test_a_course_begun_before_the_rule_was_data_is_held_to_what_it_was(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    course = await start(group, clinic, by_key["emdr"])
    # As the version before wrote it: no rule, no measures, no doses, and records without a scope.
    await clinic.sql(
        "UPDATE modalities SET completion = NULL, catalogue_version = '2026-11-27', records ="
        " (SELECT jsonb_agg(one - 'scope') FROM jsonb_array_elements(records) AS one)"
        " WHERE organization_id = $1 AND id = $2",
        clinic.organization_id,
        by_key["emdr"].id,
    )
    for version in (1, 2):
        whole = (await group.therapist.get(f"{API}/courses/{course['id']}")).json()
        assert (whole["protocol_version"], whole["newest_version"]) == (1, version)
        rule = {one["record"]: (one["least"], one["most"]) for one in whole["protocol"]["completion"]}
        assert rule == {"voc": (7, 7), "sud": (0, 1), "body-scan-clear": (1, 1)}
        assert {one["scope"] for one in whole["protocol"]["records"]} == {"course"}
        await ship_modalities(clinic)  # brings the newer catalogue, of which the course stays clear


async def test_a_therapy_for_children_is_refused_to_grown_ups_and_one_outside_care_to_everybody(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    url = f"{API}/episodes/{group.episodes[0].id}/courses"
    today = today_in(clinic.time_zone)
    body = {"modality_id": str(by_key["tf-cbt"].id), "starts_on": str(today)}
    refused = await group.therapist.post(url, json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "age-outside-modality")
    early = {"modality_id": str(by_key["cbt"].id), "starts_on": str(today - timedelta(days=4000))}
    refused = await group.therapist.post(url, json=early)
    assert (refused.status_code, refused.json()["code"]) == (409, "episode-has-no-care")


async def test_homework_is_given_to_a_group_or_to_one_reported_and_reviewed(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    today = str(today_in(clinic.time_zone))
    await mark(group, "present", "excused")
    exceptions = [{"booking_id": str(group.bookings[0].id), "homework": "Call your sister"}]
    told = await put(group, entry(by_key["dbt"], homework="Act opposite once a day", exceptions=exceptions))
    assert told.status_code == 200, told.text
    lists = [f"{API}/participants/{episode.participant_id}/homework" for episode in group.episodes]
    (given,) = (await group.therapist.get(lists[0])).json()["items"]
    assert (given["text"], given["state"], given["id"]) == ("Call your sister", "assigned", None)
    assert (await group.therapist.get(lists[1])).json()["items"] == [], "who was away was given none"

    body = {"episode_id": given["episode_id"], "delivery_id": given["delivery_id"], "assigned_on": given["assigned_on"]}
    taken = await act(group, "/homework", body, None, 201)
    assert (await act(group, "/homework", body, None, 201))["id"] == taken["id"], "taken up once"
    early = await act(group, f"/homework/{taken['id']}/review", {"reviewed_on": today}, taken["version"], 409)
    assert early["code"] == "homework-not-reported"
    done = await act(
        group, f"/homework/{taken['id']}/report", {"done": "partly", "reported_on": today}, taken["version"]
    )
    seen = await act(group, f"/homework/{taken['id']}/review", {"reviewed_on": today}, done["version"])
    assert (seen["state"], seen["done"]) == ("reviewed", "partly")
    own = {"episode_id": str(group.episodes[1].id), "text": "Two pages of diary", "assigned_on": today}
    mine = await act(group, "/homework", own, None, 201)
    refused = await group.therapist.post(f"{API}/homework", json={**own, "delivery_id": given["delivery_id"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "homework-of-what")
    unheard = await act(group, "/homework", {**body, "episode_id": str(group.episodes[1].id)}, None, 409)
    assert unheard["code"] == "delivery-without-homework"
    await act(group, f"/homework/{mine['id']}/void", {"reason": "Given twice"}, mine["version"], 204)
    assert (await group.therapist.get(lists[1])).json()["items"] == []
    assert (await group.therapist.get(f"{lists[0]}?open_only=true")).json()["items"] == []


async def test_who_does_not_treat_somebody_finds_no_course_of_theirs(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    course = await start(group, clinic, by_key["cbt"])
    stranger = await clinic.client(Role.THERAPIST)
    assert (await stranger.get(f"{API}/courses/{course['id']}")).status_code == 404
    body = {"modality_id": str(by_key["cbt"].id), "starts_on": course["starts_on"]}
    assert (await stranger.post(f"{API}/episodes/{group.episodes[1].id}/courses", json=body)).status_code == 404
