"""Accounts that can sign in."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.ids import AccountId, SubjectId, new_id
from handrail.core.vocabulary import Role
from handrail.identity.models import Account, AccountRole
from handrail.identity.vocabulary import AccountStatus, SubjectKind

PASSWORD = "copper kettle on a windowsill"
# argon2id of PASSWORD with the parameters of identity.passwords: a factory need not spend the time.
PASSWORD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$JWhg1fOa+BZ6ssahSNATWA$ApxU8YcD+onC72SMd4jwRTFqGW+f3D4sbtYcnQ8H8/A"


@dataclass(frozen=True)
class Person:
    """Somebody with a password."""

    account_id: AccountId
    email: str


async def make_account(
    db: AsyncSession,
    *,
    role: Role = Role.THERAPIST,
    email: str | None = None,
    display_name: str = "Noor Haddad",
    status: AccountStatus = AccountStatus.ACTIVE,
    subject_kind: SubjectKind = SubjectKind.STAFF,
    subject_id: SubjectId | None = None,
) -> Person:
    """Store an account whose password is `PASSWORD`."""
    account_id = AccountId(new_id())
    email = email or f"{account_id.hex[-12:]}@example.org"
    is_client = subject_kind is SubjectKind.CLIENT
    account = Account(
        id=account_id,
        email=email,
        email_folded=email.casefold(),
        display_name=display_name,
        password_hash=None if is_client else PASSWORD_HASH,
        status=status,
        subject_kind=subject_kind,
        subject_id=subject_id,
    )
    db.add(account)
    await db.flush()
    db.add(AccountRole(account_id=account_id, role=role, starts_on=now().date() - timedelta(days=30)))
    await db.flush()
    return Person(account_id, email)


async def sign_in(clinic: Clinic, person: Person) -> httpx.AsyncClient:
    """Return a browser that is signed in: it holds the cookie and sends the CSRF token."""
    browser = await clinic.anonymous()
    answer = await browser.post(
        "/api/v1/auth/sign-in", json={"organization": clinic.slug, "email": person.email, "password": PASSWORD}
    )
    assert answer.status_code == 200, answer.text
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return browser
