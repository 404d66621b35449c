"""Everything recorded about one booking's attendance."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance, AttendanceCorrection
from handrail.attendance.queries import marks as queries
from handrail.attendance.rules.presence import Presence
from handrail.attendance.vocabulary import CAME, Mode
from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import BookingId, SessionId


@dataclass(frozen=True)
class Detail:
    """A mark with its stays and the versions that corrections replaced."""

    row: Attendance
    session: Session
    stays: tuple[Presence, ...]
    corrections: tuple[AttendanceCorrection, ...]

    def values(self) -> dict[str, Any]:
        """Return what the API shows."""
        row, by_video = self.row, self.row.mode is Mode.VIDEO and self.row.outcome in CAME
        return {
            **{name: getattr(row, name) for name in _SAME},
            "video": {name: getattr(row, name) for name in _VIDEO} if by_video else None,
            "provisional": self.session.status is SessionStatus.SCHEDULED and row.outcome in CAME,
            "locked": self.session.locked_at is not None,
            "stays": self.stays,
            "corrections": [
                {
                    **one.replaced,
                    "replaced_version": one.replaced_version,
                    "after_lock": one.after_lock,
                    "reason": one.reason,
                    "corrected_by": one.corrected_by,
                    "corrected_at": one.corrected_at,
                }
                for one in self.corrections
            ],
        }


_SAME = (
    "booking_id",
    "session_id",
    "participant_id",
    "episode_id",
    "outcome",
    "absence_reason",
    "mode",
    "evidence",
    "arrived_at",
    "left_at",
    "minutes",
    "countable_minutes",
    "marked_by",
    "marked_at",
    "version",
)
_VIDEO = ("place", "call_back_number", "consent_confirmed")


async def get_attendance(
    db: AsyncSession,
    actor: Actor,
    session_id: SessionId,
    booking_id: BookingId,
    *,
    permission: str = "attendance:read",
) -> Detail:
    """Return the attendance of one booking that the actor may see."""
    session, row = await queries.get_attendance(db, actor, session_id, booking_id, permission=permission)
    stays = (await queries.stays_of(db, [row.id])).get(row.id, ())
    return Detail(row, session, stays, tuple(await queries.corrections_of(db, row.id)))
