"""The weeks of a cohort of the demo clinic: its groups and the work they leave."""

from datetime import date, datetime, time, timedelta

from handrail.core.clock import now
from handrail.demo import cast
from handrail.demo.alone import see_alone, treat_alone
from handrail.demo.at_work import ZONE, Api, Clinic, Json, chance
from handrail.demo.cast import Group, Meeting
from handrail.demo.intake import admit
from handrail.demo.therapy import follow_curriculum

OUTCOMES: tuple[tuple[int, Json], ...] = (
    (85, {"outcome": "present"}),
    (89, {"outcome": "late"}),
    (92, {"outcome": "left_early"}),
    (94, {"outcome": "excused", "absence_reason": "illness"}),
    (96, {"outcome": "excused", "absence_reason": "medical_appointment"}),
    (97, {"outcome": "excused", "absence_reason": "child_care"}),
    (100, {"outcome": "absent", "absence_reason": "no_contact"}),
)


POINT_MET = 72
"""Of a hundred sessions, those in which a point of the therapy was met in the first week; two more each week."""


async def run_cohort(clinic: Clinic, group: Group) -> None:
    """Open a cohort, plan its week, admit its people one after another, and live through the weeks since."""
    director = clinic.people["director"]
    program = clinic.programs[group.program]
    track = next(one for one in program["tracks"] if one["track"] == group.track)
    cohort = await director.post(
        "cohorts",
        {
            "program_id": program["id"],
            "location_id": clinic.locations[group.place],
            "name": group.name,
            "track": group.track,
            "capacity": group.capacity,
            "starts_on": str(clinic.opened),
        },
    )
    await director.post(f"cohorts/{cohort['id']}/start", {})
    series = [await plan_meeting(clinic, group, meeting, cohort, track) for meeting in group.meetings]
    episodes = [await admit(clinic, group, cohort, person, place) for place, person in enumerate(group.people)]
    for person, episode in zip(group.people, episodes, strict=True):
        clinic.episodes[f"{person.given_name} {person.family_name}"] = episode
    for meeting, one in zip(group.meetings, series, strict=True):
        await live_through(clinic, group, meeting, one)
        await follow_curriculum(clinic, group, meeting, cohort, one)
    if any(meeting.modality == "cpt" for meeting in group.meetings):
        await treat_alone(clinic, group, episodes)
    await see_alone(clinic, group, episodes)
    await leave_work(clinic, group, episodes)


async def plan_meeting(clinic: Clinic, group: Group, meeting: Meeting, cohort: Json, track: Json) -> Json:
    begins = datetime.combine(clinic.today, time.fromisoformat(track["starts_at"])) + timedelta(minutes=meeting.offset)
    staff = [{"staff_id": clinic.staff_id(group.lead), "role": "lead"}]
    if group.co_lead is not None:
        staff.append({"staff_id": clinic.staff_id(group.co_lead), "role": "co_facilitator"})
    made: Json = await clinic.people["director"].post(
        "series",
        {
            "title": meeting.title,
            "short_name": meeting.short_name,
            "service_kind": meeting.service_kind,
            "program_id": clinic.programs[group.program]["id"],
            "location_id": clinic.locations[group.place],
            "room_id": clinic.rooms[group.room],
            "meetings": [
                {"weekday": day, "local_start": begins.strftime("%H:%M"), "minutes": meeting.minutes}
                for day in track["weekdays"]
            ],
            "starts_on": str(clinic.opened),
            "capacity": group.capacity,
            "cohort_ids": [cohort["id"]],
            "staff": staff,
        },
    )
    return made


async def live_through(clinic: Clinic, group: Group, meeting: Meeting, series: Json) -> None:
    """Run every past session of a series: mark who came, close it, record what was delivered."""
    leader = clinic.people[group.lead]
    sessions = await leader.every(
        "sessions", series_id=series["id"], from_date=str(clinic.opened), to_date=str(clinic.today)
    )
    for session in sorted(sessions, key=lambda one: str(one["starts_at"])):
        ended = datetime.fromisoformat(session["ends_at"]) < now()
        if session["status"] == "scheduled" and session["booked"] and ended:
            await run_session(clinic, leader, meeting, session)


async def run_session(clinic: Clinic, leader: Api, meeting: Meeting, session: Json) -> None:
    roster = await leader.get(f"sessions/{session['id']}/roster")
    marks = [mark(row, session) for row in roster["rows"]]
    await leader.post(f"sessions/{session['id']}/attendance", {"marks": marks})
    await leader.post(f"sessions/{session['id']}/close", {"departures": []})
    modality = clinic.modalities[meeting.modality]
    week = (date.fromisoformat(session["local_date"]) - clinic.opened).days // 7
    modules, phases = modality["modules"], modality["phases"]
    module = modules[week // 2 % len(modules)] if modules else None
    phase = phases[min(week, len(phases) - 1)] if phases and not modules else None
    await leader.call(
        "PUT",
        f"sessions/{session['id']}/delivery",
        {
            "modality_id": modality["id"],
            "module": module["key"] if module else None,
            "phase": phase["key"] if phase else None,
            "minutes": meeting.minutes,
            "skills": [skill["key"] for skill in module["skills"][:2]] if module else [],
            "homework": None,
            "fidelity": [
                item["key"]
                for item in modality["fidelity_items"]
                if chance(meeting.title, item["key"], session["starts_at"]) < POINT_MET + 2 * week
            ],
            "exceptions": told_by_each(modality, roster["rows"], session, week),
        },
    )


def told_by_each(modality: Json, rows: list[Json], session: Json, week: int) -> list[Json]:
    """Return what each said in a round: cravings that grow weaker, days abstinent that add up."""
    if modality["key"] != "relapse-prevention":
        return []
    told = []
    for row in rows:
        if mark(row, session)["outcome"] in ("excused", "absent"):
            continue
        drawn = chance(row["full_name"], session["starts_at"], "craving")
        records = {"craving": max(0, 7 - week + drawn % 4), "days-abstinent": 7 * week + drawn % 7}
        told.append({"booking_id": row["booking_id"], "records": records})
    return told


def mark(row: Json, session: Json) -> Json:
    """Return one person's mark: most come, some are late, few are missing."""
    drawn = chance(row["full_name"], session["starts_at"])
    outcome = next(outcome for limit, outcome in OUTCOMES if drawn < limit)
    starts, ends = (datetime.fromisoformat(session[name]) for name in ("starts_at", "ends_at"))
    times: Json = {}
    if outcome["outcome"] == "late":
        times["arrived_at"] = (starts + timedelta(minutes=10 + drawn % 10)).isoformat()
    if outcome["outcome"] == "left_early":
        times["left_at"] = (ends - timedelta(minutes=15 + drawn % 10)).isoformat()
    return {"booking_id": row["booking_id"], **outcome, **times, "version": None}


async def leave_work(clinic: Clinic, group: Group, episodes: list[Json]) -> None:
    """Give the group's lead what is due for some of its people in the next days."""
    lead = clinic.people[group.lead]
    for place, episode in enumerate(episodes):
        if place % 3:
            continue
        kind, priority, days = cast.WORK[place // 3 % len(cast.WORK)]
        due = datetime.combine(clinic.today + timedelta(days=days), time(16, 0), ZONE)
        await lead.post(
            "tasks",
            {
                "kind": kind,
                "title_code": kind,
                "priority": priority,
                "participant_id": episode["participant_id"],
                "episode_id": episode["id"],
                "due_at": due.isoformat(),
            },
        )
