"""Records that may be one person's: found by what is equal, never by comparing everybody with everybody.

A block is a set of records with something in common (a birth date and the beginning of a name, a phone number, ...).
Only records of one block are compared. A block too large to mean something (the clinic's own phone number) is left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import DistinctionId, ParticipantId
from handrail.participants.errors import DistinctionNotFound
from handrail.participants.models import Distinction

BLOCK_AT_MOST: Final = 20
SAME_NAME_AT_MOST: Final = 200
PAIRS_AT_MOST: Final = 3000
CANDIDATES_AT_MOST: Final = 500

PAIRS: Final = f"""
WITH used AS MATERIALIZED (
    SELECT id, folded_name, folded_given, folded_chosen, birth_date,
        extract(year FROM birth_date)::int AS y, extract(month FROM birth_date)::int AS m,
        extract(day FROM birth_date)::int AS d
    FROM participants WHERE status IN ('active', 'inactive')
),
names AS (
    SELECT folded_name FROM used GROUP BY folded_name HAVING count(*) BETWEEN 2 AND {SAME_NAME_AT_MOST}
),
blocks AS (
    SELECT array_agg(id) AS ids FROM used WHERE birth_date IS NOT NULL
    GROUP BY birth_date, left(folded_name, 4) HAVING count(*) BETWEEN 2 AND {BLOCK_AT_MOST}
    UNION ALL
    SELECT array_agg(id) FROM used WHERE birth_date IS NOT NULL
    GROUP BY birth_date, left(folded_given, 4) HAVING count(*) BETWEEN 2 AND {BLOCK_AT_MOST}
    UNION ALL
    SELECT ARRAY[a.id, b.id]
    FROM used a JOIN used b ON b.birth_date = a.birth_date AND b.id <> a.id
        AND (b.folded_given = a.folded_chosen OR b.folded_given = a.folded_name)
    UNION ALL
    SELECT ARRAY[a.id, b.id]
    FROM names JOIN used a USING (folded_name) JOIN used b USING (folded_name)
    WHERE a.id < b.id AND (
        a.birth_date IS NULL OR b.birth_date IS NULL OR (a.y, a.m) = (b.y, b.m) OR (a.y, a.d) = (b.y, b.d)
        OR (a.m, a.d) = (b.m, b.d) OR (a.y, a.m, a.d) = (b.y, b.d, b.m)
    )
    UNION ALL
    SELECT array_agg(DISTINCT coalesce(p.merged_into_id, p.id))
    FROM participant_contact_ways w
    JOIN participants p ON p.organization_id = w.organization_id AND p.id = w.participant_id
    WHERE w.contact_id IS NULL AND w.kind IN ('phone', 'email') AND w.value_key <> ''
    GROUP BY w.value_key HAVING count(*) BETWEEN 2 AND {BLOCK_AT_MOST}
    UNION ALL
    SELECT array_agg(DISTINCT coalesce(p.merged_into_id, p.id))
    FROM participant_identifiers i
    JOIN participants p ON p.organization_id = i.organization_id AND p.id = i.participant_id
    GROUP BY i.value HAVING count(*) BETWEEN 2 AND {BLOCK_AT_MOST}
),
pairs AS (
    SELECT a.id AS one, b.id AS other, count(*) AS blocks
    FROM blocks, unnest(ids) AS a(id), unnest(ids) AS b(id) WHERE a.id < b.id GROUP BY a.id, b.id
)
SELECT one, other FROM pairs
WHERE NOT EXISTS (
    SELECT FROM participant_distinctions t
    WHERE t.first_participant_id = one AND t.second_participant_id = other AND t.withdrawn_at IS NULL
) AND one IN (SELECT id FROM used) AND other IN (SELECT id FROM used)
ORDER BY blocks DESC, one, other LIMIT {PAIRS_AT_MOST}
"""  # noqa: S608  constants of this module

CANDIDATES: Final = f"""
WITH found AS (
    (SELECT id FROM participants WHERE folded_name = ANY (CAST(:names AS text[])) LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT id FROM participants WHERE folded_given = ANY (CAST(:names AS text[])) LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT id FROM participants WHERE folded_chosen = ANY (CAST(:chosen AS text[])) LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT id FROM participants WHERE birth_date = ANY (CAST(:dates AS date[])) LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT id FROM participants WHERE birth_date = ANY (CAST(:near_dates AS date[])) AND folded_name ^@ :family
     LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT participant_id FROM participant_contact_ways
     WHERE value_key = ANY (CAST(:ways AS text[])) AND contact_id IS NULL LIMIT {CANDIDATES_AT_MOST})
    UNION
    (SELECT participant_id FROM participant_identifiers
     WHERE value = ANY (CAST(:numbers AS text[])) LIMIT {CANDIDATES_AT_MOST})
)
SELECT DISTINCT coalesce(p.merged_into_id, p.id) AS id FROM found JOIN participants p ON p.id = found.id
ORDER BY 1 LIMIT {CANDIDATES_AT_MOST}
"""  # noqa: S608  constants of this module

_TRAITS: Final = text(
    """
    SELECT p.id, p.mrn, p.given_names, p.family_name, p.chosen_name, p.birth_date, p.birth_date_precision, p.status,
        p.version, coalesce(ways.phones, '{}') AS phones, coalesce(ways.emails, '{}') AS emails,
        coalesce(numbers.found, '{}') AS identifiers
    FROM participants p
    LEFT JOIN LATERAL (
        SELECT array_agg(w.value_key) FILTER (WHERE w.kind = 'phone') AS phones,
            array_agg(w.value_key) FILTER (WHERE w.kind = 'email') AS emails
        FROM participants r JOIN participant_contact_ways w
            ON w.organization_id = r.organization_id AND w.participant_id = r.id AND w.contact_id IS NULL
        WHERE r.organization_id = p.organization_id AND (r.id = p.id OR r.merged_into_id = p.id)
    ) ways ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(i.value) AS found
        FROM participants r JOIN participant_identifiers i
            ON i.organization_id = r.organization_id AND i.participant_id = r.id
        WHERE r.organization_id = p.organization_id AND (r.id = p.id OR r.merged_into_id = p.id)
    ) numbers ON true
    WHERE p.id = ANY (CAST(:ids AS uuid[])) AND p.status IN ('active', 'inactive')
    """
)


@dataclass(frozen=True)
class Wanted:
    """Keys under which a person being entered may be known already. Names are folded."""

    names: Sequence[str]
    chosen: Sequence[str]
    dates: Sequence[date]
    near_dates: Sequence[date]
    family: str
    ways: Sequence[str]
    numbers: Sequence[str]


async def likely_pairs(db: AsyncSession) -> list[tuple[ParticipantId, ParticipantId]]:
    """Return pairs of records in use that share a block and were not told apart, most shared blocks first."""
    return [(row.one, row.other) for row in await db.execute(text(PAIRS))]


async def candidates(db: AsyncSession, wanted: Wanted) -> list[ParticipantId]:
    """Return records that have a key in common with a person being entered, each by the one that stays."""
    return list(await db.scalars(text(CANDIDATES), vars(wanted)))


async def traits(db: AsyncSession, participant_ids: Collection[ParticipantId]) -> dict[ParticipantId, Any]:
    """Return what is compared and shown of records in use."""
    rows = await db.execute(_TRAITS, {"ids": list(participant_ids)})
    return {row.id: row for row in rows}


async def distinction(db: AsyncSession, distinction_id: DistinctionId) -> Distinction:
    found = await db.scalar(select(Distinction).where(Distinction.id == distinction_id).with_for_update())
    if found is None:
        raise DistinctionNotFound()
    return found


def distinctions() -> Select[Distinction]:
    """Return the query of pairs that are told apart."""
    return select(Distinction).where(Distinction.withdrawn_at.is_(None))
