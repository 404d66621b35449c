"""Whose licence is valid when, who may lead what, who may supervise whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from handrail.core.vocabulary import ServiceKind
from handrail.staff.errors import (
    DatesReversed,
    IssuedInFuture,
    OwnSupervisor,
    StateMissing,
    SupervisionCircular,
    SupervisorNotLicensed,
)
from handrail.staff.vocabulary import LEVELS, MAY_LEAD, CredentialKind, CredentialLevel

NO_EXPIRY: Final = date(9999, 12, 31)
"""Stands for "does not expire" where one day has to be named."""


@dataclass(frozen=True)
class Held:
    """A credential as it is on file; `expires_on` is its last valid day."""

    kind: CredentialKind
    issued_on: date
    expires_on: date | None
    revoked_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day it may be relied on. A revocation counts from its own day."""
        expires_on = self.expires_on or NO_EXPIRY
        if self.revoked_on is None:
            return expires_on
        return min(expires_on, self.revoked_on - timedelta(days=1))

    def valid(self, on: date) -> bool:
        """Whether it may be relied on that day."""
        return self.issued_on <= on <= self.last_day


@dataclass(frozen=True)
class Granted:
    """The clinic's own word that a person may lead a kind of service between two days, both included."""

    kind: ServiceKind
    starts_on: date
    ends_on: date | None

    def valid(self, on: date) -> bool:
        return self.starts_on <= on <= (self.ends_on or NO_EXPIRY)


def may_lead(
    credentials: Iterable[Held], grants: Iterable[Granted], *, on: date, supervised: bool
) -> frozenset[ServiceKind]:
    """Return the kinds of service a person may lead on a day.

    A credential that is practiced under supervision counts only while somebody supervises (`supervised`).
    """
    kinds: set[ServiceKind] = {grant.kind for grant in grants if grant.valid(on)}
    for credential in credentials:
        if credential.valid(on) and (LEVELS[credential.kind] is not CredentialLevel.SUPERVISED or supervised):
            kinds |= MAY_LEAD[credential.kind]
    return frozenset(kinds)


def licensed_until(credentials: Collection[Held], *, on: date) -> date | None:
    """Return the last day up to which a person is licensed without a gap from `on`, or None without a licence that day.

    A certificate (peer specialist, CADC, CTRS) is not a licence to practice.
    """
    licences = [credential for credential in credentials if LEVELS[credential.kind] is not CredentialLevel.CERTIFIED]
    last = None
    next_day = on
    while ends := [licence.last_day for licence in licences if licence.valid(next_day)]:
        last = max(ends)
        if last == NO_EXPIRY:
            break
        next_day = last + timedelta(days=1)
    return last


def check_credential(
    kind: CredentialKind, *, state: str | None, issued_on: date, expires_on: date | None, today: date
) -> None:
    """Raise if a credential cannot be what it says."""
    if issued_on > today:
        raise IssuedInFuture(pointer="/issued_on")
    if expires_on is not None and expires_on < issued_on:
        raise DatesReversed(pointer="/expires_on")
    if state is None and LEVELS[kind] is not CredentialLevel.CERTIFIED:
        raise StateMissing(pointer="/state")


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise `DatesReversed` if the last day comes before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise DatesReversed(pointer="/ends_on")


def check_supervision(
    *,
    supervisee_id: UUID,
    supervisor_id: UUID,
    starts_on: date,
    supervisor_credentials: Iterable[Held],
    supervisees_of_supervisee: Collection[UUID],
) -> None:
    """Raise unless `supervisor_id` may supervise from `starts_on`: licensed to practice alone, and not the other way
    round at the same time."""
    if supervisee_id == supervisor_id:
        raise OwnSupervisor(pointer="/supervisor_id")
    if supervisor_id in supervisees_of_supervisee:
        raise SupervisionCircular()
    if not any(
        credential.valid(starts_on) and LEVELS[credential.kind] is CredentialLevel.INDEPENDENT
        for credential in supervisor_credentials
    ):
        raise SupervisorNotLicensed()
