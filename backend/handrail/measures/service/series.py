"""A participant's course: every total in its place, beside the first one."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import ParticipantId
from handrail.measures import catalogue
from handrail.measures.models import Administration
from handrail.measures.queries import administrations as queries
from handrail.measures.rules.change import Change
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.series import Mark, Scored, marks
from handrail.measures.service import figures
from handrail.measures.service.schedules import owed
from handrail.measures.vocabulary import SETTLED, AdministrationStatus
from handrail.participants import service as participants


async def participant_measures(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> dict[str, Any]:
    """Everything given to a person, what is begun, and what is owed."""
    await participants.get_visible_participant(db, actor, participant_id, permission="measure:read")
    given = await queries.of_participant(db, participant_id)
    by_version: dict[tuple[str, int], list[Administration]] = {}
    for one in given:
        if one.status in SETTLED:
            by_version.setdefault((one.instrument_key, one.instrument_version), []).append(one)
    return {
        "participant_id": participant_id,
        "series": [_series(catalogue.instrument_of(*key), rows) for key, rows in sorted(by_version.items())],
        "in_progress": [one for one in given if one.status is AdministrationStatus.IN_PROGRESS],
        "due": await owed(db, actor, participant_id=participant_id),
    }


def _series(instrument: Instrument, rows: Sequence[Administration]) -> dict[str, Any]:
    totals = [Scored(one.episode_id, one.taken_on, None if one.total is None else Fraction(one.total)) for one in rows]
    return {
        "instrument_key": instrument.key,
        "instrument_version": instrument.version,
        "name": instrument.name,
        "title": instrument.title,
        "higher": instrument.higher,
        "lowest": instrument.total.lowest if instrument.total else None,
        "highest": instrument.total.highest if instrument.total else None,
        **figures.all_of(instrument),
        "points": [_point(one, mark) for one, mark in zip(rows, marks(instrument, totals), strict=True)],
    }


def _point(one: Administration, mark: Mark) -> dict[str, Any]:
    return {
        "administration_id": one.id,
        "episode_id": one.episode_id,
        "on": one.taken_on,
        "status": one.status,
        "mode": one.mode,
        "total": one.total,
        "prorated": one.prorated,
        "band": one.band,
        "subscales": one.subscales,
        "flags": one.flags,
        "flags_unknown": one.flags_unknown,
        "positive": one.positive,
        "reason": one.reason,
        "first": mark.first,
        "turning_point": mark.turning_point,
        **_change(mark.change),
    }


def _change(found: Change | None) -> dict[str, Any]:
    if found is None:
        names = ("change", "improvement", "reliably_improved", "reliably_deteriorated", "recovered")
        return dict.fromkeys((*names, "clinically_significant"))
    return {
        "change": float(found.points),
        "improvement": float(found.improvement),
        "reliably_improved": found.reliably_improved,
        "reliably_deteriorated": found.reliably_deteriorated,
        "recovered": found.recovered,
        "clinically_significant": found.clinically_significant,
    }
