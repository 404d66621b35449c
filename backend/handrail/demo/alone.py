"""Sessions of one person with their therapist, and a course of therapy that is given in them."""

from datetime import date, time, timedelta

from handrail.calendar.service.titles import title_of_kind
from handrail.core.vocabulary import ServiceKind
from handrail.demo.at_work import Clinic, DemoRefusedError, Json
from handrail.demo.cast import Group

SLOTS = (time(13, 0), time(14, 0), time(15, 0), time(16, 0))
MINUTES = 50

EMDR = (
    ("assessment", {"sud": 8, "voc": 2}),
    ("desensitization", {"sud": 5}),
    ("desensitization", {"sud": 3, "voc": 4}),
)
"""Phase and ratings of one memory, week by week up to the last one, not yet worked through."""


async def see_alone(clinic: Clinic, group: Group, episodes: list[Json]) -> None:
    """Book this week's and next week's individual sessions of a cohort with its therapist."""
    slots = [
        (clinic.monday + timedelta(days=7 * week + day), at) for week in (0, 1) for day in range(5) for at in SLOTS
    ]
    waiting = iter([*episodes, *episodes])
    for day, at in slots:
        episode = next(waiting, None)
        if episode is None:
            return
        await _book(clinic, group, episode, day, at)


async def treat_alone(clinic: Clinic, group: Group, episodes: list[Json]) -> None:
    """Give an EMDR course with one memory in the sessions of the last weeks, and leave it in the middle."""
    leader = clinic.people[group.lead]
    modality = clinic.modalities["emdr"]
    days = [clinic.monday + timedelta(days=2) - timedelta(weeks=weeks) for weeks in range(len(EMDR), 0, -1)]
    episode = next(one for one in episodes if str(one["admitted_on"]) <= str(days[0]))
    course = await leader.post(
        f"episodes/{episode['id']}/courses",
        {
            "modality_id": modality["id"],
            "led_by": leader.staff_id,
            "objective": "Ride in a car again without panic",
            "planned_sessions": 8,
            "starts_on": str(days[0]),
        },
    )
    words = {"negative_cognition": "I am not safe", "positive_cognition": "It is over; I am safe now"}
    target = await leader.post(
        f"courses/{course['id']}/targets", {"kind": "memory", "label": "The crossing at night", "details": words}
    )
    for day, (phase, values) in zip(days, EMDR, strict=True):
        session = await _book(clinic, group, episode, day, SLOTS[0])
        if session is None:
            continue
        roster = await leader.get(f"sessions/{session['id']}/roster")
        marks = [{"booking_id": row["booking_id"], "outcome": "present", "version": None} for row in roster["rows"]]
        await leader.post(f"sessions/{session['id']}/attendance", {"marks": marks})
        await leader.post(f"sessions/{session['id']}/close", {"departures": []})
        given = {"modality_id": modality["id"], "phase": phase, "minutes": MINUTES}
        await leader.call("PUT", f"sessions/{session['id']}/delivery", given)
        noted = {"noted_on": str(day), "session_id": session["id"], "phase": phase, "values": values}
        await leader.post(f"courses/{course['id']}/entries", noted | {"target_id": target["id"]})
    task = {"text": "Note what calms you down, once a day", "assigned_on": str(days[-1])}
    await leader.post("homework", {"episode_id": episode["id"], "course_id": course["id"], **task})


async def _book(clinic: Clinic, group: Group, episode: Json, day: date, at: time) -> Json | None:
    """Return the session, or none where the room is taken or the day closed: in a real week too, another is tried."""
    rooms = {"Riverside": ("Office 3", "Office 5"), "Northgate": ("Office 1",)}[group.place]
    room = rooms[0] if group.lead == "therapist" else rooms[-1]
    try:
        made: Json = await clinic.people["director"].post(
            "sessions",
            {
                "title": title_of_kind(ServiceKind.INDIVIDUAL),
                "service_kind": ServiceKind.INDIVIDUAL,
                "program_id": clinic.programs[group.program]["id"],
                "location_id": clinic.locations[group.place],
                "room_id": clinic.rooms[room],
                "local_date": str(day),
                "local_start": at.strftime("%H:%M"),
                "minutes": MINUTES,
                "staff": [{"staff_id": clinic.staff_id(group.lead), "role": "lead"}],
                "bookings": [{"episode_id": episode["id"]}],
            },
        )
    except DemoRefusedError as refusal:
        if " 409 " not in str(refusal):
            raise
        return None
    return made
