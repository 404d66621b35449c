"""Measures over HTTP: which there are, who owes them, what a course says; and safety plans."""

from datetime import timedelta

from tests.factories.episodes import make_episode
from tests.factories.measures import API, begin, close_alerts, give, hand_in, say
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role


async def test_texts_are_there_where_their_owner_allows_and_opt_in_is_switched_on(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    phq = (await therapist.get(f"{API}/instruments/definition", params={"key": "phq-9"})).json()
    assert ("Pfizer" in phq["credit"], len(phq["items"]), phq["items"][8]["safety"]) == (True, 10, True)
    core = (await therapist.get(f"{API}/instruments/definition", params={"key": "core-10"})).json()
    assert ([item["text"] for item in core["items"]], core["usable"]) == ([None] * 10, False)
    url = f"{API}/participants/{episode.participant_id}/administrations"
    wanted = {"episode_id": str(episode.id), "instrument_key": "core-10", "mode": "read_out"}
    refused = await therapist.post(url, json=wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "instrument-not-in-use")
    assert (await therapist.post(f"{API}/instruments/switch-on", json={"instrument_key": "core-10"})).status_code == 403
    assert (await director.post(f"{API}/instruments/switch-on", json={"instrument_key": "core-10"})).json()["usable"]
    assert (await therapist.post(url, json=wanted)).status_code == 201
    again = await therapist.post(url, json=wanted)
    assert (again.status_code, again.json()["code"]) == (409, "already-in-progress")
    score = {**wanted, "instrument_key": "ors", "mode": "score_only", "total": 41, "taken_on": "2026-01-05"}
    assert (await therapist.post(url, json=score)).json()["code"] == "score-out-of-range"
    entered = (await therapist.post(url, json={**score, "total": 22.4})).json()
    assert (entered["status"], entered["total"]) == ("completed", 22.4)


async def test_a_course_says_what_changed_and_what_is_owed(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    today = today_in(clinic.time_zone)
    schedule = f"{API}/programs/{episode.program_id}/measure-schedule"
    entries = {"entries": [{"instrument_key": "phq-9", "moments": ["weekly"]}]}
    assert (await director.put(schedule, json=entries, headers={"If-Match": '"0"'})).status_code == 200
    assert (await director.put(schedule, json=entries, headers={"If-Match": '"0"'})).status_code == 412
    due_url = f"{API}/programs/{episode.program_id}/measures-due"
    (due,) = (await therapist.get(due_url)).json()["due"]
    assert (due["name"], due["since"]) == ("PHQ-9", str(episode.admitted_on))
    for days, values in ((14, [2] * 8 + [0]), (7, [1] * 8 + [0]), (0, [1] * 4 + [0] * 5)):
        taken_on = str(today - timedelta(days=days))
        await give(therapist, episode, values, taken_on=taken_on)
    begun = await begin(therapist, episode)
    await say(therapist, begun, "1", 1)
    course = (await therapist.get(f"{API}/participants/{episode.participant_id}/measures")).json()
    (series,) = course["series"]
    assert [(one["total"], one["change"], one["turning_point"]) for one in series["points"]] == [
        (16.0, None, None),
        (8.0, -8.0, "improved"),
        (4.0, -12.0, None),
    ]
    assert [one["recovered"] for one in series["points"]] == [None, True, True]
    assert [one["id"] for one in course["in_progress"]] == [begun["id"]]
    assert course["due"] == []


async def test_who_led_a_stay_gives_its_follow_up_and_acts_on_it(clinic: Clinic) -> None:
    clinician = await clinic.client(Role.THERAPIST)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    today = today_in(clinic.time_zone)
    episode = await make_episode(
        clinic, primary_clinician_id=clinician.staff_id, admitted_on=today - timedelta(days=170)
    )
    entries = {"entries": [{"instrument_key": "phq-9", "moments": ["after_3_months"]}]}
    schedule = f"{API}/programs/{episode.program_id}/measure-schedule"
    assert (await director.put(schedule, json=entries, headers={"If-Match": '"0"'})).status_code == 200
    end = {"ended_on": str(today - timedelta(days=100)), "reason": "completed"}
    assert (await director.post(f"{API}/episodes/{episode.id}/end", json=end)).status_code == 200
    due_url = f"{API}/programs/{episode.program_id}/measures-due"
    (due,) = (await clinician.get(due_url)).json()["due"]
    assert due["moment"] == "after_3_months"
    given = await give(clinician, episode, [1] * 8 + [2])
    assert len(given["alert_ids"]) == 1
    assert (await clinician.get(due_url)).json()["due"] == []
    person = f"{API}/participants/{episode.participant_id}"
    assert (await clinician.get(person)).status_code == 200
    plan = {"replaces": 0, "warning_signs": "Three nights awake.", "own_ways": "Walk.", "made_together": True}
    assert (await clinician.post(f"{person}/safety-plans", json=plan)).status_code == 201
    await close_alerts(clinician)


async def test_every_figure_stands_with_its_formula_its_people_and_its_source(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    await give(therapist, episode, [2] * 20, instrument_key="pcl-5")
    await give(therapist, episode, [3, 2, 1], instrument_key="audit-c")
    bam = await begin(therapist, episode, instrument_key="bam")
    for item, value in (("4", 1), ("5", 0), ("6", 0)):
        bam = await say(therapist, bam, item, value)
    await hand_in(therapist, bam)
    course = (await therapist.get(f"{API}/participants/{episode.participant_id}/measures")).json()
    audit_c, brief, pcl = sorted(course["series"], key=lambda one: str(one["instrument_key"]))
    assert [(one["key"], one["points"]) for one in pcl["reliable_change"]] == [("possible-15", 15), ("firm-18", 18)]
    cited = [
        *pcl["reliable_change"],
        pcl["clinical_range"],
        *pcl["cutoffs"],
        *pcl["criteria"],
        *audit_c["cutoffs"],
        *brief["cutoffs"],
    ]
    assert len(cited) == 12
    for figure in cited:
        assert figure["citation"]
        assert figure["population"].keys() == {"en", "es"}
    assert all(one["formula"]["es"] for one in pcl["reliable_change"])
    assert (pcl["clinical_range"]["at_least"], pcl["bands_evidence"]) == (29, None)
    assert pcl["points"][0]["positive"] == [
        "provisional-ptsd-31",
        "provisional-ptsd-33",
        "provisional-ptsd-by-clusters",
    ]
    assert audit_c["points"][0]["positive"] == ["va-dod-5", "validation-men-4", "validation-women-3"]
    assert (brief["lowest"], brief["points"][0]["positive"]) == (None, ["any-use"])
    assert [(one["key"], one["lowest"], one["highest"], one["higher"]) for one in brief["subscales"]] == [
        ("use", 0, 12, "worse"),
        ("risk", 0, 24, "worse"),
        ("protective", 0, 24, "better"),
    ]


async def test_a_safety_plan_is_replaced_only_by_who_has_read_it(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")
    url = f"{API}/participants/{episode.participant_id}/safety-plans"
    plan = {"replaces": 0, "warning_signs": "I lie awake.", "made_together": True}
    assert (await therapist.post(url, json=plan)).json()["number"] == 1
    late = await therapist.post(url, json={**plan, "warning_signs": "Something else."})
    assert (late.status_code, late.json()["code"]) == (409, "plan-changed")
    assert (await therapist.post(url, json={**plan, "replaces": 1, "own_ways": "Walk."})).status_code == 201
    versions = (await therapist.get(url)).json()["items"]
    assert [(one["number"], one["own_ways"], one["written_by_name"]) for one in versions] == [
        (2, "Walk.", "Sam Reyes"),
        (1, None, "Sam Reyes"),
    ]
    empty = await therapist.post(url, json={"replaces": 2, "made_together": False})
    assert (empty.status_code, empty.json()["code"]) == (422, "plan-empty")
