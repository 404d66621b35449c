"""A protocol says which measure is due; the course that follows it asks for it, until it ends."""

from datetime import timedelta
from typing import Any

from tests.api.courses.test_courses import act, start
from tests.api.delivery.test_delivery import group_and_catalogue, mark, put
from tests.factories.attendance import Group
from tests.factories.delivery import entry
from tests.factories.measures import API, give
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role
from handrail.measures.models import MeasureSchedule


async def due_of(group: Group) -> list[tuple[str, str, str, str | None]]:
    """What stands on the due list of the program; the chart says the same."""
    listed = (await group.therapist.get(f"{API}/programs/{group.program_id}/measures-due")).json()["due"]
    chart = f"{API}/participants/{group.episodes[0].participant_id}/measures"
    assert (await group.therapist.get(chart)).json()["due"] == listed
    return [(one["instrument_key"], one["moment"], one["since"], one["therapy"]) for one in listed]


async def test_a_cpt_course_asks_for_the_pcl_5_before_each_session_until_it_ends(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic)
    today = today_in(clinic.time_zone)
    assert await due_of(group) == []
    first = today - timedelta(days=8)
    course = await start(group, clinic, by_key["cpt"], starts_on=str(first))
    assert await due_of(group) == [("pcl-5", "every_session", str(first), "CPT")]
    me = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
    (mine,) = (await me.get(f"{API}/me/measures")).json()["due"]
    assert (mine["instrument_key"], mine["since"]) == ("pcl-5", str(first))

    # The day before the first session; after the session the next is asked for.
    await give(group.therapist, group.episodes[0], [2] * 20, instrument_key="pcl-5", taken_on=str(first))
    assert await due_of(group) == []
    noted = {"noted_on": str(first + timedelta(days=1)), "phase": "introduction-and-education"}
    entered = await act(group, f"/courses/{course['id']}/entries", noted, None, 201)
    assert await due_of(group) == [("pcl-5", "every_session", str(first + timedelta(days=2)), "CPT")]
    await act(group, f"/course-entries/{entered['id']}/void", {"reason": "Another person's"}, None, 204)
    assert await due_of(group) == [], "what was taken back was no session"
    await act(group, f"/courses/{course['id']}/entries", noted, None, 201)

    # They answer it on their phone, and it is owed no more; a session delivered today asks again tomorrow.
    begun = await me.post(f"{API}/me/measures", json={"instrument_key": "pcl-5", "language": "en"})
    assert begun.status_code == 201, begun.text
    for item in range(1, 21):
        said = await me.put(f"{API}/me/measures/{begun.json()['id']}/answers/{item}", json={"value": 1})
        assert said.status_code == 200, said.text
    done = await me.post(
        f"{API}/me/measures/{begun.json()['id']}/hand-in", headers={"If-Match": f'"{said.json()["version"]}"'}
    )
    assert done.status_code == 200, done.text
    assert await due_of(group) == []
    assert (await me.get(f"{API}/me/measures")).json()["due"] == []

    await clinic.sql("UPDATE administrations SET taken_on = $1 WHERE taken_on = $2", today - timedelta(days=3), today)
    await mark(group, "present")
    assert (await put(group, entry(by_key["cpt"]))).status_code == 200
    await clinic.sql("UPDATE sessions SET local_date = local_date - 1 WHERE id = $1", group.id)
    assert await due_of(group) == [("pcl-5", "every_session", str(group.session.local_date), "CPT")]

    ending = {"ended_on": str(today), "stop_reason": "completed"}
    whole = (await group.therapist.get(f"{API}/courses/{course['id']}")).json()
    await act(group, f"/courses/{course['id']}/end", ending, whole["version"])
    assert await due_of(group) == []
    assert (await me.get(f"{API}/me/measures")).json()["due"] == []


async def test_what_the_program_asks_for_anyway_is_asked_once(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic, people=1)
    async with clinic.db() as db:
        entries = [{"instrument_key": "pcl-5", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    await start(group, clinic, by_key["cpt"])
    ((key, moment, _, therapy),) = await due_of(group)
    assert (key, moment, therapy) == ("pcl-5", "weekly", None)


async def test_an_organization_has_another_therapy_ask_weekly_and_running_courses_stay(clinic: Clinic) -> None:
    group, by_key = await group_and_catalogue(clinic, people=2)
    before = await start(group, clinic, by_key["cbt"])
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{API}/modalities/{by_key['cbt'].id}"

    async def adapt(version: int, asked: list[dict[str, Any]]) -> Any:
        return await director.patch(url, json={"measures": asked}, headers={"If-Match": f'"{version}"'})

    unknown = await adapt(1, [{"instrument_key": "mood-ring", "moment": "weekly"}])
    assert (unknown.status_code, unknown.json()["code"]) == (422, "measure-unknown")
    twice = await adapt(1, [{"instrument_key": "phq-9", "moment": "weekly"}] * 2)
    assert (twice.status_code, twice.json()["code"]) == (422, "keys-repeat")
    adapted = await adapt(1, [{"instrument_key": "phq-9", "moment": "weekly"}])
    assert (adapted.status_code, adapted.json()["protocol_version"]) == (200, 2), adapted.text
    assert await due_of(group) == [], "it follows the version it began with"
    moved = await group.therapist.patch(
        f"{API}/courses/{before['id']}",
        json={"protocol_version": 2},
        headers={"If-Match": f'"{before["version"]}"'},
    )
    assert moved.status_code == 200, moved.text
    assert await due_of(group) == [("phq-9", "weekly", before["starts_on"], "CBT")]
