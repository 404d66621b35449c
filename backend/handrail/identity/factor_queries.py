"""The SQL of authenticator apps and recovery codes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import AccountId, SecondFactorId
from handrail.identity.models import RecoveryCode, SecondFactor


async def second_factor(db: AsyncSession, account_id: AccountId, *, lock: bool = False) -> SecondFactor | None:
    """Return the authenticator app of an account, confirmed or not."""
    query = select(SecondFactor).where(SecondFactor.account_id == account_id)
    found: SecondFactor | None = await db.scalar(query.with_for_update() if lock else query)
    return found


async def accounts_with_factor(db: AsyncSession, account_ids: Collection[AccountId]) -> frozenset[AccountId]:
    """Return those accounts that are asked for a code."""
    query = select(SecondFactor.account_id).where(
        SecondFactor.account_id.in_(account_ids), SecondFactor.confirmed_at.is_not(None)
    )
    return frozenset(await db.scalars(query))


async def take_step(db: AsyncSession, second_factor_id: SecondFactorId, step: int) -> bool:
    """Note the step of a code as taken; of two that come at once with the same code, one."""
    taken = await db.execute(
        update(SecondFactor)
        .where(SecondFactor.id == second_factor_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.id)
        .execution_options(synchronize_session=False)
    )
    return taken.one_or_none() is not None


async def take_recovery_code(db: AsyncSession, account_id: AccountId, secret_hash: bytes, *, now: datetime) -> bool:
    """Use a recovery code up; whoever comes second with it waits for the row, and then finds it used."""
    code = await db.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.secret_hash == secret_hash,
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if code is None:
        return False
    code.used_at = now
    await db.flush()
    return True


async def count_recovery_codes(db: AsyncSession, account_id: AccountId) -> int:
    """Return how many are left."""
    query = select(func.count()).select_from(RecoveryCode)
    query = query.where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return int(await db.scalar(query) or 0)


async def forget_recovery_codes(db: AsyncSession, account_id: AccountId) -> None:
    """Delete every code of an account, used or not."""
    for code in await db.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account_id)):
        await db.delete(code)
    await db.flush()
