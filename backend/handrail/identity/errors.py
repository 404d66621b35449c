"""What identity refuses."""

from handrail.core.errors import Conflict, NotFound, TooManyRequests, Unauthenticated, Unprocessable


class SignInRefused(Unauthenticated):
    """One answer for a wrong password, an unknown account, a disabled one and an unknown organization."""

    code, title = "sign-in-refused", "Organization, e-mail or password is not right"


class SecondFactorNeeded(Unauthenticated):
    """The password is right; the account also asks for a code."""

    code, title = "second-factor-needed", "Enter the code of your authenticator app"


class SecondFactorRefused(Unauthenticated):
    """Wrong, too old, or used before: a code is taken once (RFC 6238, 5.2)."""

    code, title = "second-factor-refused", "This code is not right or was used before"


class SignInThrottled(TooManyRequests):
    code, title = "sign-in-throttled", "Too many attempts to sign in"


class AccountNotFound(NotFound):
    code, title = "account-not-found", "No such account"


class NobodyToLetIn(NotFound):
    code, title = "nobody-to-let-in", "No organization of this slug has an account with this e-mail address"


class AccountRoleNotFound(NotFound):
    code, title = "account-role-not-found", "No such role of this account"


class LoginSessionNotFound(NotFound):
    code, title = "login-session-not-found", "No such session"


class ApiTokenNotFound(NotFound):
    code, title = "api-token-not-found", "No such token"


class EmailTaken(Conflict):
    code, title = "email-taken", "Another account uses this e-mail address"


class SubjectHasAccount(Conflict):
    code, title = "subject-has-account", "This person already has an account"


class AccountDisabled(Conflict):
    code, title = "account-disabled", "The account is disabled"


class OwnAccount(Conflict):
    """Nobody gives themselves rights, and the last administrator cannot lock everybody out."""

    code, title = "own-account", "Somebody else has to do this to your account"


class RoleOverlaps(Conflict):
    code, title = "role-overlaps", "The account already has this role at that time"


class RoleEnded(Conflict):
    code, title = "role-ended", "The role has already ended"


class NotAnApiClient(Conflict):
    """A token of another person would let its holder act in that person's name."""

    code, title = "not-an-api-client", "Tokens are made for API clients and for oneself only"


class NotAPerson(Conflict):
    """An API client has tokens and no password."""

    code, title = "not-a-person", "An API client does not sign in"


class SignInNeeded(Conflict):
    """A token cannot make tokens, and has no password or session to change."""

    code, title = "sign-in-needed", "This is done in person, after signing in"


class SecondFactorOn(Conflict):
    code, title = "second-factor-on", "The account already has an authenticator app"


class SecondFactorOff(Conflict):
    code, title = "second-factor-off", "The account has no authenticator app"


class SecondFactorUnreadable(Conflict):
    """It was sealed with a key that is gone, or changed: recovery codes still work, and an administrator can help."""

    code, title = "second-factor-unreadable", "The authenticator app of this account cannot be checked"


class TooManyTokens(Conflict):
    code, title = "too-many-tokens", "The account has too many tokens, revoke some first"


class TooManyRoles(Conflict):
    code, title = "too-many-roles", "The account has too many roles on file"


class RoleDoesNotFit(Conflict):
    """Participants have the role of a participant, and nobody else has."""

    code, title = "role-does-not-fit", "An account of this kind cannot have this role"


class RolesNotHeld(Conflict):
    code, title = "roles-not-held", "The account does not have all of these roles"


class EnrolmentRefused(Conflict):
    """Used, expired, replaced or never there."""

    code, title = "enrolment-refused", "This link is not valid any more, ask for a new one"


class PasswordRefused(Unprocessable):
    """`flaw` says why, as a `PasswordFlaw`."""

    code, title = "password-refused", "Choose another password"


class PeriodRefused(Unprocessable):
    code, title = "period-refused", "The period ends before it starts"


class ExpiryRefused(Unprocessable):
    code, title = "expiry-refused", "The token has to end within a year from now"


class WrongCode(Unprocessable):
    """Wrong, too old, or used before."""

    code, title = "wrong-code", "This code is not right or was used before"


class WrongPassword(Unprocessable):
    code, title = "wrong-password", "The present password is not right"
