"""Curricula that the demo clinic's groups follow, and single courses of therapy."""

from datetime import timedelta

from handrail.demo.at_work import Api, Clinic, Json
from handrail.demo.cast import Group, Meeting

CURRICULA = {"dbt": "dbt-iop-8-weeks", "relapse-prevention": "relapse-prevention-10"}
"""The shipped curriculum of each modality that a group teaches topic by topic."""


async def follow_curriculum(clinic: Clinic, group: Group, meeting: Meeting, cohort: Json, series: Json) -> None:
    """Have a cohort follow the shipped curriculum of its skills group from the first day on."""
    key = CURRICULA.get(meeting.modality)
    if key is None or (meeting.offset == 0 and meeting.modality == "relapse-prevention"):
        return  # one group of a cohort teaches it
    director = clinic.people["director"]
    modality = clinic.modalities[meeting.modality]
    program = clinic.programs[group.program]["id"]
    template = next(one for one in (await director.get("curriculum-templates"))["items"] if one["key"] == key)
    body = {"program_id": program, "name": template["name"], "modality_id": modality["id"], "template_key": key}
    curriculum = await director.post("curricula", body)
    start = {"curriculum_id": curriculum["id"], "series_id": series["id"], "starts_on": str(clinic.opened)}
    await director.post(f"cohorts/{cohort['id']}/curriculum-runs", start)


EMDR = (
    (21, "assessment", {"sud": 8, "voc": 2}),
    (14, "desensitization", {"sud": 5}),
    (7, "desensitization", {"sud": 3, "voc": 4}),
)
"""Days ago, phase and ratings of one memory, not yet worked through."""


async def treat_alone(clinic: Clinic, leader: Api, episodes: list[Json]) -> None:
    """Start an EMDR course with one memory, and leave it in the middle."""
    first = clinic.today - timedelta(days=21)
    episode = next(one for one in episodes if str(one["admitted_on"]) <= str(first))
    course = await leader.post(
        f"episodes/{episode['id']}/courses",
        {
            "modality_id": clinic.modalities["emdr"]["id"],
            "led_by": leader.staff_id,
            "objective": "Ride in a car again without panic",
            "planned_sessions": 8,
            "starts_on": str(first),
        },
    )
    words = {"negative_cognition": "I am not safe", "positive_cognition": "It is over; I am safe now"}
    target = await leader.post(
        f"courses/{course['id']}/targets", {"kind": "memory", "label": "The crossing at night", "details": words}
    )
    for days, phase, values in EMDR:
        noted = {"noted_on": str(clinic.today - timedelta(days=days)), "phase": phase, "values": values}
        await leader.post(f"courses/{course['id']}/entries", noted | {"target_id": target["id"]})
    task = {"text": "Note what calms you down, once a day", "assigned_on": str(clinic.today - timedelta(days=7))}
    await leader.post("homework", {"episode_id": episode["id"], "course_id": course["id"], **task})
