"""Tasks and on-call shifts for tests."""

from datetime import timedelta
from typing import Any

from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.ids import AccountId
from handrail.tasks import service
from handrail.tasks.models import Task
from handrail.tasks.schemas import OnCallShiftCreate
from handrail.tasks.service import ShiftWithNames
from handrail.tasks.vocabulary import TaskKind


async def make_task(
    clinic: Clinic, *, owner_id: AccountId, due_in: timedelta = timedelta(hours=1), **values: Any
) -> Task:
    """A task due in an hour; a negative `due_in` makes it overdue."""
    async with clinic.db() as db:
        return await service.open_task(
            db,
            kind=values.pop("kind", TaskKind.CONTACT),
            title_code=values.pop("title_code", "call_after_no_show"),
            due_at=now() + due_in,
            owner_id=owner_id,
            **values,
        )


async def make_shift(
    clinic: Clinic,
    *,
    account_id: AccountId,
    starts_in: timedelta = timedelta(hours=-1),
    length: timedelta = timedelta(hours=12),
) -> ShiftWithNames:
    """An on-call shift that runs now."""
    async with clinic.db() as db:
        starts_at = now() + starts_in
        return await service.add_shift(
            db, OnCallShiftCreate(account_id=account_id, starts_at=starts_at, ends_at=starts_at + length)
        )
