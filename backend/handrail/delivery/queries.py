"""SQL of deliveries."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import BookingId, DeliveryId, EpisodeId, ParticipantId, ProgramId, SessionId, StaffId
from handrail.delivery.errors import DeliveryNotFound
from handrail.delivery.models import Delivery, DeliveryException
from handrail.modalities.models import Modality
from handrail.participants.models import Participant
from handrail.participants.queries import IDS_OF_PERSON


async def of_session(db: AsyncSession, session_id: SessionId) -> Sequence[tuple[Delivery, str]]:
    """Deliveries of a session, each with the name of its modality, the main one first."""
    query = (
        select(Delivery, Modality.name)
        .join(Modality, Modality.id == Delivery.modality_id)
        .where(Delivery.session_id == session_id, Delivery.voided_at.is_(None))
        .order_by(Delivery.position)
    )
    return [(delivery, name) for delivery, name in await db.execute(query)]


async def get_delivery(db: AsyncSession, session_id: SessionId, delivery_id: DeliveryId) -> Delivery:
    query = select(Delivery).where(
        Delivery.id == delivery_id, Delivery.session_id == session_id, Delivery.voided_at.is_(None)
    )
    delivery: Delivery | None = await db.scalar(query)
    if delivery is None:
        raise DeliveryNotFound()
    return delivery


async def exceptions_of(
    db: AsyncSession, delivery_ids: Collection[DeliveryId]
) -> dict[DeliveryId, list[DeliveryException]]:
    """Exceptions of some deliveries, by booking."""
    query = select(DeliveryException).where(DeliveryException.delivery_id.in_(delivery_ids))
    found: dict[DeliveryId, list[DeliveryException]] = {}
    for row in await db.scalars(query.order_by(DeliveryException.booking_id)):
        found.setdefault(row.delivery_id, []).append(row)
    return found


async def birth_dates(db: AsyncSession, participant_ids: Collection[ParticipantId]) -> list[date | None]:
    query = select(Participant.birth_date).where(Participant.id.in_(participant_ids))
    return list(await db.scalars(query))


async def forget_exceptions(
    db: AsyncSession, rows: Sequence[DeliveryException], keep: Collection[BookingId]
) -> dict[BookingId, DeliveryException]:
    """Take away exceptions for whom nothing differs any more (the change log keeps them); return the others."""
    kept = {}
    for row in rows:
        if row.booking_id in keep:
            kept[row.booking_id] = row
        else:
            await db.delete(row)
    await db.flush()
    return kept


DOSES: Final = f"""
WITH entry AS (
    SELECT d.modality_id, coalesce(x.module, d.module) AS module, s.id AS session_id, s.local_date,
        s.status <> 'closed' AS provisional,
        s.local_date - (extract(isodow FROM s.local_date)::int + 7 - array_position(
            ARRAY['monday','tuesday','wednesday','thursday','friday','saturday','sunday'], e.week_starts_on::text
        )) % 7 AS week,
        coalesce(x.minutes, d.minutes) AS minutes, a.minutes AS presence,
        sum(coalesce(x.minutes, d.minutes)) OVER (PARTITION BY a.booking_id) AS total
    FROM attendance a
    JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id
    JOIN episodes e ON e.organization_id = a.organization_id AND e.id = a.episode_id
    JOIN deliveries d ON d.organization_id = a.organization_id AND d.session_id = a.session_id AND d.voided_at IS NULL
    LEFT JOIN delivery_exceptions x
        ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
    WHERE a.participant_id IN ({IDS_OF_PERSON})
        AND a.outcome IN ('present', 'late', 'left_early')
        AND s.status <> 'cancelled'
        AND coalesce(x.took_part, true)
        AND (CAST(:episode_id AS uuid) IS NULL OR a.episode_id = :episode_id)
        AND (CAST(:first AS date) IS NULL OR s.local_date >= :first)
        AND (CAST(:last AS date) IS NULL OR s.local_date <= :last)
),
dose AS (
    -- `rules.doses`: presence shared out over the deliveries of the session.
    SELECT modality_id, module, session_id, local_date, provisional, week,
        CASE WHEN total > 0 THEN minutes * least(presence, total) / total ELSE 0 END AS minutes
    FROM entry
),
received AS (SELECT * FROM dose WHERE minutes > 0),
by_week AS (
    SELECT modality_id, week, count(DISTINCT session_id) AS sessions, sum(minutes) AS minutes
    FROM received GROUP BY modality_id, week
),
by_module AS (
    SELECT modality_id, module, count(DISTINCT session_id) AS sessions, sum(minutes) AS minutes
    FROM received WHERE module IS NOT NULL GROUP BY modality_id, module
)
SELECT m.id AS modality_id, m.key, m.name, m.planned_sessions, count(DISTINCT r.session_id) AS sessions,
    sum(r.minutes)::int AS minutes,
    (coalesce(sum(r.minutes) FILTER (WHERE r.provisional), 0))::int AS provisional_minutes,
    min(r.local_date) AS first_on, max(r.local_date) AS last_on,
    coalesce((SELECT jsonb_agg(jsonb_build_object('module', b.module, 'sessions', b.sessions, 'minutes', b.minutes)
        ORDER BY b.module) FROM by_module b WHERE b.modality_id = m.id), '[]') AS modules,
    (SELECT jsonb_agg(jsonb_build_object('starts_on', b.week, 'sessions', b.sessions, 'minutes', b.minutes)
        ORDER BY b.week) FROM by_week b WHERE b.modality_id = m.id) AS weeks
FROM received r JOIN modalities m ON m.id = r.modality_id
GROUP BY m.organization_id, m.id
ORDER BY minutes DESC, m.name
"""  # noqa: S608  the piece that is put in is a constant
"""Dose by modality of one participant: deliveries × attendance, in one statement."""


async def doses(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    episode_id: EpisodeId | None,
    first: date | None,
    last: date | None,
) -> Sequence[Any]:
    """Rows of `ModalityDose`, the most received first."""
    values = {"participant_id": participant_id, "episode_id": episode_id, "first": first, "last": last}
    return [dict(row) for row in (await db.execute(text(DOSES), values)).mappings()]


PROGRAM_DOSES: Final = """
WITH entry AS (
    SELECT d.modality_id, s.id AS session_id, a.participant_id, coalesce(x.minutes, d.minutes) AS minutes,
        a.minutes AS presence, sum(coalesce(x.minutes, d.minutes)) OVER (PARTITION BY a.booking_id) AS total
    FROM sessions s
    JOIN attendance a ON a.organization_id = s.organization_id AND a.session_id = s.id
        AND a.outcome IN ('present', 'late', 'left_early')
    JOIN deliveries d ON d.organization_id = s.organization_id AND d.session_id = s.id AND d.voided_at IS NULL
    LEFT JOIN delivery_exceptions x
        ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
    WHERE s.program_id = :program_id AND s.local_date BETWEEN :first AND :last AND s.status <> 'cancelled'
        AND coalesce(x.took_part, true)
),
received AS (
    SELECT modality_id, session_id, participant_id,
        CASE WHEN total > 0 THEN minutes * least(presence, total) / total ELSE 0 END AS minutes
    FROM entry
)
SELECT m.id AS modality_id, m.name, count(DISTINCT r.session_id) AS sessions,
    count(DISTINCT r.participant_id) AS people, sum(r.minutes)::int AS minutes
FROM received r JOIN modalities m ON m.id = r.modality_id
WHERE r.minutes > 0
GROUP BY m.organization_id, m.id
ORDER BY minutes DESC, m.name
"""
"""Dose by modality of everybody in a program's sessions, shared out as `rules.doses` does."""


async def program_doses(db: AsyncSession, program_id: ProgramId, *, first: date, last: date) -> Sequence[Any]:
    """Rows of `ProgramModalityDose`, the most given first."""
    values = {"program_id": program_id, "first": first, "last": last}
    return [dict(row) for row in (await db.execute(text(PROGRAM_DOSES), values)).mappings()]


_SUPERVISES: Final = """
SELECT EXISTS (
    SELECT FROM session_staff st
    JOIN staff_supervisions v ON v.organization_id = st.organization_id AND v.supervisee_id = st.staff_id
    WHERE st.session_id = :session_id AND st.role = 'lead' AND v.supervisor_id = :reader
        AND CAST(:on AS date) BETWEEN v.starts_on AND coalesce(v.ends_on, 'infinity')
)
"""


async def supervises(db: AsyncSession, reader: StaffId, session_id: SessionId, on: date) -> bool:
    """Say whether somebody supervised the lead of a session on its day."""
    values = {"session_id": session_id, "reader": reader, "on": on}
    return bool(await db.scalar(text(_SUPERVISES), values))


FIDELITY: Final = """
SELECT st.staff_id, d.modality_id, m.name AS modality_name, date_trunc('month', s.local_date)::date AS month,
    count(*) AS sessions,
    jsonb_array_length(m.fidelity_items) AS items,
    coalesce(sum((SELECT count(*) FROM jsonb_array_elements(m.fidelity_items) AS item(one)
        WHERE jsonb_exists(d.fidelity, item.one ->> 'key'))), 0)::int AS met,
    (SELECT coalesce(jsonb_object_agg(i.key, i.times), '{}') FROM (
        SELECT k.value AS key, count(*) AS times
        FROM unnest(array_agg(d.fidelity)) AS one(list), jsonb_array_elements_text(one.list) AS k(value)
        GROUP BY k.value
    ) i) AS by_item
FROM deliveries d
JOIN sessions s ON s.organization_id = d.organization_id AND s.id = d.session_id AND s.status <> 'cancelled'
JOIN session_staff st ON st.organization_id = s.organization_id AND st.session_id = s.id AND st.role = 'lead'
JOIN modalities m ON m.organization_id = d.organization_id AND m.id = d.modality_id
WHERE d.voided_at IS NULL AND s.local_date BETWEEN :first AND :last AND jsonb_array_length(m.fidelity_items) > 0
    AND (CAST(:staff_id AS uuid) IS NULL OR st.staff_id = :staff_id)
    AND (CAST(:reader AS uuid) IS NULL OR st.staff_id = :reader OR EXISTS (
        SELECT FROM staff_supervisions v WHERE v.organization_id = st.organization_id AND v.supervisor_id = :reader
            AND v.supervisee_id = st.staff_id AND s.local_date BETWEEN v.starts_on AND coalesce(v.ends_on, 'infinity')
    ))
GROUP BY st.organization_id, st.staff_id, d.modality_id, m.organization_id, m.id, date_trunc('month', s.local_date)
ORDER BY st.staff_id, m.name, month
LIMIT 2000
"""
"""Fidelity items met, by who led, modality and month: of the reader and of whom they supervised then, or of all.

Of the items that the modality has today: of one that was taken out, `by_item` still tells the sessions.
"""


async def fidelity(
    db: AsyncSession, *, reader: StaffId | None, staff_id: StaffId | None, first: date, last: date
) -> Sequence[Any]:
    """Rows of `FidelityMonth`; without a reader those of everybody."""
    values = {"reader": reader, "staff_id": staff_id, "first": first, "last": last}
    return [dict(row) for row in (await db.execute(text(FIDELITY), values)).mappings()]
