"""Where somebody takes part, when they are expected, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.vocabulary import BookingStatus, SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import ParticipantId, SessionId
from handrail.core.kind_words import KINDS
from handrail.core.pagination import PageParams, Rows
from handrail.episodes.models import Episode
from handrail.me import queries
from handrail.me.asking import self_of
from handrail.me.queries import Appointment
from handrail.me.rules import appointment_state, check_check_in, check_window, read_by
from handrail.me.schemas import CheckInRead, Crisis, MyAppointment, MyPage, MyPlace, MyReport
from handrail.me.vocabulary import CHECK_IN_EARLY, CRISIS_LINE, EMERGENCY, AppointmentState
from handrail.measures.queries.alerts import current_episode
from handrail.measures.service import alerts
from handrail.measures.vocabulary import ACKNOWLEDGE_WITHIN, AlertUrgency
from handrail.organizations.models import Location
from handrail.participants.rules import called


@dataclass(frozen=True)
class Where:
    """The episode that speaks for a person now, and its place."""

    episode: Episode | None
    location: Location | None
    time_zone: str


async def where(db: AsyncSession, participant_id: ParticipantId) -> Where:
    """Return where somebody takes part."""
    episode = await current_episode(db, participant_id)
    location = await queries.location(db, episode.location_id if episode else None)
    organization = await queries.organization(db)
    return Where(episode, location, location.time_zone if location else organization.time_zone)


async def crisis_of(
    db: AsyncSession, place: Where, *, at: datetime, urgency: AlertUrgency = AlertUrgency.SOON
) -> Crisis:
    """Return whom to call, and when staff reads what is answered at this moment: by when, says how urgent it is."""
    openings = await queries.openings(db, place.episode.program_id if place.episode else None, now=at)
    read = read_by(at, openings, within=ACKNOWLEDGE_WITHIN[urgency])
    return Crisis(
        crisis_line=CRISIS_LINE,
        emergency=EMERGENCY,
        clinic_phone=place.location.phone if place.location else None,
        read_when=read.when,
        read_by=read.by,
        time_zone=place.time_zone,
    )


async def read_page(db: AsyncSession, actor: Actor) -> MyPage:
    """Return what the first page of an app says."""
    person = await queries.person(db, self_of(actor))
    place = await where(db, person.id)
    program = await queries.program(db, place.episode.program_id) if place.episode else None
    location = place.location
    return MyPage(
        name=called(chosen_name=person.chosen_name, given_names=person.given_names, family_name=person.family_name),
        language=person.language,
        place=MyPlace(
            program=program.name if program else None,
            place=location.name if location else None,
            phone=location.phone if location else None,
            street=location.street if location else None,
            city=location.city if location else None,
            time_zone=place.time_zone,
        ),
        crisis=await crisis_of(db, place, at=now()),
    )


async def tell_not_stored(db: AsyncSession, actor: Actor) -> MyReport:
    """Open the alert that something they said could not be stored, and return whom to call and when it is read."""
    await alerts.tell_not_stored(db, self_of(actor), by=actor.account_id)
    place = await where(db, self_of(actor))
    return MyReport(crisis=await crisis_of(db, place, at=now(), urgency=AlertUrgency.URGENT))


async def list_appointments(
    db: AsyncSession, actor: Actor, first: date, last: date, page: PageParams
) -> Rows[MyAppointment]:
    """Return somebody's own sessions by time, cancelled and moved ones too."""
    check_window((last - first).days + 1)
    rows = await queries.page_of_appointments(db, self_of(actor), first, last, page)
    return Rows([_appointment(one) for one in rows.items], rows.next_cursor)


def _appointment(one: Appointment) -> MyAppointment:
    session, place = one.session, one.place
    cancelled = BookingStatus.CANCELLED is one.booking.status or SessionStatus.CANCELLED is session.status
    original: Sequence[Any] = (session.original_local_date, session.original_local_start)
    elsewhen = session.original_local_date is not None and original != (session.local_date, session.local_start)
    state = appointment_state(cancelled=cancelled, moved=elsewhen or session.starts_at != session.planned_starts_at)
    return MyAppointment(
        session_id=session.id,
        kind=session.service_kind,
        title=KINDS["en"][session.service_kind],
        title_es=KINDS["es"][session.service_kind],
        state=state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        was_at=session.planned_starts_at if state is AppointmentState.MOVED else None,
        local_date=session.local_date,
        time_zone=session.time_zone,
        place=place.name,
        street=place.street,
        city=place.city,
        telehealth=session.telehealth,
        telehealth_url=session.telehealth_url if session.telehealth and not cancelled else None,
        check_in_opens_at=session.starts_at - CHECK_IN_EARLY,
        checked_in_at=one.checked_in_at,
    )


async def check_in(db: AsyncSession, actor: Actor, session_id: SessionId) -> CheckInRead:
    """Note that somebody has come. It marks no attendance."""
    place = await queries.live_appointment(db, self_of(actor), session_id)
    if place.checked_in_at is not None:
        return CheckInRead(session_id=session_id, checked_in_at=place.checked_in_at)
    at = now()
    check_check_in(at, place.session.starts_at, place.session.ends_at)
    stored = await queries.check_in(db, place, by=actor.account_id, at=at)
    return CheckInRead(session_id=session_id, checked_in_at=stored)
