"""One's own authenticator app."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.state import core_of
from handrail.core.units import Db
from handrail.identity.errors import (
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorUnreadable,
    SignInNeeded,
    SignInThrottled,
    WrongCode,
    WrongPassword,
)
from handrail.identity.routers.answers import withhold_answer
from handrail.identity.schemas import (
    RecoveryCodes,
    SecondFactorConfirm,
    SecondFactorProof,
    SecondFactorRead,
    SecondFactorStart,
    SecondFactorStarted,
)
from handrail.identity.services import second_factors

router = api_router("auth/second-factor", tag="auth")

Owner = Annotated[Actor, Depends(allow("second_factor:own"))]

_PROOF = (SignInNeeded, SignInThrottled, WrongPassword)
_CODE = (WrongCode, SecondFactorOff, SecondFactorUnreadable)


@router.get("", summary="Is my authenticator app asked for?")
async def read_my_second_factor(actor: Owner, db: Db) -> SecondFactorRead:
    """Since when, and how many recovery codes are left."""
    return await second_factors.read_factor(db, actor)


@router.post("/start", summary="Start with an authenticator app", responses=problems(SecondFactorOn, *_PROOF))
async def start_my_second_factor(
    given: SecondFactorStart, actor: Owner, db: Db, request: Request
) -> SecondFactorStarted:
    """Make a secret for the app, shown only here. Sign-in asks for a code once one was confirmed, not before."""
    withhold_answer(request)
    core = core_of(request)
    return await second_factors.start(db, core.sessions, core.keys, actor, given)


@router.post(
    "/confirm", summary="Confirm an authenticator app", responses=problems(SignInNeeded, SecondFactorOn, *_CODE)
)
async def confirm_my_second_factor(given: SecondFactorConfirm, actor: Owner, db: Db, request: Request) -> RecoveryCodes:
    """Show that the app makes the right codes; other sessions end. The answer holds ten recovery codes, only here."""
    withhold_answer(request)
    return await second_factors.confirm(db, core_of(request).keys, actor, given)


@router.post("/recovery-codes", summary="Make new recovery codes", responses=problems(*_PROOF, *_CODE))
async def renew_my_recovery_codes(given: SecondFactorProof, actor: Owner, db: Db, request: Request) -> RecoveryCodes:
    """The ten before stop working. They are shown only here."""
    withhold_answer(request)
    core = core_of(request)
    return await second_factors.renew_codes(db, core.sessions, core.keys, actor, given)


@router.post("/off", summary="Turn my authenticator app off", responses=problems(*_PROOF, *_CODE))
async def turn_my_second_factor_off(
    given: SecondFactorProof, actor: Owner, db: Db, request: Request
) -> SecondFactorRead:
    """Sign-in asks for the password alone again."""
    core = core_of(request)
    return await second_factors.turn_off(db, core.sessions, core.keys, actor, given)
