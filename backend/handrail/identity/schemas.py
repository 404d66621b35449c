"""What enters and leaves identity's part of the API."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints

from handrail.core.ids import (
    AccountId,
    AccountRoleId,
    ApiTokenId,
    LoginSessionId,
    OrganizationId,
    StaffId,
    SubjectId,
)
from handrail.core.schemas import Day, Input, Instant, Line, Output, VersionedOutput
from handrail.core.vocabulary import Role
from handrail.identity.vocabulary import AccountStatus, EnrolmentPurpose, SubjectKind

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]+$")]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1000)]
OneTimeCode = Annotated[
    SecretStr,
    Field(min_length=6, max_length=40, description="Six digits of the authenticator app, or a recovery code."),
]
PresentedSecret = Annotated[SecretStr, Field(min_length=1, max_length=200)]


class SignIn(Input):
    """The organization's short name, the e-mail address and the password; a code too, if the account asks for one."""

    organization: Annotated[str, StringConstraints(min_length=1, max_length=63)]
    email: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    password: Password
    code: OneTimeCode | None = None


class MyAccount(Output):
    """The account that asks."""

    id: AccountId
    display_name: str
    email: str
    roles: list[Role]
    staff_id: StaffId | None


class MyOrganization(Output):
    id: OrganizationId
    name: str
    slug: str
    time_zone: str


class Me(Output):
    """Who is signed in, what they may do, and until when. A token has no CSRF token and no idle limit."""

    account: MyAccount
    organization: MyOrganization
    csrf_token: str | None = Field(description="Goes into X-CSRF-Token of every change sent with the cookie.")
    permissions: list[str]
    idle_expires_at: datetime | None
    expires_at: datetime | None
    changes_position: str | None = Field(
        description="Where the log of changes stands: a stream of changes that goes on from here tells all that changes"
        " in answers read after this one. Null for who may not follow."
    )


class LoginSessionRead(Output):
    """A browser somebody is signed in with."""

    id: LoginSessionId
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool = Field(description="This very session.")


class SessionsEnded(Output):
    ended: int


class PasswordChange(Input):
    """A new password; other sessions of the account end."""

    present_password: Password
    password: Password


class SecondFactorRead(Output):
    """Whether one's own account asks for a code of an authenticator app."""

    on: bool
    since: datetime | None
    recovery_codes_left: int


class SecondFactorStart(Input):
    present_password: Password


class SecondFactorStarted(Output):
    """What the authenticator app is told, shown here once: by a picture of `address`, or by typing `secret`."""

    secret: str = Field(description="Base32, 160 bits.")
    address: str = Field(description="otpauth://totp/…: SHA-1, six digits, 30 seconds.")


class SecondFactorConfirm(Input):
    code: OneTimeCode


class SecondFactorProof(Input):
    """The password and a code, as at sign-in."""

    present_password: Password
    code: OneTimeCode


class RecoveryCodes(Output):
    """Each stands once for a code of the app. They are shown here once; only their hashes are stored."""

    codes: list[str]


class EnrolmentInspect(Input):
    """The secret part of a one-time link."""

    token: PresentedSecret


class EnrolmentRead(Output):
    """Whom a link is for."""

    purpose: EnrolmentPurpose
    organization_name: str
    organization_slug: str
    display_name: str
    email: str
    expires_at: datetime
    min_length: int = Field(description="Characters the new password needs.")


class Enrol(Input):
    """Set the password a link is for."""

    token: PresentedSecret
    password: Password


class Enrolled(Output):
    """What to sign in with."""

    organization_slug: str
    email: str


class AccountRoleRead(VersionedOutput):
    """A role from one day to another, both included."""

    id: AccountRoleId
    role: Role
    starts_on: date
    ends_on: date | None


class AccountRead(VersionedOutput):
    """An account with every role it has, had or will have."""

    id: AccountId
    email: str
    display_name: str
    status: AccountStatus
    subject_kind: SubjectKind
    subject_id: SubjectId | None
    licensed_until: date | None
    second_factor: bool = Field(description="An authenticator app is asked for at sign-in.")
    created_at: datetime
    roles: list[AccountRoleRead]


class AccountCreate(Input):
    """A worker without a staff file, or an API client. Staff are invited through `/staff`."""

    email: Email
    display_name: Line
    kind: Literal[SubjectKind.STAFF, SubjectKind.CLIENT] = SubjectKind.STAFF
    roles: list[Role] = Field(min_length=1, max_length=8)


class AccountUpdate(Input):
    """Absent fields stay as they are."""

    email: Email | None = None
    display_name: Line | None = None


class EnrolmentIssued(Output):
    """A one-time link. It is shown here once; only its hash is stored."""

    purpose: EnrolmentPurpose
    token: str
    link: str
    expires_at: datetime


class AccountInvited(Output):
    account: AccountRead
    enrolment: EnrolmentIssued | None = Field(description="None for an API client, which has no password.")


class AccountRoleCreate(Input):
    """From `starts_on` (today if absent) to `ends_on`, both included."""

    role: Role
    starts_on: Day | None = None
    ends_on: Day | None = None


class AccountRoleEnd(Input):
    """Last day of the role; without it the role ends at once."""

    ends_on: Day | None = None


class ApiTokenCreate(Input):
    """A token of an API client or of oneself, with some of the account's roles, for at most a year."""

    label: Line
    roles: list[Role] = Field(min_length=1, max_length=8)
    expires_at: Annotated[Instant, Field(description="With a time zone.")]


class ApiTokenRead(Output):
    id: ApiTokenId
    label: str
    roles: list[Role]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class ApiTokenIssued(Output):
    """The token itself is shown here once; only its hash is stored."""

    token: str
    api_token: ApiTokenRead
