"""People who work here, and their invitations."""

from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ServiceGrantId, StaffId, SupervisionId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.core.vocabulary import ServiceKind
from handrail.identity.errors import EmailTaken, OwnAccount, RoleDoesNotFit
from handrail.identity.routers.answers import issued_read, withhold_answer
from handrail.staff.errors import (
    CredentialRepeated,
    DatesReversed,
    EmailMissing,
    GrantEnded,
    GrantOverlaps,
    IssuedInFuture,
    OwnSupervisor,
    ServiceGrantNotFound,
    StaffHasAccount,
    StaffLeft,
    StaffNotFound,
    StateMissing,
    SupervisionCircular,
    SupervisionEnded,
    SupervisionNotFound,
    SupervisionOverlaps,
    SupervisorNotLicensed,
)
from handrail.staff.schemas import (
    CredentialCreate,
    CredentialRead,
    PeriodEnd,
    ServiceGrantCreate,
    ServiceGrantRead,
    StaffCreate,
    StaffInvitation,
    StaffInvite,
    StaffInvited,
    StaffRead,
    StaffStatusChange,
    StaffSummary,
    StaffUpdate,
    SupervisionCreate,
    SupervisionRead,
)
from handrail.staff.services import credentials, people, supervision
from handrail.staff.vocabulary import StaffStatus

router = api_router("staff")

Reader = Annotated[Actor, Depends(allow("staff:read"))]
Manager = Annotated[Actor, Depends(allow("staff:manage"))]
Inviter = Annotated[Actor, Depends(allow("staff:invite"))]
CredentialReader = Annotated[Actor, Depends(allow("credential:read"))]
CredentialManager = Annotated[Actor, Depends(allow("credential:manage"))]
Granter = Annotated[Actor, Depends(allow("service_grant:manage"))]
SupervisionManager = Annotated[Actor, Depends(allow("supervision:manage"))]


@router.get("", summary="List staff")
async def list_staff(
    actor: Reader,
    db: Db,
    page: PageParams,
    status: StaffStatus | None = None,
    may_lead: ServiceKind | None = None,
    language: Annotated[str | None, Query(max_length=20)] = None,
) -> Page[StaffSummary]:
    """People by family name. `may_lead` asks who may lead a kind of service today."""
    rows = await people.list_staff(db, status=status, may_lead=may_lead, language=language, page=page)
    return Page.of(rows, StaffSummary)


@router.post("", summary="Put a person on file", status_code=201)
async def create_staff(given: StaffCreate, actor: Manager, db: Db) -> StaffRead:
    """Somebody who works here; an account is another step."""
    return await people.read_staff(db, await people.create_staff(db, given))


@router.post(
    "/invitations",
    summary="Put a person on file and invite them",
    status_code=201,
    responses=problems(EmailTaken, RoleDoesNotFit),
)
async def create_invited_staff(given: StaffInvitation, actor: Inviter, db: Db, request: Request) -> StaffInvited:
    """A staff file, an account with roles and a one-time link, in one step. The link is shown only here."""
    withhold_answer(request)
    invited = await people.create_invited_staff(db, given)
    return StaffInvited(
        staff=await people.read_staff(db, invited.staff), enrolment=issued_read(request, invited.issued)
    )


@router.get("/{staff_id}", summary="Read a person's file", responses=problems(StaffNotFound))
async def read_staff(staff_id: StaffId, actor: Reader, db: Db) -> StaffRead:
    """Who they are, what they may lead today, until when they are licensed."""
    return await people.read_staff(db, await people.get_staff(db, staff_id))


@router.patch("/{staff_id}", summary="Change a person's file", responses=problems(StaffNotFound, DatesReversed))
async def update_staff(staff_id: StaffId, change: StaffUpdate, actor: Manager, db: Db, if_match: IfMatch) -> StaffRead:
    """Names, ways to reach them, languages."""
    return await people.read_staff(db, await people.update_staff(db, staff_id, change, if_match=if_match))


@router.post(
    "/{staff_id}/status",
    summary="Change a person's status",
    responses=problems(StaffNotFound, OwnAccount, DatesReversed),
)
async def change_staff_status(staff_id: StaffId, given: StaffStatusChange, actor: Manager, db: Db) -> StaffRead:
    """On leave, back, or gone: the account of who left is disabled at once."""
    return await people.read_staff(db, await people.change_status(db, staff_id, given, actor=actor))


@router.post(
    "/{staff_id}/invite",
    summary="Invite a person on file",
    status_code=201,
    responses=problems(StaffNotFound, StaffLeft, StaffHasAccount, EmailMissing, EmailTaken, RoleDoesNotFit),
)
async def invite_staff(staff_id: StaffId, given: StaffInvite, actor: Inviter, db: Db, request: Request) -> StaffInvited:
    """Open an account with roles from today on. The one-time link in the answer is shown only here."""
    withhold_answer(request)
    invited = await people.invite_staff(db, staff_id, given.roles)
    return StaffInvited(
        staff=await people.read_staff(db, invited.staff), enrolment=issued_read(request, invited.issued)
    )


@router.get("/{staff_id}/credentials", summary="List a person's credentials", responses=problems(StaffNotFound))
async def list_staff_credentials(
    staff_id: StaffId, actor: CredentialReader, db: Db, page: PageParams
) -> Page[CredentialRead]:
    """Licences and certificates, also revoked ones. A clinician sees their own."""
    rows = await credentials.list_credentials(db, staff_id, actor=actor, page=page)
    return Page.of(rows, CredentialRead)


@router.post(
    "/{staff_id}/credentials",
    summary="Add a credential",
    status_code=201,
    responses=problems(StaffNotFound, StaffLeft, CredentialRepeated, StateMissing, DatesReversed, IssuedInFuture),
)
async def add_credential(
    staff_id: StaffId, given: CredentialCreate, actor: CredentialManager, db: Db
) -> CredentialRead:
    """A licence or certificate. What the person may lead follows from it at once."""
    return CredentialRead.model_validate(await credentials.add_credential(db, staff_id, given))


@router.get("/{staff_id}/service-grants", summary="List a person's grants", responses=problems(StaffNotFound))
async def list_service_grants(staff_id: StaffId, actor: Reader, db: Db, page: PageParams) -> Page[ServiceGrantRead]:
    """What the clinic lets a person lead beyond their credentials, the latest first."""
    return Page.of(await credentials.list_grants(db, staff_id, page=page), ServiceGrantRead)


@router.post(
    "/{staff_id}/service-grants",
    summary="Grant a kind of service",
    status_code=201,
    responses=problems(StaffNotFound, StaffLeft, GrantOverlaps, DatesReversed),
)
async def grant_service(staff_id: StaffId, given: ServiceGrantCreate, actor: Granter, db: Db) -> ServiceGrantRead:
    """Let a person lead a kind of service for a time, with the reason."""
    return ServiceGrantRead.model_validate(await credentials.grant_service(db, staff_id, given, actor=actor))


@router.post(
    "/{staff_id}/service-grants/{service_grant_id}/end",
    summary="End a grant",
    responses=problems(StaffNotFound, ServiceGrantNotFound, GrantEnded, DatesReversed),
)
async def end_service_grant(
    staff_id: StaffId, service_grant_id: ServiceGrantId, given: PeriodEnd, actor: Granter, db: Db
) -> ServiceGrantRead:
    """Name the last day of a grant."""
    return ServiceGrantRead.model_validate(await credentials.end_service_grant(db, staff_id, service_grant_id, given))


@router.get("/{staff_id}/supervisions", summary="List supervision", responses=problems(StaffNotFound))
async def list_supervisions(staff_id: StaffId, actor: Reader, db: Db, page: PageParams) -> Page[SupervisionRead]:
    """By whom a person is supervised and whom they supervise, the latest first."""
    return Page.of(await supervision.list_supervisions(db, staff_id, page=page), SupervisionRead)


@router.post(
    "/{staff_id}/supervisions",
    summary="Name a supervisor",
    status_code=201,
    responses=problems(
        StaffNotFound,
        StaffLeft,
        SupervisorNotLicensed,
        SupervisionCircular,
        SupervisionOverlaps,
        OwnSupervisor,
        DatesReversed,
    ),
)
async def supervise(staff_id: StaffId, given: SupervisionCreate, actor: SupervisionManager, db: Db) -> SupervisionRead:
    """The supervisor holds an independent licence from the first day."""
    return SupervisionRead.model_validate(await supervision.supervise(db, staff_id, given))


@router.post(
    "/{staff_id}/supervisions/{supervision_id}/end",
    summary="End supervision",
    responses=problems(StaffNotFound, SupervisionNotFound, SupervisionEnded, DatesReversed),
)
async def end_supervision(
    staff_id: StaffId, supervision_id: SupervisionId, given: PeriodEnd, actor: SupervisionManager, db: Db
) -> SupervisionRead:
    """Name the last day. An associate then leads nothing until somebody else supervises."""
    return SupervisionRead.model_validate(await supervision.end_supervision(db, staff_id, supervision_id, given))
