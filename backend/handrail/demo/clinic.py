"""Builds the demo clinic through the API, as its own people would: what cannot be done there cannot be demonstrated.

Dates lie around today, so that there are groups to run now and weeks to look back on. Chance is seeded by names and
dates: the same day gives the same clinic.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI

from handrail.core.access import CSRF_HEADER
from handrail.core.clock import now, today_in
from handrail.core.state import core_of_app
from handrail.core.vocabulary import Role, ServiceKind
from handrail.demo import cast
from handrail.demo.cast import Group, Meeting, Person, Worker, address
from handrail.identity.services.organizations import create_organization

WEEKS_BACK = 6
ZONE = ZoneInfo(cast.TIME_ZONE)
Json = dict[str, Any]

CREDENTIAL_YEARS = 2
INDIVIDUAL_AT = (time(13, 0), time(14, 0), time(15, 0), time(16, 0))
SUPPORT = frozenset({Role.TECHNICIAN, Role.NURSE, Role.PEER_SPECIALIST})

OUTCOMES: tuple[tuple[int, Json], ...] = (
    (85, {"outcome": "present"}),
    (89, {"outcome": "late"}),
    (92, {"outcome": "left_early"}),
    (94, {"outcome": "excused", "absence_reason": "illness"}),
    (96, {"outcome": "excused", "absence_reason": "medical_appointment"}),
    (97, {"outcome": "excused", "absence_reason": "child_care"}),
    (100, {"outcome": "absent", "absence_reason": "no_contact"}),
)


def chance(*of: object) -> int:
    """Return 0–99, always the same for the same things."""
    digest = hashlib.sha256("|".join(map(str, of)).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100


class DemoRefusedError(Exception):
    """The API refused a step of the demo: code and step, so that it can be mended."""


class Api:
    """One person's signed-in browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.staff_id: str | None = None

    async def call(self, method: str, path: str, body: Json | None = None, **options: Any) -> Any:
        answer = await self.client.request(method, f"/api/v1/{path}", json=body, **options)
        if answer.is_error:
            problem = answer.json()
            raise DemoRefusedError(
                f"{method} {path}: {answer.status_code} {problem.get('code')} {problem.get('errors')}"
            )
        return answer.json() if answer.content else None

    async def get(self, path: str, **query: Any) -> Any:
        return await self.call("GET", path, params=query)

    async def post(self, path: str, body: Json) -> Any:
        return await self.call("POST", path, body)

    async def every(self, path: str, **query: Any) -> list[Json]:
        """Return all rows of a list, page by page."""
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.get(path, **query, limit=200, **({"cursor": cursor} if cursor else {}))
            rows += page["items"]
            if (cursor := page["next_cursor"]) is None:
                return rows


@dataclass
class Clinic:
    """What has been built so far, by the names of the cast."""

    app: FastAPI
    today: date
    people: dict[str, Api] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Json] = field(default_factory=dict)
    modalities: dict[str, Json] = field(default_factory=dict)

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def opened(self) -> date:
        return self.monday - timedelta(weeks=WEEKS_BACK)

    def browser(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url="https://demo.invalid", timeout=60)

    async def sign_in(self, login: str) -> Api:
        api = Api(self.browser())
        me = await api.post(
            "auth/sign-in",
            {"organization": cast.SLUG, "email": address(login), "password": cast.PASSWORD},
        )
        api.client.headers[CSRF_HEADER] = me["csrf_token"]
        api.staff_id = me["account"]["staff_id"]
        self.people[login] = api
        return api

    def staff_id(self, login: str) -> str:
        found = self.people[login].staff_id
        assert found is not None
        return found


async def build_clinic(app: FastAPI) -> None:
    """Fill an empty database; the app's lifespan runs."""
    clinic = Clinic(app, today_in(cast.TIME_ZONE))
    admin = next(worker for worker in cast.WORKERS if Role.ADMINISTRATOR in worker.roles)
    opened = await create_organization(
        core_of_app(app).sessions,
        name=cast.ORGANIZATION,
        slug=cast.SLUG,
        state=cast.STATE,
        time_zone=cast.TIME_ZONE,
        administrator_email=address(admin.login),
        administrator_name=f"{admin.given_name} {admin.family_name}",
    )
    await enrol(clinic, opened.issued.secret.presented)
    await clinic.sign_in(admin.login)
    await hire(clinic, [worker for worker in cast.WORKERS if worker is not admin])
    await open_places(clinic)
    await open_programs(clinic)
    for group in cast.COHORTS:
        await run_cohort(clinic, group)
    await take_inquiries(clinic)
    for api in clinic.people.values():
        await api.client.aclose()


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
    for meeting, one in zip(group.meetings, series, strict=True):
        await live_through(clinic, group, meeting, one)
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


def admitted_on(clinic: Clinic, place: int, of: int) -> date:
    """Spread admissions over the weeks since the opening: a rolling group has old hands and newcomers."""
    days = (clinic.today - clinic.opened).days - 1
    return clinic.opened + timedelta(days=round(days * place / max(of, 1)))


async def take_in(clinic: Clinic, person: Person, program_key: str, referred_on: date) -> Json:
    """Write down a person who asks for help, and refer them to a program."""
    intake = clinic.people["intake"]
    participant = await intake.post(
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
            "exceptions": [],
        },
    )


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


async def see_alone(clinic: Clinic, group: Group, episodes: list[Json]) -> None:
    """Book this week's and next week's individual sessions of a cohort with its therapist."""
    director = clinic.people["director"]
    rooms = {"Riverside": ("Office 3", "Office 5"), "Northgate": ("Office 1",)}[group.place]
    room = rooms[0] if group.lead == "therapist" else rooms[-1]
    slots = [
        (clinic.monday + timedelta(days=7 * week + day), at)
        for week in (0, 1)
        for day in range(5)
        for at in INDIVIDUAL_AT
    ]
    waiting = iter([*episodes, *episodes])
    for day, at in slots:
        episode = next(waiting, None)
        if episode is None:
            return
        try:
            await director.post(
                "sessions",
                {
                    "title": "Individual session",
                    "service_kind": ServiceKind.INDIVIDUAL,
                    "program_id": clinic.programs[group.program]["id"],
                    "location_id": clinic.locations[group.place],
                    "room_id": clinic.rooms[room],
                    "local_date": str(day),
                    "local_start": at.strftime("%H:%M"),
                    "minutes": 50,
                    "staff": [{"staff_id": clinic.staff_id(group.lead), "role": "lead"}],
                    "bookings": [{"episode_id": episode["id"]}],
                },
            )
        except DemoRefusedError as refusal:
            if " 409 " not in str(refusal):
                raise  # a taken room, a closed day: in a real week too, the next slot is tried


async def take_inquiries(clinic: Clinic) -> None:
    for place, person in enumerate(cast.WAITING):
        await take_in(
            clinic, person, (cast.DBT, cast.TRAUMA, cast.ADDICTION)[place % 3], clinic.today - timedelta(days=place)
        )
