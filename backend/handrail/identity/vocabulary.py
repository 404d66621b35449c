"""Words and figures of identity."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class AccountStatus(StrEnum):
    """`invited` has no password yet; `disabled` may not come in, and its sessions end at once."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class LicenceStanding(StrEnum):
    """Whether a person holds the licence that their roles of the day ask for."""

    IN_FORCE = "in_force"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


class SubjectKind(StrEnum):
    """Whom an account stands for."""

    STAFF = "staff"
    PARTICIPANT = "participant"
    CLIENT = "client"


class EnrolmentPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class CounterKind(StrEnum):
    """What failed sign-ins are counted by."""

    ACCOUNT_AT_ADDRESS = "account_at_address"
    ACCOUNT = "account"
    ADDRESS = "address"


class PasswordFlaw(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    REPEATED = "repeated"
    GUESSABLE = "guessable"


SEEN_EVERY: Final = timedelta(minutes=1)
"""Use of a session is written down at most this often."""

INVITATION_LIMIT: Final = timedelta(days=7)
RESET_LIMIT: Final = timedelta(hours=24)
TOKEN_LIMIT: Final = timedelta(days=366)

APP_TOKEN_LIMIT: Final = timedelta(hours=12)
"""How long an app of a participant goes on before it asks for the password again."""
APP_TOKENS: Final = 5
"""Apps one participant may be signed in with at once; one more ends the oldest."""

PASSWORD_MIN: Final = 15
"""Characters of a password that is the only factor (NIST SP 800-63B-4)."""

PASSWORD_MAX: Final = 128

RECOVERY_CODES: Final = 10
"""Codes that are given at a time, each for one sign-in without the phone."""

LIVING_SESSIONS: Final = 20
"""Browsers one person may be signed in with at once; one more ends the oldest."""

TOKENS_OF_AN_ACCOUNT: Final = 50
ROLES_OF_AN_ACCOUNT: Final = 200
