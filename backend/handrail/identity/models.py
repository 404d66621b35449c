"""Tables of identity."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AccountRoleId,
    ApiTokenId,
    EnrolmentId,
    LoginSessionId,
    RecoveryCodeId,
    SecondFactorId,
    SignInCounterId,
    SubjectId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import Role
from handrail.identity.vocabulary import AccountStatus, CounterKind, EnrolmentPurpose, SubjectKind

_SHA256 = "octet_length(secret_hash) = 32"


class Account(TenantScoped, Versioned, Base):
    """The right of one person, or of one program that calls the API, to come in. It belongs to one organization."""

    __tablename__ = "accounts"
    __health__ = True  # an account of a participant says that somebody is treated here
    __unlogged__ = frozenset({"password_hash"})
    __table_args__ = (
        UniqueConstraint("organization_id", "email_folded", name="uq_accounts_email"),
        UniqueConstraint("organization_id", "subject_kind", "subject_id", name="uq_accounts_subject"),
        CheckConstraint("char_length(email) BETWEEN 3 AND 254", name="email_length"),
        CheckConstraint("subject_kind <> 'client' OR subject_id IS NULL", name="client_has_no_subject"),
        CheckConstraint("subject_kind <> 'client' OR password_hash IS NULL", name="client_has_no_password"),
    )

    id: Mapped[AccountId] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    email_folded: Mapped[str]
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.INVITED)
    subject_kind: Mapped[SubjectKind]
    # The person's row stands in a later slice, so there is no foreign key.
    subject_id: Mapped[SubjectId | None]
    # Last day of the person's licence to practice, kept by `staff`: the authenticator then needs no other table.
    licensed_until: Mapped[date | None]
    # Until when a record may be open to the account by breaking the glass, kept by `break_glass`: as above.
    glass_open_until: Mapped[datetime | None]


class AccountRole(TenantScoped, Versioned, Base):
    """A role of an account from one day to another, both included; open if `ends_on` is empty."""

    __tablename__ = "account_roles"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("account_id", "="),
            ("role", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_account_roles_overlap",
            using="gist",
        ),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_account_roles_account", "organization_id", "account_id"),
    )

    id: Mapped[AccountRoleId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    role: Mapped[Role]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class LoginSession(TenantScoped, Base):
    """One signed-in browser. Its secret is known to the cookie alone; here is only the hash."""

    __tablename__ = "login_sessions"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"secret_hash", "last_seen_at"})
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "secret_hash", name="uq_login_sessions_secret"),
        CheckConstraint(_SHA256, name="secret_hash"),
        CheckConstraint("idle_minutes BETWEEN 1 AND 60", name="idle_minutes"),
        Index("ix_login_sessions_account", "organization_id", "account_id"),
    )

    id: Mapped[LoginSessionId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    secret_hash: Mapped[bytes]
    device: Mapped[str]
    last_seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ApiToken(TenantScoped, Base):
    """A bearer token: acts with those of its roles that the account still has."""

    __tablename__ = "api_tokens"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"secret_hash"})
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "secret_hash", name="uq_api_tokens_secret"),
        CheckConstraint(_SHA256, name="secret_hash"),
        Index("ix_api_tokens_account", "organization_id", "account_id"),
    )

    id: Mapped[ApiTokenId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    label: Mapped[str]
    secret_hash: Mapped[bytes]
    roles: Mapped[list[str]]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Enrolment(TenantScoped, Base):
    """A one-time link by which a person sets a password: the first one, or a new one."""

    __tablename__ = "enrolments"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"secret_hash"})
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "secret_hash", name="uq_enrolments_secret"),
        CheckConstraint(_SHA256, name="secret_hash"),
        Index("ix_enrolments_account", "organization_id", "account_id"),
    )

    id: Mapped[EnrolmentId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    purpose: Mapped[EnrolmentPurpose]
    secret_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SecondFactor(TenantScoped, Base):
    """An authenticator app (TOTP, RFC 6238) that an account is proven with beside its password, once confirmed."""

    __tablename__ = "second_factors"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"sealed_secret", "last_step"})
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "account_id", name="uq_second_factors_account"),
        CheckConstraint("last_step >= 0", name="last_step"),
    )

    id: Mapped[SecondFactorId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    # Sealed (`core.keyring`): unlike a password it has to be read again, and whoever reads it can make codes.
    sealed_secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    # The 30 seconds of the last code that was taken: neither it nor an older one is taken again.
    last_step: Mapped[int]


class RecoveryCode(TenantScoped, Base):
    """Stands once for a code of the authenticator app, should the phone be lost; here is only the hash."""

    __tablename__ = "recovery_codes"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"secret_hash"})
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "account_id", "secret_hash", name="uq_recovery_codes_secret"),
        CheckConstraint(_SHA256, name="secret_hash"),
    )

    id: Mapped[RecoveryCodeId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    secret_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class SignInCounter(TenantScoped, Base):
    """Failed sign-ins within a window, by account and address; the keys are hashed, old rows are swept away."""

    __tablename__ = "sign_in_counters"
    __health__ = False
    __unlogged__: ClassVar[frozenset[str]] = frozenset({"key_hash"})
    __table_args__ = (
        UniqueConstraint("organization_id", "kind", "key_hash", name="uq_sign_in_counters_key"),
        CheckConstraint("attempts >= 1", name="attempts"),
        Index("ix_sign_in_counters_window", "organization_id", "window_ends_at"),
    )

    id: Mapped[SignInCounterId] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[CounterKind]
    key_hash: Mapped[bytes]
    attempts: Mapped[int]
    window_ends_at: Mapped[datetime]
