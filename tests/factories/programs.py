"""Programs for tests."""

from typing import Any

from tests.factories.organizations import ship_rules
from tests.support.clinic import Clinic

from handrail.programs import service
from handrail.programs.models import Program
from handrail.programs.schemas import ProgramCreate


async def make_program(
    clinic: Clinic, *, template_key: str = "depression-cbt", name: str | None = None, **columns: Any
) -> Program:
    """A program from a shipped template; `columns` overwrite what the template says, past every rule."""
    await ship_rules(clinic)
    async with clinic.db() as db:
        program = await service.create_program(db, ProgramCreate(template_key=template_key, name=name))
        for column, value in columns.items():
            setattr(program, column, value)
    return program
