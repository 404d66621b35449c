"""People for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ParticipantId, ProgramId, StaffId
from handrail.participants import service
from handrail.participants.models import CareRelationship, Participant
from handrail.participants.schemas import ParticipantCreate
from handrail.participants.vocabulary import CareReason


async def make_participant(
    db: AsyncSession,
    *,
    given_names: tuple[str, ...] = ("Ramón",),
    family_name: str = "Sarabia",
    birth_date: date | None = date(1990, 4, 12),
    **values: Any,
) -> Participant:
    """Open a record; further values as in `ParticipantCreate`."""
    new = ParticipantCreate(given_names=list(given_names), family_name=family_name, birth_date=birth_date, **values)
    return await service.create_participant(db, new)


async def make_relationship(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    staff_id: StaffId | None = None,
    program_id: ProgramId | UUID | None = None,
    reason: CareReason = CareReason.PRIMARY_CLINICIAN,
    starts_on: date = date(2020, 1, 1),
    ends_on: date | None = None,
) -> CareRelationship:
    """Let a staff member, or a program's team, open the record."""
    return await service.relate(
        db,
        participant_id,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
        staff_id=staff_id,
        program_id=ProgramId(UUID(str(program_id))) if program_id is not None else None,
    )
