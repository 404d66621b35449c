"""What would mend a week, over HTTP: who is offered what, and what is left out without a word."""

from datetime import timedelta
from typing import Any

from tests.api.attendance.test_ledger import expect
from tests.factories.calendar import make_scene
from tests.support.clinic import Clinic

from handrail.episodes.vocabulary import DayState


async def test_groups_with_a_seat_in_free_hours_are_offered_and_nothing_else(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode, other = await scene.person(), await scene.person("Blair")
    monday = scene.day()
    await expect(clinic, episode.id, {monday + timedelta(days=one): DayState.EXPECTED for one in (0, 2, 4)})

    async def group(day: int, at: str, **values: Any) -> dict[str, Any]:
        body = {"service_kind": "group", "title": f"{day} {at}", "capacity": 1, "minutes": 90, "room_id": None}
        when = {"local_date": (monday + timedelta(days=day)).isoformat(), "local_start": at}
        return await scene.post("/sessions", scene.session(**(body | when | values)))

    open_one, full, busy, away, apart = [await group(1, f"{hour:02}:00") for hour in (8, 10, 12, 14, 16)]
    await group(2, "08:00", service_kind="individual")
    await group(3, "08:00", countable=False)
    later = await group(8, "08:00")
    await scene.post(f"/sessions/{full['id']}/bookings", {"episode_id": str(other.id)})
    await scene.post(f"/sessions/{busy['id']}/bookings", {"episode_id": str(episode.id)})
    hours = {
        "kind": "work",
        "weekday": "tuesday",
        "local_start": "13:45",
        "local_end": "15:00",
        "starts_on": scene.today.isoformat(),
    }
    await scene.post(f"/participants/{episode.participant_id}/availability", hours)
    first, second = ({"participant_id": str(one.participant_id)} for one in (episode, other))
    met = {"first": first, "second": second, "reason": "Both ask for it", "starts_on": scene.today.isoformat()}
    await scene.post("/separations", met)
    await scene.act("PATCH", f"/sessions/{apart['id']}", apart["version"], {"capacity": 5})
    await scene.post(f"/sessions/{apart['id']}/bookings", {"episode_id": str(other.id)})

    found = await scene.get(f"/episodes/{episode.id}/make-ups", week=monday)
    assert [one["session_id"] for one in found["offers"]] == [open_one["id"]]
    (offer,) = found["offers"]
    assert (offer["title"], offer["minutes"], offer["mends_minutes"]) == ("1 08:00", 90, 90)
    assert (found["short_by_minutes"] > 90, found["enough_session_ids"], found["missed_booking_ids"]) == (True, [], [])
    assert later["id"] not in str(found), "next week mends nothing of this one"
    assert away["id"] not in str(found)
