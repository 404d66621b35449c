"""Who lets participants in: staff gives, renews and ends their access to the app."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import ParticipantId
from handrail.identity.models import Account
from handrail.identity.services import participants as accounts
from handrail.identity.services.enrolments import Issued
from handrail.identity.vocabulary import AccountStatus
from handrail.me import queries
from handrail.me.errors import NoAppAccess, NoEmail
from handrail.me.schemas import AppAccessRead
from handrail.me.vocabulary import AppAccessState
from handrail.participants import service as participants
from handrail.participants.rules import called

MANAGE = "app_access:manage"
_STATES = {
    AccountStatus.INVITED: AppAccessState.INVITED,
    AccountStatus.ACTIVE: AppAccessState.ACTIVE,
    AccountStatus.DISABLED: AppAccessState.ENDED,
}


@dataclass(frozen=True)
class Given:
    """Access, and the link that only this moment knows."""

    access: AppAccessRead
    issued: Issued


def _read(account: Account | None, email: str | None) -> AppAccessRead:
    if account is None:
        return AppAccessRead(state=AppAccessState.NONE, email=email)
    ended = account.status is AccountStatus.DISABLED
    return AppAccessRead(state=_STATES[account.status], email=email if ended else account.email)


async def read_access(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> AppAccessRead:
    """Say whether somebody has access, and what they sign in with."""
    await participants.get_visible_participant(db, actor, participant_id)
    account = await accounts.account_of(db, await queries.records_of(db, participant_id))
    return _read(account, await queries.email_of(db, participant_id))


async def give_access(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> Given:
    """Give somebody access by their e-mail address, or a new link in the place of the one before."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=MANAGE)
    email = await queries.email_of(db, participant_id)
    if email is None:
        raise NoEmail()
    stands = await queries.person(db, participant_id)
    name = called(chosen_name=stands.chosen_name, given_names=stands.given_names, family_name=stands.family_name)
    records = await queries.records_of(db, participant_id)
    let_in = await accounts.let_in(db, person.person_id, records, email=email, name=name)
    return Given(_read(let_in.account, email), let_in.issued)


async def end_access(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> AppAccessRead:
    """End somebody's access from this moment on; a second time changes nothing."""
    await participants.get_visible_participant(db, actor, participant_id, permission=MANAGE)
    account = await accounts.shut_out(db, await queries.records_of(db, participant_id))
    if account is None:
        raise NoAppAccess()
    return _read(account, await queries.email_of(db, participant_id))
