"""One's own authenticator app: turned on, its recovery codes, turned off; taken away when the phone is lost."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import AccountId
from handrail.core.keyring import Keyring
from handrail.core.units import Sessions
from handrail.identity import factor_queries, queries
from handrail.identity.errors import SecondFactorOff, SecondFactorOn, SignInNeeded, WrongCode
from handrail.identity.models import Account, RecoveryCode, SecondFactor
from handrail.identity.rules import check_not_own
from handrail.identity.schemas import (
    RecoveryCodes,
    SecondFactorConfirm,
    SecondFactorProof,
    SecondFactorRead,
    SecondFactorStart,
    SecondFactorStarted,
)
from handrail.identity.second_factor import app_address, new_recovery_code, new_secret, recovery_hash, seal_place
from handrail.identity.services.codes import take_code
from handrail.identity.services.sign_in import prove_password, sign_out_others
from handrail.identity.vocabulary import RECOVERY_CODES


async def read_factor(db: AsyncSession, actor: Actor) -> SecondFactorRead:
    factor = await factor_queries.second_factor(db, actor.account_id)
    since = factor.confirmed_at if factor else None
    left = await factor_queries.count_recovery_codes(db, actor.account_id)
    return SecondFactorRead(on=since is not None, since=since, recovery_codes_left=left)


async def start(
    db: AsyncSession, sessions: Sessions, keys: Keyring, actor: Actor, given: SecondFactorStart
) -> SecondFactorStarted:
    """Make a secret for an app. Nothing is asked at sign-in until a code of it was shown; starting anew replaces it."""
    account = await prove_password(db, sessions, actor, given.present_password, counted_as="second factor")
    factor = await factor_queries.second_factor(db, account.id, lock=True)
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorOn()
    secret = new_secret()
    sealed = keys.seal(secret.encode(), about=seal_place(account.organization_id, account.id))
    if factor is None:
        db.add(SecondFactor(account_id=account.id, sealed_secret=sealed, last_step=0))
    else:
        factor.sealed_secret, factor.last_step = sealed, 0
    await db.flush()
    organization = await queries.own_organization(db)
    return SecondFactorStarted(
        secret=secret, address=app_address(secret, email=account.email, organization_name=organization.name)
    )


async def confirm(db: AsyncSession, keys: Keyring, actor: Actor, given: SecondFactorConfirm) -> RecoveryCodes:
    """Ask for codes from now on. Other sessions end: they were opened with a password alone."""
    if actor.login_session_id is None:
        raise SignInNeeded()
    factor = await factor_queries.second_factor(db, actor.account_id, lock=True)
    if factor is None:
        raise SecondFactorOff()
    if factor.confirmed_at is not None:
        raise SecondFactorOn()
    if not await take_code(db, keys, factor, given.code):
        raise WrongCode(pointer="/code")
    factor.confirmed_at = now()
    await sign_out_others(db, actor)
    return await _new_codes(db, actor.account_id)


async def renew_codes(
    db: AsyncSession, sessions: Sessions, keys: Keyring, actor: Actor, given: SecondFactorProof
) -> RecoveryCodes:
    """Replace every recovery code."""
    await _prove(db, sessions, keys, actor, given)
    return await _new_codes(db, actor.account_id)


async def turn_off(
    db: AsyncSession, sessions: Sessions, keys: Keyring, actor: Actor, given: SecondFactorProof
) -> SecondFactorRead:
    """Ask for the password alone again."""
    await _prove(db, sessions, keys, actor, given)
    await forget_factor(db, actor.account_id)
    return await read_factor(db, actor)


async def take_away(db: AsyncSession, account_id: AccountId, *, actor: Actor) -> Account:
    """Let somebody in by password alone who lost phone and recovery codes; never oneself."""
    check_not_own(account_id, actor_account_id=actor.account_id)
    account = await queries.get_account(db, account_id)
    if not await forget_factor(db, account_id):
        raise SecondFactorOff()
    return account


async def forget_factor(db: AsyncSession, account_id: AccountId) -> bool:
    """Take the app of an account and its recovery codes away; say whether sign-in asked for codes until now."""
    factor = await factor_queries.second_factor(db, account_id, lock=True)
    if factor is None:
        return False
    await factor_queries.forget_recovery_codes(db, account_id)
    await db.delete(factor)
    await db.flush()
    return factor.confirmed_at is not None


async def _prove(db: AsyncSession, sessions: Sessions, keys: Keyring, actor: Actor, given: SecondFactorProof) -> None:
    account = await prove_password(db, sessions, actor, given.present_password, counted_as="second factor")
    factor = await factor_queries.second_factor(db, account.id, lock=True)
    if factor is None or factor.confirmed_at is None:
        raise SecondFactorOff()
    if not await take_code(db, keys, factor, given.code):
        raise WrongCode(pointer="/code")


async def _new_codes(db: AsyncSession, account_id: AccountId) -> RecoveryCodes:
    await factor_queries.forget_recovery_codes(db, account_id)
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(account_id=account_id, secret_hash=recovery_hash(code)) for code in codes)
    await db.flush()
    return RecoveryCodes(codes=codes)
