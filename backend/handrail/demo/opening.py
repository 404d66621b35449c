"""Opening the demo clinic: its staff, its places, its programs."""

from datetime import datetime, time, timedelta

from handrail.core.vocabulary import Role
from handrail.demo import cast
from handrail.demo.at_work import ZONE, Api, Clinic, chance
from handrail.demo.cast import Worker, address

CREDENTIAL_YEARS = 2
SUPPORT = frozenset({Role.TECHNICIAN, Role.NURSE, Role.PEER_SPECIALIST})


async def enrol(clinic: Clinic, token: str) -> None:
    async with clinic.browser() as browser:
        await Api(browser).post("auth/enrol", {"token": token, "password": cast.PASSWORD})


async def hire(clinic: Clinic, workers: list[Worker]) -> None:
    """Invite everybody; each follows the link and sets a password."""
    admin = clinic.people["admin"]
    for worker in workers:
        invited = await admin.post(
            "staff/invitations",
            {
                "given_name": worker.given_name,
                "family_name": worker.family_name,
                "pronouns": worker.pronouns,
                "title": worker.title,
                "email": address(worker.login),
                "roles": list(worker.roles),
                "languages": ["en", "es"] if worker.login in {"therapist", "frontdesk"} else ["en"],
                "started_on": str(clinic.opened - timedelta(days=400)),
            },
        )
        if worker.credential is not None:
            await admin.post(
                f"staff/{invited['staff']['id']}/credentials",
                {
                    "kind": worker.credential,
                    "number": f"{worker.credential.upper()[:4]}-{20_000 + chance(worker.login) * 97}",
                    "state": cast.STATE,
                    "issued_on": str(clinic.opened - timedelta(days=500)),
                    "expires_on": str(clinic.today + timedelta(days=365 * CREDENTIAL_YEARS - chance(worker.login) * 6)),
                },
            )
        await enrol(clinic, invited["enrolment"]["token"])
        await clinic.sign_in(worker.login)


async def open_places(clinic: Clinic) -> None:
    director = clinic.people["director"]
    for place in cast.PLACES:
        location = await director.post(
            "locations",
            {
                "name": place.name,
                "time_zone": cast.TIME_ZONE,
                "state": cast.STATE,
                "street": place.street,
                "city": place.city,
                "postal_code": place.postal_code,
                "phone": place.phone,
            },
        )
        clinic.locations[place.name] = location["id"]
        for room in place.rooms:
            made = await director.post(
                "rooms",
                {"location_id": location["id"], "name": room.name, "kind": room.kind, "capacity": room.capacity},
            )
            clinic.rooms[room.name] = made["id"]
    for away, title in ((-17, "Staff training day"), (16, "Holiday")):
        day = clinic.today + timedelta(days=away)
        await director.post(
            "closures",
            {
                "kind": "closed",
                "public_title": title,
                "starts_at": datetime.combine(day, time(0), ZONE).isoformat(),
                "ends_at": datetime.combine(day + timedelta(days=1), time(0), ZONE).isoformat(),
            },
        )


async def open_programs(clinic: Clinic) -> None:
    director = clinic.people["director"]
    for key in cast.ALL_PROGRAMS:
        clinic.programs[key] = await director.post("programs", {"template_key": key})
    for worker in cast.WORKERS:
        for key in worker.programs:
            duty = "support" if SUPPORT & set(worker.roles) else "clinician"
            await director.post(
                f"programs/{clinic.programs[key]['id']}/staff",
                {"staff_id": clinic.staff_id(worker.login), "duty": duty, "starts_on": str(clinic.opened)},
            )
    clinic.modalities = {row["key"]: row for row in await director.every("modalities")}


async def keep_rota(clinic: Clinic) -> None:
    """Who answers at night and on weekends, this week and the next, from Monday morning on."""
    director = clinic.people["director"]
    able = {one["display_name"]: one["id"] for one in await director.every("on-call/candidates")}
    for week, (owner, backup) in enumerate(cast.ON_CALL):
        monday = clinic.monday + timedelta(weeks=week)
        begins, ends = (datetime.combine(monday + timedelta(weeks=one), time(8), ZONE) for one in (0, 1))
        await director.post(
            "on-call/shifts",
            {
                "account_id": able[owner],
                "backup_id": able[backup],
                "starts_at": begins.isoformat(),
                "ends_at": ends.isoformat(),
            },
        )
