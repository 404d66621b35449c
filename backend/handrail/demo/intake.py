"""How people come into the demo clinic."""

from datetime import date, timedelta

from handrail.demo import cast
from handrail.demo.at_work import Clinic, Json, chance
from handrail.demo.cast import Group, Person


async def write_down(clinic: Clinic, person: Person, *, by: str) -> Json:
    """Open the record of a person."""
    participant: Json = await clinic.people[by].post(
        "participants",
        {
            "given_names": [person.given_name],
            "family_name": person.family_name,
            "chosen_name": person.chosen_name,
            "pronouns": person.pronouns,
            "birth_date": person.born,
            "language": person.language,
        },
    )
    return participant


async def take_in(clinic: Clinic, person: Person, program_key: str, referred_on: date) -> Json:
    """Write down a person who asks for help, and refer them to a program."""
    intake = clinic.people["intake"]
    participant = await write_down(clinic, person, by="intake")
    number = f"+1 845 555 {100 + chance(person.family_name):04}"
    await intake.post(
        f"participants/{participant['id']}/contact-ways",
        {
            "kind": "phone",
            "phone": number,
            "safe_for_voicemail": chance(person.family_name, "voicemail") < 60,
            "safe_for_text": chance(person.family_name, "text") < 80,
            "program_may_be_named": chance(person.family_name, "named") < 40,
            "preferred": True,
        },
    )
    await note_those_near(clinic, person, participant["id"], referred_on)
    episode: Json = await intake.post(
        "episodes",
        {
            "participant_id": participant["id"],
            "program_id": clinic.programs[program_key]["id"],
            "referred_on": str(referred_on),
            "source": "hospital" if chance(person.family_name, "source") < 30 else "provider",
        },
    )
    payer = "medicaid" if chance(person.family_name, "payer") < 60 else "lakeshore-health"
    await intake.post(f"episodes/{episode['id']}/payers", {"payer": payer, "starts_on": str(referred_on)})
    return episode


async def note_those_near(clinic: Clinic, person: Person, participant_id: str, since: date) -> None:
    """Whom to call and what may be said to them, and when the person cannot come: outside any program day."""
    intake = clinic.people["intake"]
    name, relationship = cast.NEAR[chance(person.given_name, "near") % len(cast.NEAR)]
    contact = await intake.post(
        f"participants/{participant_id}/contacts",
        {
            "name": f"{name} {person.family_name}",
            "relationship": relationship,
            "is_emergency_contact": True,
            "consented_topics": cast.TOPICS[chance(person.family_name, "topics") % len(cast.TOPICS)],
            "starts_on": str(since),
        },
    )
    await intake.post(
        f"participants/{participant_id}/contact-ways",
        {
            "kind": "phone",
            "contact_id": contact["id"],
            "phone": f"+1 845 555 {100 + chance(person.family_name, name):04}",
            "safe_for_voicemail": True,
        },
    )
    if chance(person.family_name, "works") < 50:
        await intake.post(
            f"participants/{participant_id}/availability",
            {
                "kind": "work",
                "weekday": "saturday",
                "local_start": "13:30",
                "local_end": "21:00",
                "starts_on": str(since),
            },
        )


def admitted_on(clinic: Clinic, place: int, of: int) -> date:
    """Spread admissions over the weeks since the opening: a rolling group has old hands and newcomers."""
    days = (clinic.today - clinic.opened).days - 1
    return clinic.opened + timedelta(days=round(days * place / max(of, 1)))


async def admit(clinic: Clinic, group: Group, cohort: Json, person: Person, place: int) -> Json:
    intake = clinic.people["intake"]
    first_day = admitted_on(clinic, place, len(group.people))
    episode = await take_in(clinic, person, group.program, first_day - timedelta(days=3))
    admitted: Json = await intake.post(
        f"episodes/{episode['id']}/admit",
        {
            "admitted_on": str(first_day),
            "track": group.track,
            "location_id": clinic.locations[group.place],
            "primary_clinician_id": clinic.staff_id(group.lead),
        },
    )
    await intake.post(
        f"cohorts/{cohort['id']}/members",
        {"episode_id": episode["id"], "starts_on": str(first_day), "is_primary": True},
    )
    return admitted


async def take_inquiries(clinic: Clinic) -> None:
    for place, person in enumerate(cast.WAITING):
        await take_in(
            clinic, person, (cast.DBT, cast.TRAUMA, cast.ADDICTION)[place % 3], clinic.today - timedelta(days=place)
        )
    for person in cast.TWICE:
        await write_down(clinic, person, by="frontdesk")
