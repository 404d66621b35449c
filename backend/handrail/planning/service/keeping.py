"""What an applied week took the place of, and what it left: kept so that it can be taken back as a whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.queries import bookings
from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.vocabulary import StaffPlaceStatus
from handrail.core.ids import SessionId
from handrail.organizations.models import Closure
from handrail.staff.models import TimeOff

_COLUMNS: Final = (
    "series_id", "original_local_date", "original_local_start", "planned_starts_at", "planned_ends_at",
    "planned_telehealth", "title", "short_name", "capacity", "telehealth_url", "room_id", "own",
)  # fmt: skip


@dataclass(frozen=True)
class Extra:
    """What applying writes down beside the sessions."""

    time_off: list[TimeOff] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)


@dataclass(frozen=True)
class AsItIs:
    """Sessions before they change: their versions and, by id, everything that goes back."""

    versions: dict[SessionId, int]
    sessions: dict[SessionId, dict[str, Any]]
    bookings: dict[str, str]
    """The session of each live booking."""


async def as_it_is(db: AsyncSession, session_ids: Collection[SessionId]) -> AsItIs:
    """Return sessions as they stand: ids, times and places, nobody who takes part."""
    rows = await session_rows.get_sessions(db, session_ids)
    staff = await session_rows.staff_of(db, session_ids)
    return AsItIs(
        versions={row.id: row.version for row in rows},
        sessions={
            row.id: _columns(row)
            | {
                "id": str(row.id),
                "staff": [
                    {
                        "staff_id": str(place.staff_id),
                        "role": place.role.value,
                        "supervisor_id": None if place.supervisor_id is None else str(place.supervisor_id),
                    }
                    for place in staff.get(row.id, [])
                    if place.status is StaffPlaceStatus.ASSIGNED
                ],
            }
            for row in rows
        },
        bookings={str(one.id): str(one.session_id) for one in await bookings.live_in(db, session_ids)},
    )


def _columns(row: Session) -> dict[str, Any]:
    found = {}
    for name in _COLUMNS:
        value = getattr(row, name)
        found[name] = value if value is None or isinstance(value, bool | int | list) else _plain(value)
    return found


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


async def kept(
    db: AsyncSession, before: AsItIs, changed: Sequence[SessionId], extra: Extra
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is kept of the state before and after; also of sessions that only a closure changed."""
    rows = await session_rows.get_sessions(db, {*before.versions, *changed})
    touched = [row for row in rows if before.versions.get(row.id) != row.version]
    ids = {str(row.id) for row in touched}
    live = await bookings.live_in(db, [row.id for row in touched])
    return (
        {
            "sessions": [one for one in before.sessions.values() if one["id"] in ids],
            "bookings": {name: session for name, session in before.bookings.items() if session in ids},
        },
        {
            "sessions": {str(row.id): row.version for row in touched},
            "bookings": {str(one.id): [str(one.session_id), one.version] for one in live},
            "made": [str(row.id) for row in touched if row.id not in before.versions],
            "time_off": [[str(one.staff_id), str(one.id)] for one in extra.time_off],
            "closures": [[str(one.id), one.version] for one in extra.closures],
        },
    )
