from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ModalityId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.modalities import service
from handrail.modalities.catalogue import shipped_texts
from handrail.modalities.errors import (
    AgesReversed,
    KeysRepeat,
    MeasureUnknown,
    ModalityKeyTaken,
    ModalityNotFound,
    PhaseUnknown,
    RangeReversed,
    RuleOfWhat,
)
from handrail.modalities.models import ModalityVersion
from handrail.modalities.rules import filled
from handrail.modalities.schemas import (
    ModalityCreate,
    ModalityRead,
    ModalityTextsRead,
    ModalityUpdate,
    ModalityVersionRead,
)
from handrail.modalities.vocabulary import CatalogueLanguage, ModalityFamily

router = api_router("modalities")

_WRITING = (KeysRepeat, AgesReversed, RangeReversed, RuleOfWhat, PhaseUnknown, MeasureUnknown)


@router.get("", summary="List modalities")
async def list_modalities(
    actor: Annotated[Actor, Depends(allow("modality:read"))],
    db: Db,
    page: PageParams,
    family: ModalityFamily | None = None,
    active: bool | None = None,
) -> Page[ModalityRead]:
    """Modalities by name, with their modules, phases, skills and what to record."""
    modalities = await service.list_modalities(db, family=family, active=active, page=page)
    return Page.of(modalities, ModalityRead)


@router.post(
    "",
    status_code=201,
    summary="Add a modality",
    responses=problems(ModalityKeyTaken, *_WRITING),
)
async def create_modality(
    new: ModalityCreate, actor: Annotated[Actor, Depends(allow("modality:write"))], db: Db
) -> ModalityRead:
    """Add a modality of the organization's own."""
    return service.read(await service.create_modality(db, new))


@router.get("/texts/{language}", summary="Read the shipped texts of modalities in another language")
async def read_modality_texts(
    language: CatalogueLanguage, actor: Annotated[Actor, Depends(allow("modality:read"))]
) -> ModalityTextsRead:
    """What the shipped catalogue says, word for word, and what that is in another language.

    Names, phases, skills and notes that an organization wrote itself are not here: they are shown as it wrote them.
    """
    return ModalityTextsRead(language=language, texts=shipped_texts(language))


@router.get("/{modality_id}", summary="Read a modality", responses=problems(ModalityNotFound))
async def read_modality(
    modality_id: ModalityId, actor: Annotated[Actor, Depends(allow("modality:read"))], db: Db
) -> ModalityRead:
    """One modality."""
    return service.read(await service.get_modality(db, modality_id))


@router.patch("/{modality_id}", summary="Adapt a modality", responses=problems(ModalityNotFound, *_WRITING))
async def update_modality(
    modality_id: ModalityId,
    change: ModalityUpdate,
    actor: Annotated[Actor, Depends(allow("modality:write"))],
    db: Db,
    if_match: IfMatch,
) -> ModalityRead:
    """Adapt or retire a modality. An adapted one is left alone by newer shipped catalogues.

    Whoever changes how it is given (phases, modules, records, homework, fidelity, when a target is worked through,
    measures, doses) publishes a new version; courses that run stay with the version they follow.
    """
    return service.read(await service.update_modality(db, actor, modality_id, change, if_match=if_match))


@router.get(
    "/{modality_id}/versions", summary="List published versions of a modality", responses=problems(ModalityNotFound)
)
async def list_modality_versions(
    modality_id: ModalityId, actor: Annotated[Actor, Depends(allow("modality:read"))], db: Db
) -> Page[ModalityVersionRead]:
    """Its protocol as it was published, the newest first, a hundred at most."""
    found = await service.list_versions(db, modality_id)
    return Page(items=[_version(one) for one in found], next_cursor=None)


def _version(version: ModalityVersion) -> ModalityVersionRead:
    return ModalityVersionRead(
        number=version.number,
        note=version.note,
        published_at=version.published_at,
        published_by=version.published_by,
        **filled(version.protocol),
    )
