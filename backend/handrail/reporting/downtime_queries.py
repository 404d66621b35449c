"""SQL of the roster on paper: the coming clinic day of each location, and who is expected."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.ids import LocationId
from handrail.organizations.models import Location, Organization
from handrail.participants.queries import stands_for

LOOK_AHEAD: Final = timedelta(days=7)


async def organization(db: AsyncSession) -> Organization:
    return (await db.scalars(select(Organization))).one()


async def coming_days(
    db: AsyncSession, on: date, location_id: LocationId | None = None
) -> Sequence[Row[LocationId, str, date]]:
    """Return each location with its name and its next date with a session, from `on` for a week."""
    query = (
        select(Location.id, Location.name, func.min(Session.local_date))
        .join(Session, (Session.organization_id == Location.organization_id) & (Session.location_id == Location.id))
        .where(Session.local_date.between(on, on + LOOK_AHEAD), Session.status != SessionStatus.CANCELLED)
        .group_by(Location.id, Location.name)
        .order_by(Location.name, Location.id)
    )
    if location_id is not None:
        query = query.where(Location.id == location_id)
    return (await db.execute(query)).all()


_EXPECTED: Final = text(
    f"""
    SELECT s.id, to_char(s.local_start, 'HH24:MI') AS local_start, to_char(s.local_end, 'HH24:MI') AS local_end,
        s.service_kind, s.telehealth, r.name AS room_name,
        (
            SELECT string_agg(m.display_name, ', ' ORDER BY ss.role <> 'lead', m.display_name)
            FROM session_staff ss
            JOIN staff_members m ON m.organization_id = ss.organization_id AND m.id = ss.staff_id
            WHERE ss.organization_id = s.organization_id AND ss.session_id = s.id AND ss.status = 'assigned'
        ) AS staff,
        p.id AS participant_id, p.mrn, p.chosen_name, p.family_name,
        (SELECT string_agg(n, ' ' ORDER BY o)
         FROM jsonb_array_elements_text(p.given_names) WITH ORDINALITY AS g(n, o)) AS given_names,
        to_char(b.starts_at AT TIME ZONE s.time_zone, 'HH24:MI') AS expected_at
    FROM sessions s
    LEFT JOIN rooms r ON r.organization_id = s.organization_id AND r.id = s.room_id
    LEFT JOIN bookings b ON b.organization_id = s.organization_id AND b.session_id = s.id AND b.status = 'booked'
    LEFT JOIN participants booked ON booked.organization_id = b.organization_id AND booked.id = b.participant_id
    LEFT JOIN participants p ON p.organization_id = booked.organization_id AND p.id = {stands_for("booked")}
    WHERE s.location_id = :location AND s.local_date = :day AND s.status <> 'cancelled'
    ORDER BY s.starts_at, s.id, p.folded_name, p.id
"""  # noqa: S608  what is put in is a constant
)


async def expected(db: AsyncSession, location_id: LocationId, on: date) -> Sequence[Row[Any]]:
    """Return one row a session and person of the day; a session nobody is booked in has one without a person."""
    return (await db.execute(_EXPECTED, {"location": location_id, "day": on})).all()
