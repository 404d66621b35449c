"""Curricula: shipped ones, and those of a program."""

from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CurriculumId, ProgramId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.curricula import service
from handrail.curricula.catalogue import shipped_texts, templates
from handrail.curricula.errors import (
    CurriculumInUse,
    CurriculumNameTaken,
    CurriculumNotFound,
    CurriculumTemplateNotFound,
)
from handrail.curricula.schemas import (
    CurriculumCreate,
    CurriculumRead,
    CurriculumTemplate,
    CurriculumTextsRead,
    CurriculumUpdate,
)
from handrail.delivery.errors import RecordOfCourse, RecordOfEach, SkillUnknown
from handrail.modalities.errors import (
    KeysRepeat,
    ModalityNotFound,
    ModalityRetired,
    ModuleUnknown,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
)
from handrail.modalities.vocabulary import CatalogueLanguage
from handrail.programs.errors import ProgramNotFound

templates_router = api_router("curriculum-templates", tag="curricula")
router = api_router("curricula", tag="curricula")

Reader = Annotated[Actor, Depends(allow("curriculum:read"))]
Keeper = Annotated[Actor, Depends(allow("curriculum:write"))]

_WRITING = (
    CurriculumNameTaken,
    ModuleUnknown,
    SkillUnknown,
    KeysRepeat,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
    RecordOfEach,
    RecordOfCourse,
)


@templates_router.get("", summary="List shipped curricula")
async def list_curriculum_templates(actor: Reader) -> Page[CurriculumTemplate]:
    """Curricula that Handrail ships, to be made a program's own."""
    return Page(items=[CurriculumTemplate.model_validate(one) for one in templates()], next_cursor=None)


@templates_router.get("/texts/{language}", summary="Read the shipped texts of curricula in another language")
async def read_curriculum_texts(
    language: CatalogueLanguage, actor: Annotated[Actor, Depends(allow("modality:read"))]
) -> CurriculumTextsRead:
    """What the shipped curricula say, word for word, and what that is in another language.

    Whoever reads about therapies reads it: homework of a curriculum stands in charts too.
    Topics and homework that an organization wrote itself are not here: they are shown as it wrote them.
    """
    return CurriculumTextsRead(language=language, texts=shipped_texts(language))


@router.get("", summary="List curricula")
async def list_curricula(
    actor: Reader, db: Db, page: PageParams, program_id: ProgramId | None = None
) -> Page[CurriculumRead]:
    """Curricula by name."""
    rows = await service.list_curricula(db, program_id=program_id, page=page)
    return Page.of(rows, CurriculumRead)


@router.post(
    "",
    status_code=201,
    summary="Make a curriculum",
    responses=problems(ProgramNotFound, ModalityNotFound, ModalityRetired, CurriculumTemplateNotFound, *_WRITING),
)
async def create_curriculum(new: CurriculumCreate, actor: Keeper, db: Db) -> CurriculumRead:
    """Make one of topics of one's own, or take over a shipped one."""
    return await service.create_curriculum(db, new)


@router.get("/{curriculum_id}", summary="Read a curriculum", responses=problems(CurriculumNotFound))
async def read_curriculum(curriculum_id: CurriculumId, actor: Reader, db: Db) -> CurriculumRead:
    """Its topics in their order."""
    return await service.read_curriculum(db, curriculum_id)


@router.patch(
    "/{curriculum_id}",
    summary="Change a curriculum",
    responses=problems(CurriculumNotFound, CurriculumInUse, *_WRITING),
)
async def update_curriculum(
    curriculum_id: CurriculumId, change: CurriculumUpdate, actor: Keeper, db: Db, if_match: IfMatch
) -> CurriculumRead:
    """Change its name, whether it is in use, or, while no group was taught by it, its topics."""
    return await service.update_curriculum(db, curriculum_id, change, if_match=if_match)
