"""Measures of the demo clinic: what programs ask for, some courses, one alert that is open, and one safety plan."""

from datetime import timedelta
from typing import Final

from handrail.demo import cast
from handrail.demo.at_work import Api, Clinic, Json
from handrail.demo.opening import enrol

SCHEDULE: Final = (("phq-9", ["intake", "weekly", "discharge"]), ("gad-7", ["intake", "discharge"]))

PHQ_9: Final = (
    (3, 3, 2, 3, 2, 3, 3, 2, 0),
    (3, 3, 2, 3, 2, 2, 3, 2, 0),
    (2, 2, 2, 2, 2, 2, 2, 1, 0),
    (2, 2, 1, 2, 1, 2, 2, 1, 0),
    (1, 2, 1, 2, 1, 1, 2, 1, 0),
)
"""A course that becomes reliably better, week after week."""
GAD_7: Final = (2, 3, 3, 2, 2, 1, 2)

PLAN: Json = {
    "replaces": 0,
    "warning_signs": "I stop answering messages. I lie awake and go over the same evening.",
    "own_ways": "Walk the dog around the pond. The playlist with the rain in it.",
    "places_and_people": "The library on Elm Street. Coffee with my cousin.",
    "people_to_ask": "My sister, after five. Ruth from the choir.",
    "professionals": "The clinic, by day. 988 at night.",
    "safer_place": "The old tablets are back at the pharmacy.",
    "made_together": True,
}


async def measure(clinic: Clinic) -> None:
    """Set what two programs ask for and give what was given, as their clinicians."""
    for program in (cast.DBT, cast.CBT):
        await _ask_for(clinic, program)
    better = clinic.episodes["Hector Ramos"]
    therapist = clinic.people["therapist"]
    for weeks, values in zip(range(len(PHQ_9), 0, -1), PHQ_9, strict=True):
        await _give(clinic, therapist, better, "phq-9", values, weeks_ago=weeks)
    await _give(clinic, therapist, better, "gad-7", GAD_7, weeks_ago=5)
    colleague = clinic.people["tobias"]
    watched = clinic.episodes[cast.WATCHED]
    for weeks, values in ((4, PHQ_9[1]), (2, PHQ_9[2])):
        await _give(clinic, colleague, watched, "phq-9", values, weeks_ago=weeks)
    await _give(clinic, colleague, watched, "phq-9", (*PHQ_9[2][:8], 1), weeks_ago=0)
    await colleague.post(f"participants/{watched['participant_id']}/safety-plans", PLAN)
    await let_in(clinic)


async def let_in(clinic: Clinic) -> None:
    """Give one participant access: their weekly measure is due, and their safety plan is written."""
    intake = clinic.people["intake"]
    person = f"participants/{clinic.episodes[cast.ONLINE]['participant_id']}"
    await intake.post(f"{person}/contact-ways", {"kind": "email", "email": cast.address("participant")})
    given = await intake.post(f"{person}/app-access", {})
    await enrol(clinic, given["enrolment"]["token"])
    await clinic.people["therapist"].post(f"{person}/safety-plans", PLAN)


async def _ask_for(clinic: Clinic, program: str) -> None:
    entries = [{"instrument_key": key, "moments": moments} for key, moments in SCHEDULE]
    path = f"programs/{clinic.programs[program]['id']}/measure-schedule"
    await clinic.people["director"].call("PUT", path, {"entries": entries}, headers={"If-Match": '"0"'})


async def _give(
    clinic: Clinic, giver: Api, episode: Json, key: str, values: tuple[int, ...], *, weeks_ago: int
) -> None:
    begun = await giver.post(
        f"participants/{episode['participant_id']}/administrations",
        {
            "episode_id": episode["id"],
            "instrument_key": key,
            "mode": "read_out",
            "taken_on": str(clinic.today - timedelta(weeks=weeks_ago)),
        },
    )
    path = f"administrations/{begun['id']}"
    for item, value in enumerate(values, start=1):
        begun = await giver.call("PUT", f"{path}/answers/{item}", {"value": value})
    await giver.call("POST", f"{path}/complete", headers={"If-Match": f'"{begun["version"]}"'})
