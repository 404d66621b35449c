"""Licences and certificates across people: what expires, what was looked up, what no longer counts."""

from typing import Annotated

from fastapi import Depends, Query

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import StaffCredentialId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.staff.errors import (
    CredentialNotFound,
    CredentialRepeated,
    CredentialRevoked,
    DatesReversed,
    IssuedInFuture,
)
from handrail.staff.schemas import CredentialRead, CredentialRevoke, CredentialUpdate
from handrail.staff.services import credentials

router = api_router("staff-credentials", tag="staff")

Reader = Annotated[Actor, Depends(allow("credential:read"))]
Manager = Annotated[Actor, Depends(allow("credential:manage"))]


@router.get("/expiring", summary="List expiring credentials")
async def list_expiring_credentials(
    actor: Reader, db: Db, page: PageParams, within_days: Annotated[int, Query(ge=1, le=366)] = 60
) -> Page[CredentialRead]:
    """Those that end within so many days or ended in as many before, the soonest first. A clinician sees their own."""
    rows = await credentials.list_expiring(db, within_days=within_days, actor=actor, page=page)
    return Page.of(rows, CredentialRead)


@router.patch(
    "/{staff_credential_id}",
    summary="Renew or correct a credential",
    responses=problems(CredentialNotFound, CredentialRevoked, CredentialRepeated, DatesReversed, IssuedInFuture),
)
async def update_credential(
    staff_credential_id: StaffCredentialId, change: CredentialUpdate, actor: Manager, db: Db, if_match: IfMatch
) -> CredentialRead:
    """A new last day, or a number that was mistyped. It has to be verified again."""
    credential = await credentials.update_credential(db, staff_credential_id, change, if_match=if_match)
    return CredentialRead.model_validate(credential)


@router.post(
    "/{staff_credential_id}/verify",
    summary="Note that a credential was verified",
    responses=problems(CredentialNotFound, CredentialRevoked),
)
async def verify_credential(staff_credential_id: StaffCredentialId, actor: Manager, db: Db) -> CredentialRead:
    """Somebody looked it up at the board."""
    return CredentialRead.model_validate(await credentials.verify_credential(db, staff_credential_id, actor=actor))


@router.post(
    "/{staff_credential_id}/revoke",
    summary="Stop relying on a credential",
    responses=problems(CredentialNotFound, CredentialRevoked),
)
async def revoke_credential(
    staff_credential_id: StaffCredentialId, given: CredentialRevoke, actor: Manager, db: Db
) -> CredentialRead:
    """From a day on, with the reason. It stays on file."""
    return CredentialRead.model_validate(await credentials.revoke_credential(db, staff_credential_id, given))
