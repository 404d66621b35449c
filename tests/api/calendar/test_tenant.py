"""Nothing of the calendar crosses from one organization to another."""

import pytest
from tests.factories.calendar import API, make_scene
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role


async def test_another_organization_s_ids_are_nothing(clinic: Clinic, other_clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    series = await scene.post("/series", scene.series())
    session = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    (booking,) = await scene.bookings(session["id"])
    day = (await scene.get("/program-days", from_date=scene.day(), to_date=scene.day(6)))["items"][0]
    stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    match = {"If-Match": '"1"'}
    move = {"local_date": "2027-01-04", "local_start": "10:00", "minutes": 50}
    period = {"from_date": scene.day().isoformat(), "to_date": scene.day(6).isoformat()}
    calls = [
        stranger.get(f"{API}/series/{series['id']}"),
        stranger.patch(f"{API}/series/{series['id']}", json={"from_date": "2027-01-01"}, headers=match),
        stranger.post(f"{API}/series/{series['id']}/end", json={"last_date": "2027-01-01"}, headers=match),
        stranger.get(f"{API}/sessions/{session['id']}"),
        stranger.patch(f"{API}/sessions/{session['id']}", json={"title": "Mine"}, headers=match),
        stranger.post(f"{API}/sessions/{session['id']}/move", json=move, headers=match),
        stranger.post(f"{API}/sessions/{session['id']}/cancel", json={"reason": "other"}, headers=match),
        stranger.get(f"{API}/sessions/{session['id']}/bookings"),
        stranger.post(f"{API}/sessions/{session['id']}/bookings", json={"episode_id": str(episode.id)}),
        stranger.get(f"{API}/bookings/{booking['id']}"),
        stranger.post(f"{API}/bookings/{booking['id']}/cancel", json={"reason": "scheduling"}, headers=match),
        stranger.get(f"{API}/participants/{episode.participant_id}/sessions", params=period),
        stranger.patch(f"{API}/program-days/{day['id']}", json={"status": "closed"}, headers=match),
    ]
    assert [(await call).status_code for call in calls] == [404] * len(calls)
    assert (await stranger.get(f"{API}/series")).json()["items"] == []
    assert (await stranger.get(f"{API}/sessions", params=period)).json()["items"] == []


@pytest.mark.parametrize("foreign", ["program_id", "location_id", "room_id", "leader_id", "cohort_id"])
async def test_nothing_foreign_can_be_scheduled(clinic: Clinic, other_clinic: Clinic, foreign: str) -> None:
    scene, theirs = await make_scene(clinic), await make_scene(other_clinic)
    value = str(getattr(theirs, foreign))
    body = scene.series()
    if foreign == "leader_id":
        body["staff"] = [{"staff_id": value, "role": "lead"}]
    elif foreign == "cohort_id":
        body["cohort_ids"] = [value]
    else:
        body[foreign] = value
    await scene.post("/series", body, 404)
