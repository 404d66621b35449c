"""Curricula that the demo clinic's groups follow."""

from handrail.demo.at_work import Clinic, Json
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
