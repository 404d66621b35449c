"""Accounts of people who take part: given by staff, for one person each, with the role of a participant alone."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.events import record_changes
from handrail.core.ids import AccountId, ApiTokenId, ParticipantId, SubjectId
from handrail.core.vocabulary import Role
from handrail.identity import queries
from handrail.identity.errors import EmailTaken, SignInNeeded
from handrail.identity.models import Account, ApiToken
from handrail.identity.opaque import make_secret
from handrail.identity.rules import fold_email
from handrail.identity.services.accounts import invite
from handrail.identity.services.enrolments import Issued, issue_enrolment
from handrail.identity.services.sign_in import sign_out
from handrail.identity.services.tokens import NewToken
from handrail.identity.vocabulary import APP_TOKEN_LIMIT, APP_TOKENS, AccountStatus, SubjectKind


@dataclass(frozen=True)
class LetIn:
    """An account of a participant and the link to set its password."""

    account: Account
    issued: Issued


async def account_of(db: AsyncSession, records: Collection[ParticipantId]) -> Account | None:
    """Return the account of a person, known by all their records: the one that is let in before one that is not."""
    found = await queries.accounts_of_subjects(db, SubjectKind.PARTICIPANT, records)
    return min(found, key=lambda account: account.status is AccountStatus.DISABLED, default=None)


async def let_in(
    db: AsyncSession, participant_id: ParticipantId, records: Collection[ParticipantId], *, email: str, name: str
) -> LetIn:
    """Give a person access, or a new link. Whoever comes back after an end sets a new password."""
    account = await account_of(db, records)
    if account is None:
        invited = await invite(
            db,
            email=email,
            display_name=name,
            subject_kind=SubjectKind.PARTICIPANT,
            subject_id=SubjectId(participant_id),
            roles=[Role.PARTICIPANT],
        )
        assert invited.issued is not None, "a person has a link"
        return LetIn(invited.account, invited.issued)
    if account.status is AccountStatus.DISABLED:
        account.status, account.password_hash, account.password_set_at = AccountStatus.INVITED, None, None
    account.email, account.email_folded, account.display_name = email.strip(), fold_email(email), name
    with refusing({"uq_accounts_email": EmailTaken()}):
        await db.flush()
    return LetIn(account, await issue_enrolment(db, account))


async def shut_out(db: AsyncSession, records: Collection[ParticipantId]) -> Account | None:
    """End a person's access from this moment on: sessions and tokens end, links stop working."""
    for account in await queries.accounts_of_subjects(db, SubjectKind.PARTICIPANT, records):
        account.status = AccountStatus.DISABLED
        await db.flush()
        await queries.revoke_enrolments(db, account.id, now=now())
        await record_changes(db, "login_sessions.updated", await queries.end_sessions(db, account.id, now=now()))
        await revoke_tokens(db, account.id)
    return await account_of(db, records)


async def revoke_tokens(db: AsyncSession, account_id: AccountId) -> None:
    """End every token of an account."""
    await record_changes(db, "api_tokens.updated", await queries.revoke_tokens(db, account_id, now=now()))


async def exchange_for_token(db: AsyncSession, actor: Actor) -> NewToken:
    """End the sign-in that asks and return a short-lived token in its place, for an app that keeps no cookies."""
    if actor.login_session_id is None:
        raise SignInNeeded()
    secret = make_secret(actor.organization_id)
    token = ApiToken(
        account_id=actor.account_id,
        label="App",
        secret_hash=secret.hash,
        roles=[Role.PARTICIPANT],
        expires_at=now() + APP_TOKEN_LIMIT,
    )
    db.add(token)
    await db.flush()
    oldest = await queries.revoke_tokens(db, actor.account_id, now=now(), keep=APP_TOKENS)
    await record_changes(db, "api_tokens.updated", oldest)
    await sign_out(db, actor)
    return NewToken(token, secret)


async def end_own(db: AsyncSession, actor: Actor) -> None:
    """End the token, or the session, that asks."""
    if actor.login_session_id is not None:
        await sign_out(db, actor)
        return
    token = await queries.get_token(db, actor.account_id, ApiTokenId(UUID(actor.client.partition(":")[2])))
    token.revoked_at = now()
    await db.flush()
