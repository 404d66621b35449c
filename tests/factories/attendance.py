"""A group with a roster, written as rows: attendance needs it as it stands, not how it came to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories.episodes import make_episode
from tests.factories.organizations import make_location, make_room
from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.calendar.models import Booking, Session, SessionCohort, SessionStaff
from handrail.calendar.vocabulary import BookingSource, SessionRole
from handrail.cohorts.models import Cohort
from handrail.cohorts.vocabulary import CohortKind, CohortStatus
from handrail.core.clock import now
from handrail.core.ids import BookingId, CohortId, LocationId, ProgramId, RoomId, SessionId, StaffId, new_id
from handrail.core.vocabulary import Role, ServiceKind, Track
from handrail.episodes.models import Episode

NAMES = ("Avery", "Blanca", "Chidi", "Devon", "Elena", "Farid", "Grace", "Hector", "Imani", "Jonas", "Kai", "Lucía")


@dataclass
class Group:
    """A session and everybody in it."""

    session: Session
    program_id: ProgramId
    location_id: LocationId
    room_id: RoomId
    therapist: ClinicClient
    episodes: list[Episode]
    bookings: list[Booking] = field(default_factory=list)

    @property
    def id(self) -> SessionId:
        return self.session.id

    @property
    def url(self) -> str:
        return f"/api/v1/sessions/{self.session.id}"

    def at(self, minutes: int) -> str:
        """An instant so many minutes after the start."""
        return (self.session.starts_at + timedelta(minutes=minutes)).isoformat()

    def mark(self, index: int = 0, outcome: str = "present", **values: Any) -> dict[str, Any]:
        """One mark of a roster call."""
        return {"booking_id": str(self.bookings[index].id), "outcome": outcome, "version": None, **values}

    def booking_url(self, index: int = 0) -> str:
        return f"{self.url}/attendance/{self.bookings[index].id}"


async def make_session(
    clinic: Clinic,
    *,
    location_id: LocationId,
    program_id: ProgramId | None = None,
    room_id: RoomId | None = None,
    starts_at: datetime | None = None,
    minutes: int = 90,
    staff: Sequence[StaffId] = (),
    cohorts: Sequence[CohortId] = (),
    episodes: Sequence[Episode] = (),
    make_up_for: BookingId | None = None,
    **values: Any,
) -> tuple[Session, list[Booking]]:
    """A session with its staff and bookings; by default it began an hour ago."""
    starts_at = starts_at or now().replace(second=0, microsecond=0) - timedelta(minutes=60)
    ends_at = starts_at + timedelta(minutes=minutes)
    zone = ZoneInfo(clinic.time_zone)
    local = starts_at.astimezone(zone)
    session = Session(
        id=SessionId(new_id()),
        program_id=program_id,
        location_id=location_id,
        room_id=room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        planned_starts_at=starts_at,
        planned_ends_at=ends_at,
        time_zone=clinic.time_zone,
        local_date=local.date(),
        local_start=local.time(),
        local_end=ends_at.astimezone(zone).time(),
        booked=len(episodes),
        staffed=len(staff),
        **{
            "title": "DBT skills",
            "short_name": None,
            "service_kind": ServiceKind.GROUP,
            "countable": True,
            "telehealth": False,
            "planned_telehealth": False,
            "capacity": 12,
            **values,
        },
    )
    bookings = [
        Booking(
            id=BookingId(new_id()),
            session_id=session.id,
            episode_id=episode.id,
            participant_id=episode.participant_id,
            source=BookingSource.MAKE_UP if make_up_for else BookingSource.INDIVIDUAL,
            make_up_for_booking_id=make_up_for,
            starts_at=starts_at,
            ends_at=ends_at,
            local_date=session.local_date,
        )
        for episode in episodes
    ]
    async with clinic.db() as db:
        db.add(session)
        await db.flush()
        db.add_all(SessionCohort(session_id=session.id, cohort_id=cohort) for cohort in cohorts)
        db.add_all(
            SessionStaff(
                session_id=session.id,
                staff_id=one,
                role=SessionRole.LEAD if index == 0 else SessionRole.CO_FACILITATOR,
                starts_at=starts_at,
                ends_at=ends_at,
            )
            for index, one in enumerate(staff)
        )
        db.add_all(bookings)
    return session, bookings


async def make_cohort(
    clinic: Clinic, *, program_id: ProgramId, location_id: LocationId, name: str = "Day DBT"
) -> CohortId:
    """A rolling cohort."""
    cohort = Cohort(
        id=CohortId(new_id()),
        program_id=program_id,
        location_id=location_id,
        name=name,
        kind=CohortKind.OPEN,
        track=Track.DAY,
        capacity=12,
        starts_on=now().date() - timedelta(days=60),
        ends_on=None,
        status=CohortStatus.RUNNING,
    )
    async with clinic.db() as db:
        db.add(cohort)
    return cohort.id


async def make_group(clinic: Clinic, *, people: int = 3, **values: Any) -> Group:
    """A group of one program: a therapist and so many people, 90 minutes, by default begun an hour ago."""
    program = await make_program(clinic, name=f"DBT {new_id()}", template_key="dbt")
    location = await make_location(clinic, name=f"Cedar {new_id()}")
    room = await make_room(clinic, location_id=location.id)
    therapist = await clinic.client(Role.THERAPIST, programs=[program.id])
    assert therapist.staff_id is not None
    episodes = [
        await make_person(clinic, program_id=program.id, name=NAMES[index], clinician=therapist.staff_id)
        for index in range(people)
    ]
    session, bookings = await make_session(
        clinic,
        location_id=location.id,
        program_id=program.id,
        room_id=room.id,
        staff=[therapist.staff_id],
        episodes=episodes,
        **values,
    )
    return Group(session, program.id, location.id, room.id, therapist, episodes, bookings)


async def make_person(clinic: Clinic, *, program_id: ProgramId, name: str, clinician: StaffId | None = None) -> Episode:
    """Somebody in the program."""
    async with clinic.db() as db:
        participant = await make_participant(db, given_names=(name,), family_name="Whitlock")
    return await make_episode(
        clinic, participant_id=participant.id, program_id=program_id, primary_clinician_id=clinician
    )
