"""Codes of an authenticator app (TOTP, RFC 6238), and the recovery codes that stand in for them."""

import base64
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
from pyotp.exceptions import OTPVerificationError

from handrail.identity.opaque import hash_of

# A phone's clock may be half a minute off either way, and a code takes a while to type (RFC 6238, 5.2).
_STEPS_ASIDE: Final = 1

# 120 bits: above the 112 from which NIST SP 800-63B-4 asks for no slow hash.
_RECOVERY_BYTES: Final = 15
_GROUP: Final = 4


def new_secret() -> str:
    """Return 160 random bits in base32, the length RFC 4226 recommends."""
    return pyotp.random_base32()


def app_address(secret: str, *, email: str, organization_name: str) -> str:
    """Return the `otpauth:` address that an authenticator app reads from a picture."""
    # The name stands before the account in a label, parted by a colon, and apps do not agree on a second one.
    issuer = f"Handrail {organization_name}".replace(":", " ")
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the 30 seconds since 1970 that a code is of, or None if it is none of now."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=at, valid_window=_STEPS_ASIDE)
    except OTPVerificationError:
        return None


def digits_of(code: str) -> str | None:
    """Return the six digits that were typed, with or without a space, or None if it is a recovery code."""
    plain = "".join(code.split())
    return plain if len(plain) == 6 and plain.isascii() and plain.isdigit() else None


def new_recovery_code() -> str:
    """Return 120 random bits as six groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def recovery_hash(code: str) -> bytes:
    """Return the hash under which a recovery code is stored, however it was typed."""
    return hash_of("".join(character for character in code.upper() if character.isalnum()))


def seal_place(organization_id: UUID, account_id: UUID) -> bytes:
    """What the seal of a secret is about: put beside another account, it does not open."""
    return b"second_factors" + organization_id.bytes + account_id.bytes
