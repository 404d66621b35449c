"""Opaque secrets: what a person, a browser or a program shows to prove who it is."""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from handrail.core.ids import OrganizationId

_BYTES = 32


@dataclass(frozen=True)
class Secret:
    """256 random bits. Shown once as `<organization>.<secret>`; only its hash is stored."""

    organization_id: OrganizationId
    value: str

    @property
    def hash(self) -> bytes:
        """SHA-256: nobody guesses 256 bits, so a slow hash would protect nothing."""
        return hash_of(self.value)

    @property
    def presented(self) -> str:
        return f"{self.organization_id}.{self.value}"


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def make_secret(organization_id: OrganizationId) -> Secret:
    return Secret(organization_id, secrets.token_urlsafe(_BYTES))


def parse_secret(presented: str) -> Secret | None:
    """Read `<organization>.<secret>`, or return None if it is something else."""
    organization, _, value = presented.strip().partition(".")
    try:
        organization_id = OrganizationId(UUID(organization))
    except ValueError:
        return None
    return Secret(organization_id, value) if value else None
