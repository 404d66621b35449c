"""A place where sessions can be scheduled, for tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.factories.cohorts import make_cohort
from tests.factories.episodes import make_clinician, make_episode
from tests.factories.organizations import make_location, make_room
from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.ids import AccountId, CohortId, LocationId, ProgramId, RoomId, StaffId, new_id
from handrail.core.vocabulary import Role, ServiceKind
from handrail.episodes.models import Episode
from handrail.staff.models import ServiceGrant

API = "/api/v1"


@dataclass
class Scene:
    """A program with a cohort, a room, a director who schedules and a clinician who may lead."""

    clinic: Clinic
    director: ClinicClient
    program_id: ProgramId
    location_id: LocationId
    room_id: RoomId
    cohort_id: CohortId
    leader_id: StaffId
    weekdays: list[str]

    @property
    def today(self) -> date:
        return today_in(self.clinic.time_zone)

    def day(self, offset: int = 0) -> date:
        """A date in the first week that begins after tomorrow: offset 0 is its Monday."""
        return self.today + timedelta(days=9 - (self.today + timedelta(days=2)).weekday() + offset)

    @property
    def first(self) -> date:
        """The first day of the program's own weekdays in that week."""
        return next(self.day(i) for i in range(7) if self.day(i).strftime("%A").lower() == self.weekdays[0])

    def series(self, **values: Any) -> dict[str, Any]:
        """A body of POST /series: the program's weekdays at 09:30 for 90 minutes."""
        return {
            "title": "Skills group",
            "short_name": "Skills",
            "service_kind": "group",
            "program_id": str(self.program_id),
            "location_id": str(self.location_id),
            "room_id": str(self.room_id),
            "meetings": [{"weekday": day, "local_start": "09:30", "minutes": 90} for day in self.weekdays],
            "starts_on": self.day().isoformat(),
            "capacity": 12,
            "cohort_ids": [str(self.cohort_id)],
            "staff": [{"staff_id": str(self.leader_id), "role": "lead"}],
        } | values

    def session(self, **values: Any) -> dict[str, Any]:
        """A body of POST /sessions: individual therapy at 14:00 on the first program day."""
        return {
            "title": "Individual",
            "service_kind": "individual",
            "program_id": str(self.program_id),
            "location_id": str(self.location_id),
            "room_id": str(self.room_id),
            "local_date": self.first.isoformat(),
            "local_start": "14:00",
            "minutes": 50,
            "staff": [{"staff_id": str(self.leader_id), "role": "lead"}],
        } | values

    async def post(self, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
        """POST as the director."""
        answer = await self.director.post(f"{API}{path}", json=body)
        assert answer.status_code == status, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """GET as the director."""
        answer = await self.director.get(f"{API}{path}", params=query)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def act(
        self, method: str, path: str, version: int, body: dict[str, Any], status: int = 200
    ) -> dict[str, Any]:
        """Change something the director saw in this version."""
        answer = await self.director.request(method, f"{API}{path}", json=body, headers={"If-Match": f'"{version}"'})
        assert answer.status_code == status, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def sessions(self, weeks: int = 2, **query: Any) -> list[dict[str, Any]]:
        """Sessions of the first weeks."""
        until = self.day(7 * weeks - 1)
        found = await self.get("/sessions", from_date=self.day(), to_date=until, limit=200, **query)
        items: list[dict[str, Any]] = found["items"]
        return items

    async def bookings(self, session_id: str) -> list[dict[str, Any]]:
        """Bookings of a session, live and cancelled."""
        items: list[dict[str, Any]] = (await self.get(f"/sessions/{session_id}/bookings"))["items"]
        return items

    async def person(self, name: str = "Avery") -> Episode:
        """Somebody who takes part in the program since two weeks."""
        async with self.clinic.db() as db:
            participant = await make_participant(db, given_names=(name,), family_name="Whitlock")
        return await make_episode(self.clinic, participant_id=participant.id, program_id=self.program_id)

    async def schedule(self, episode: Episode) -> list[dict[str, Any]]:
        """What somebody has in the first two weeks."""
        path = f"/participants/{episode.participant_id}/sessions"
        items: list[dict[str, Any]] = (await self.get(path, from_date=self.day(), to_date=self.day(13), limit=200))[
            "items"
        ]
        return items


async def allow_to_lead(clinic: Clinic, staff_id: StaffId, *kinds: ServiceKind, by: AccountId) -> None:
    """Let a staff member lead these kinds of service, by the clinic's own word."""
    async with clinic.db() as db:
        db.add_all(
            ServiceGrant(
                staff_id=staff_id,
                service_kind=kind,
                starts_on=today_in(clinic.time_zone) - timedelta(days=30),
                reason="Tests",
                granted_by=by,
            )
            for kind in kinds
        )


async def make_leader(clinic: Clinic, director: ClinicClient, *kinds: ServiceKind) -> StaffId:
    """A staff member who may lead groups and individual sessions, or these kinds."""
    staff_id = await make_clinician(clinic)
    wanted = kinds or (ServiceKind.GROUP, ServiceKind.INDIVIDUAL, ServiceKind.FAMILY)
    await allow_to_lead(clinic, staff_id, *wanted, by=director.account_id)
    return staff_id


async def make_scene(clinic: Clinic, *, time_zone: str | None = None, room_capacity: int = 14) -> Scene:
    """A running program in which things can be scheduled."""
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    program = await make_program(clinic, name=f"Depression {new_id()}")
    location = await make_location(clinic, name=f"Cedar {new_id()}", time_zone=time_zone)
    room = await make_room(clinic, location_id=location.id, capacity=room_capacity)
    cohort = await make_cohort(clinic, program_id=program.id, location_id=location.id)
    leader_id = await make_leader(clinic, director)
    weekdays = next(track["weekdays"] for track in program.tracks if track["track"] == cohort.track.value)
    return Scene(clinic, director, program.id, location.id, room.id, cohort.id, leader_id, weekdays)
