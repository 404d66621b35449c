"""Codes at sign-in and wherever a second factor is asked for: each is taken once."""

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.keyring import Keyring, SealBroken
from handrail.identity import factor_queries
from handrail.identity.errors import SecondFactorNeeded, SecondFactorRefused, SecondFactorUnreadable
from handrail.identity.models import Account, SecondFactor
from handrail.identity.second_factor import digits_of, recovery_hash, seal_place, step_of


async def check_second_factor(db: AsyncSession, keys: Keyring, account: Account, code: SecretStr | None) -> None:
    """Raise `SecondFactorNeeded` or `SecondFactorRefused`, unless the account asks for no code or takes this one."""
    factor = await factor_queries.second_factor(db, account.id)
    if factor is None or factor.confirmed_at is None:
        return
    if code is None:
        raise SecondFactorNeeded()
    if not await take_code(db, keys, factor, code):
        raise SecondFactorRefused()


async def take_code(db: AsyncSession, keys: Keyring, factor: SecondFactor, code: SecretStr) -> bool:
    """Use a code of the app, or a recovery code, up; say whether it was right and of use."""
    typed = code.get_secret_value()
    digits = digits_of(typed)
    if digits is None:
        return await factor_queries.take_recovery_code(db, factor.account_id, recovery_hash(typed), now=now())
    step = step_of(_secret_of(keys, factor), digits, at=now())
    return step is not None and await factor_queries.take_step(db, factor.id, step)


def _secret_of(keys: Keyring, factor: SecondFactor) -> str:
    place = seal_place(factor.organization_id, factor.account_id)
    try:
        return keys.open(factor.sealed_secret, about=place).decode()
    except SealBroken as error:
        raise SecondFactorUnreadable() from error
