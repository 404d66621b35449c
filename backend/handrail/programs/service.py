"""Use cases of programs and of who works in them."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import today_in
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import ProgramId, ProgramStaffId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations import service as organizations
from handrail.organizations.rules import Situation, limits_of_week
from handrail.organizations.vocabulary import Phase
from handrail.organizations.week_rules import rules_of
from handrail.programs import queries
from handrail.programs.errors import NoWeekRule, ProgramNameTaken, ProgramRetired, StaffAssignedAlready
from handrail.programs.events import ProgramUnderPart2
from handrail.programs.models import Program, ProgramStaff
from handrail.programs.rules import (
    Block,
    PlannedPhase,
    PlannedTrack,
    check_assignment,
    check_blocks,
    check_length,
    check_longest_day,
    check_modalities,
    check_once,
    check_phases,
    check_shape,
    check_tracks,
    check_week,
    countable_minutes,
)
from handrail.programs.schemas import (
    DayBlock,
    ProgramCreate,
    ProgramLength,
    ProgramStaffCreate,
    ProgramStaffUpdate,
    ProgramTemplateRead,
    ProgramUpdate,
    ProgramValues,
)
from handrail.programs.shipped import get_template, read_template, shipped_templates, shipped_texts, template_version
from handrail.programs.vocabulary import BlockKind

_NAME = {"uq_programs_name": ProgramNameTaken()}


def list_templates() -> list[ProgramTemplateRead]:
    """Return the shipped templates."""
    return [read_template(key) for key in shipped_templates()]


def template_texts() -> dict[str, str]:
    """Return what the shipped templates say, and what that is in Spanish."""
    return shipped_texts()


async def list_programs(
    db: AsyncSession,
    *,
    active: bool | None,
    level_of_care: LevelOfCare | None,
    age_band: AgeBand | None,
    part2: bool | None,
    page: PageParams,
) -> Rows[Program]:
    return await queries.list_programs(
        db, active=active, level_of_care=level_of_care, age_band=age_band, part2=part2, page=page
    )


async def get_program(db: AsyncSession, program_id: ProgramId) -> Program:
    """Return a program or raise `ProgramNotFound`."""
    return await queries.get_program(db, program_id)


async def get_open_program(db: AsyncSession, program_id: ProgramId) -> Program:
    """Return a program that still takes people."""
    program = await queries.get_program(db, program_id)
    if not program.active:
        raise ProgramRetired()
    return program


async def create_program(db: AsyncSession, wanted: ProgramCreate) -> Program:
    """Create a program from a template or from own values, if its week is one of its level of care.

    Raises what `rules.check_week` raises, with the limit and its citation.
    """
    if wanted.template_key is not None:
        template = get_template(wanted.template_key)
        values = template.model_copy(update={"name": wanted.name or template.name})
    else:
        assert wanted.values is not None
        values = wanted.values.model_copy(update={"name": wanted.name or wanted.values.name})
    program = Program(
        template_key=wanted.template_key, template_version=template_version() if wanted.template_key else None
    )
    await _write(db, program, values)
    with refusing(_NAME):
        db.add(program)
        await db.flush()
    return program


async def update_program(db: AsyncSession, program_id: ProgramId, change: ProgramUpdate, *, if_match: int) -> Program:
    """Change a program. Episodes keep what they copied at admission."""
    program = await queries.get_program(db, program_id)
    expect_version(program, if_match)
    was_part2 = program.part2
    given = change.given()
    program.active = given.pop("active", program.active)
    if given:
        await _write(db, program, _values_of(program).model_copy(update=given))
    with refusing(_NAME):
        await db.flush()
    if program.part2 and not was_part2:
        await announce(db, ProgramUnderPart2(program.id))
    return program


async def _write(db: AsyncSession, program: Program, values: ProgramValues) -> None:
    """Judge the values by the rules of the week valid today and put them into the row."""
    day_blocks = values.blocks or [
        DayBlock(kind=BlockKind.THERAPY, label="Therapy", minutes=values.minutes_per_day, countable=True)
    ]
    blocks = [Block(block.kind, block.minutes, block.countable, block.service_kind) for block in day_blocks]
    check_shape(values.level_of_care, days_per_week=values.days_per_week, minutes_per_day=values.minutes_per_day)
    check_blocks(blocks, minutes_per_day=values.minutes_per_day)
    check_longest_day(values.longest_day_minutes, minutes_per_day=values.minutes_per_day)
    check_length(values.length.least, values.length.usual, values.length.most)
    check_phases(
        [PlannedPhase(one.phase, one.days_per_week) for one in values.phases], days_per_week=values.days_per_week
    )
    check_tracks(
        [PlannedTrack(one.track, tuple(one.weekdays)) for one in values.tracks], days_per_week=values.days_per_week
    )
    check_modalities([part.modality for part in values.curriculum], values.age_band)
    check_once([one.service_kind for one in values.required_services], pointer="/required_services")
    check_once([one.instrument for one in values.measures], pointer="/measures")
    program.countable_minutes_per_day = await _countable_minutes(db, values, blocks)
    columns = values.model_dump(mode="json", exclude={"length", "level_of_care", "age_band", "blocks"})
    for name, value in columns.items():
        setattr(program, name, value)
    program.level_of_care, program.age_band = values.level_of_care, values.age_band
    program.blocks = [_stored(block) for block in day_blocks]
    program.length_unit = values.length.unit
    program.length_min, program.length_usual = values.length.least, values.length.usual
    program.length_max = values.length.most


def _stored(block: DayBlock) -> dict[str, Any]:
    """Return a block for the row. What one does not need is left out, so that the release before reads it too."""
    left_out = {"equipment"} if not block.equipment else set[str]()
    if block.leaders < 2:
        left_out |= {"leaders", "second_leads"}
    return block.model_dump(mode="json", exclude=left_out)


async def _countable_minutes(db: AsyncSession, values: ProgramValues, blocks: list[Block]) -> int:
    """Check every planned phase and return what a full day of the standard week counts."""
    organization = await organizations.read_organization(db)
    today = today_in(organization.time_zone)
    rules = await rules_of(db, level_of_care=values.level_of_care, age_band=values.age_band)
    weeks = [(Phase.STANDARD, values.days_per_week)] + [(one.phase, one.days_per_week) for one in values.phases]
    minutes_a_day = None
    for phase, days_per_week in weeks:
        limits = limits_of_week(
            rules, Situation(values.level_of_care, values.age_band, phase, today, state=organization.state)
        )
        if limits is None:
            if values.level_of_care is LevelOfCare.INTENSIVE_OUTPATIENT:
                raise NoWeekRule(phase=phase.value)
            continue
        counted = countable_minutes(blocks, limits.countable_kinds)
        minutes_a_day = counted if minutes_a_day is None else minutes_a_day
        check_week(limits, phase=phase, days_per_week=days_per_week, minutes_a_day=counted)
    if minutes_a_day is None:
        return sum(block.minutes for block in blocks if block.countable)
    return minutes_a_day


def _values_of(program: Program) -> ProgramValues:
    columns: dict[str, Any] = {
        name: getattr(program, name) for name in ProgramValues.model_fields if name not in {"length"}
    }
    length = ProgramLength(
        unit=program.length_unit,
        least=program.length_min,
        usual=program.length_usual,
        most=program.length_max,
    )
    return ProgramValues.model_validate({**columns, "length": length})


async def list_program_staff(
    db: AsyncSession, program_id: ProgramId, *, staff_id: StaffId | None, on: date | None, page: PageParams
) -> Rows[ProgramStaff]:
    await queries.get_program(db, program_id)
    return await queries.list_assignments(db, program_id=program_id, staff_id=staff_id, on=on, page=page)


async def assign_staff(db: AsyncSession, program_id: ProgramId, values: ProgramStaffCreate) -> ProgramStaff:
    """Let a staff member work in a program from a day on. Their sight of its participants begins and ends with it."""
    await queries.get_program(db, program_id)
    check_assignment(values.starts_on, values.ends_on)
    assignment = ProgramStaff(program_id=program_id, **values.model_dump())
    with refusing({"ex_program_staff_dates": StaffAssignedAlready()}):
        db.add(assignment)
        await db.flush()
    return assignment


async def update_program_staff(
    db: AsyncSession,
    program_id: ProgramId,
    assignment_id: ProgramStaffId,
    change: ProgramStaffUpdate,
    *,
    if_match: int,
) -> ProgramStaff:
    """Change the duty or the last day of an assignment."""
    assignment = await queries.get_assignment(db, program_id, assignment_id)
    expect_version(assignment, if_match)
    given = change.given()
    check_assignment(assignment.starts_on, given.get("ends_on", assignment.ends_on))
    with refusing({"ex_program_staff_dates": StaffAssignedAlready()}):
        for name, value in given.items():
            setattr(assignment, name, value)
        await db.flush()
    return assignment
