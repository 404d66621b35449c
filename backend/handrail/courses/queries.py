"""SQL of courses of therapy and homework."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.attendance.vocabulary import CAME
from handrail.calendar.models import Session
from handrail.core.access import Actor
from handrail.core.ids import (
    CourseEntryId,
    CourseId,
    CourseTargetId,
    DeliveryId,
    EpisodeId,
    HomeworkId,
    ParticipantId,
    SessionId,
)
from handrail.courses.errors import (
    CourseEntryNotFound,
    CourseNotFound,
    CourseTargetNotFound,
    DeliveryWithoutHomework,
    HomeworkNotFound,
)
from handrail.courses.models import Course, CourseEntry, CourseTarget, Homework
from handrail.delivery.models import Delivery, DeliveryException
from handrail.modalities.models import Modality, ModalityVersion
from handrail.participants.models import Participant
from handrail.participants.queries import IDS_OF_PERSON, clinic_today, of_person, visible_to

SHOWN_ENTRIES: Final = 100

Followed = tuple[Course, Modality, ModalityVersion | None]
"""A course, its modality, and the published version that it follows where there is one."""


async def local_today(db: AsyncSession) -> date:
    """Today where the organization is."""
    return (await db.scalars(select(clinic_today()))).one()


def _visible(actor: Actor, permission: str, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Modality, and_(Modality.organization_id == Course.organization_id, Modality.id == Course.modality_id))
        .outerjoin(
            ModalityVersion,
            and_(
                ModalityVersion.organization_id == Course.organization_id,
                ModalityVersion.modality_id == Course.modality_id,
                ModalityVersion.number == Course.protocol_version,
            ),
        )
        .join(
            Participant,
            and_(Participant.organization_id == Course.organization_id, Participant.id == Course.participant_id),
        )
        .where(visible_to(actor, permission))
    )


async def get_course(
    db: AsyncSession, actor: Actor, course_id: CourseId, permission: str, *, lock: bool = False
) -> Followed:
    """Return a course of somebody the actor may open, with what it follows."""
    query = _visible(actor, permission, Course, Modality, ModalityVersion).where(Course.id == course_id)
    row = (await db.execute(query.with_for_update(of=Course) if lock else query)).one_or_none()
    if row is None:
        raise CourseNotFound()
    return row[0], row[1], row[2]


async def list_courses(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> Sequence[Followed]:
    """Return the courses of a person, the running ones first, then the youngest; a hundred at most."""
    query = _visible(actor, "course:read", Course, Modality, ModalityVersion)
    query = query.where(of_person(Course.participant_id, participant_id))
    query = query.order_by(Course.ended_on.is_not(None), Course.starts_on.desc(), Course.id).limit(100)
    return [(course, modality, version) for course, modality, version in await db.execute(query)]


async def targets_of(db: AsyncSession, course_ids: Collection[CourseId]) -> dict[CourseId, list[CourseTarget]]:
    """Return targets by course, in their order."""
    query = select(CourseTarget).where(CourseTarget.course_id.in_(course_ids)).order_by(CourseTarget.number)
    found: dict[CourseId, list[CourseTarget]] = {}
    for row in await db.scalars(query):
        found.setdefault(row.course_id, []).append(row)
    return found


async def entries_of(db: AsyncSession, course_ids: Collection[CourseId]) -> dict[CourseId, list[CourseEntry]]:
    """Return what was noted and not voided, by course, the oldest first."""
    query = (
        select(CourseEntry)
        .where(CourseEntry.course_id.in_(course_ids), CourseEntry.voided_at.is_(None))
        .order_by(CourseEntry.noted_on, CourseEntry.id)
    )
    found: dict[CourseId, list[CourseEntry]] = {}
    for row in await db.scalars(query):
        found.setdefault(row.course_id, []).append(row)
    return found


DELIVERED: Final = text("""
SELECT c.id AS course_id, d.session_id, s.local_date AS on, d.phase,
    d.records || coalesce(x.records, '{}') AS values
FROM courses c
JOIN attendance a ON a.organization_id = c.organization_id AND a.episode_id = c.episode_id
    AND a.outcome IN ('present', 'late', 'left_early')
JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id AND s.status <> 'cancelled'
    AND s.local_date BETWEEN c.starts_on AND coalesce(c.ended_on, 'infinity')
JOIN deliveries d ON d.organization_id = s.organization_id AND d.session_id = s.id AND d.voided_at IS NULL
    AND d.modality_id = c.modality_id
LEFT JOIN delivery_exceptions x
    ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
WHERE c.id = ANY(:ids) AND coalesce(x.took_part, true)
ORDER BY s.starts_at, d.position
""")
"""What the sessions of a course's modality recorded of somebody who was there and took part."""


async def delivered_to(db: AsyncSession, course_ids: Collection[CourseId]) -> dict[CourseId, list[Any]]:
    """Return, by course, rows of `session_id`, `on`, `phase`, `values` of what their groups were given, in order."""
    found: dict[CourseId, list[Any]] = {}
    for row in (await db.execute(DELIVERED, {"ids": list(course_ids)})).mappings():
        found.setdefault(row["course_id"], []).append(row)
    return found


async def get_target(
    db: AsyncSession, actor: Actor, target_id: CourseTargetId, permission: str
) -> tuple[CourseTarget, Course, Modality, ModalityVersion | None]:
    """Return a target with its course, which is locked, and what that follows."""
    query = (
        _visible(actor, permission, CourseTarget, Course, Modality, ModalityVersion)
        .where(
            CourseTarget.organization_id == Course.organization_id,
            CourseTarget.course_id == Course.id,
            CourseTarget.id == target_id,
        )
        .with_for_update(of=Course)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise CourseTargetNotFound()
    return row[0], row[1], row[2], row[3]


async def target_of_course(db: AsyncSession, course_id: CourseId, target_id: CourseTargetId) -> CourseTarget:
    query = select(CourseTarget).where(CourseTarget.id == target_id, CourseTarget.course_id == course_id)
    found = await db.scalar(query)
    if found is None:
        raise CourseTargetNotFound()
    return found


async def get_entry(
    db: AsyncSession, actor: Actor, entry_id: CourseEntryId, permission: str
) -> tuple[CourseEntry, Course]:
    query = _visible(actor, permission, CourseEntry, Course).where(
        CourseEntry.organization_id == Course.organization_id,
        CourseEntry.course_id == Course.id,
        CourseEntry.id == entry_id,
        CourseEntry.voided_at.is_(None),
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise CourseEntryNotFound()
    return row[0], row[1]


async def day_attended(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> date | None:
    """Return the day of a session that somebody of this episode attended."""
    query = (
        select(Session.local_date)
        .join(
            Attendance,
            and_(Attendance.organization_id == Session.organization_id, Attendance.session_id == Session.id),
        )
        .where(Session.id == session_id, Attendance.episode_id == episode_id, Attendance.outcome.in_(CAME))
    )
    found: date | None = await db.scalar(query)
    return found


async def count_targets(db: AsyncSession, course_id: CourseId) -> int:
    query = select(func.coalesce(func.max(CourseTarget.number), 0)).where(CourseTarget.course_id == course_id)
    return int(await db.scalar(query) or 0)


# Homework


async def get_homework(
    db: AsyncSession, actor: Actor, homework_id: HomeworkId, permission: str, *, lock: bool = False
) -> Homework:
    query = (
        select(Homework)
        .join(
            Participant,
            and_(Participant.organization_id == Homework.organization_id, Participant.id == Homework.participant_id),
        )
        .where(Homework.id == homework_id, Homework.voided_at.is_(None), visible_to(actor, permission))
    )
    row = await db.scalar(query.with_for_update(of=Homework) if lock else query)
    if row is None:
        raise HomeworkNotFound()
    return row


async def check_given(db: AsyncSession, delivery_id: DeliveryId, episode_id: EpisodeId) -> None:
    """Raise unless a delivery gave homework to somebody who was there and took part."""
    query = select(Delivery.id).where(
        Delivery.id == delivery_id,
        Delivery.voided_at.is_(None),
        exists().where(
            Attendance.organization_id == Delivery.organization_id,
            Attendance.session_id == Delivery.session_id,
            Attendance.episode_id == episode_id,
            Attendance.outcome.in_(CAME),
        ),
        func.coalesce(
            select(func.coalesce(DeliveryException.homework, Delivery.homework))
            .where(
                DeliveryException.organization_id == Delivery.organization_id,
                DeliveryException.delivery_id == Delivery.id,
                DeliveryException.episode_id == episode_id,
            )
            .correlate(Delivery)
            .scalar_subquery(),
            Delivery.homework,
        ).is_not(None),
    )
    if await db.scalar(query) is None:
        raise DeliveryWithoutHomework()


async def homework_of_delivery(db: AsyncSession, delivery_id: DeliveryId, episode_id: EpisodeId) -> Homework | None:
    """Return what was already noted of a group's homework for one of its people."""
    query = select(Homework).where(
        Homework.delivery_id == delivery_id, Homework.episode_id == episode_id, Homework.voided_at.is_(None)
    )
    found: Homework | None = await db.scalar(query)
    return found


HOMEWORK: Final = f"""
WITH theirs AS ({IDS_OF_PERSON}),
given AS (
    SELECT d.id AS delivery_id, a.participant_id, a.episode_id, m.name AS modality_name,
        coalesce(x.homework, d.homework) AS text, s.local_date AS assigned_on
    FROM attendance a
    JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id
    JOIN deliveries d ON d.organization_id = a.organization_id AND d.session_id = a.session_id AND d.voided_at IS NULL
    JOIN modalities m ON m.organization_id = d.organization_id AND m.id = d.modality_id
    LEFT JOIN delivery_exceptions x
        ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
    WHERE a.participant_id IN (SELECT id FROM theirs) AND a.outcome IN ('present', 'late', 'left_early')
        AND s.status <> 'cancelled' AND coalesce(x.took_part, true)
        AND coalesce(x.homework, d.homework) IS NOT NULL
),
everything AS (
    SELECT h.id, h.version, g.delivery_id, g.episode_id, h.course_id, g.modality_name, g.text, g.assigned_on,
        h.due_on, h.done, h.reported_on, h.reviewed_on, h.review_note
    FROM given g
    LEFT JOIN homework h ON h.delivery_id = g.delivery_id AND h.episode_id = g.episode_id AND h.voided_at IS NULL
    UNION ALL
    SELECT h.id, h.version, NULL, h.episode_id, h.course_id, m.name, h.text, h.assigned_on,
        h.due_on, h.done, h.reported_on, h.reviewed_on, h.review_note
    FROM homework h
    LEFT JOIN courses c ON c.organization_id = h.organization_id AND c.id = h.course_id
    LEFT JOIN modalities m ON m.organization_id = c.organization_id AND m.id = c.modality_id
    WHERE h.participant_id IN (SELECT id FROM theirs) AND h.delivery_id IS NULL AND h.voided_at IS NULL
)
SELECT *, CASE WHEN reviewed_on IS NOT NULL THEN 'reviewed' WHEN reported_on IS NOT NULL THEN 'reported'
    ELSE 'assigned' END AS state
FROM everything
WHERE (NOT CAST(:open AS boolean) OR reviewed_on IS NULL) AND (CAST(:only AS uuid) IS NULL OR id = :only)
ORDER BY assigned_on DESC, coalesce(id, delivery_id) DESC
LIMIT 200
"""  # noqa: S608  the piece that is put in is a constant
"""Homework of one person: their own, and what their groups gave to everybody who was there."""


async def homework_of(
    db: AsyncSession, participant_id: ParticipantId, *, open_only: bool = False, only: HomeworkId | None = None
) -> Sequence[Any]:
    """Rows of `HomeworkRead`, the youngest first, two hundred at most."""
    values = {"participant_id": participant_id, "open": open_only, "only": only}
    return [dict(row) for row in (await db.execute(text(HOMEWORK), values)).mappings()]
