"""Errors a rule or service may raise. No web framework here: `core.problems` turns them into HTTP."""

from typing import ClassVar

Fact = str | int | bool | list[str] | None


class DomainError(Exception):
    """A request the domain refuses. `facts` reach the client: counts, ids and codes, never health information."""

    code: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]

    def __init__(self, *, pointer: str | None = None, **facts: Fact) -> None:
        super().__init__(self.title)
        self.pointer = pointer
        self.facts = facts


class Unauthenticated(DomainError):
    """Nobody we know is asking."""

    code, title, status = "unauthenticated", "Sign in to continue", 401


class Forbidden(DomainError):
    """The person is known and may not do this."""

    code, title, status = "forbidden", "You do not have the right to do this", 403


class NotFound(DomainError):
    """No such thing, or its existence is none of the reader's business."""

    code, title, status = "not-found", "Nothing is here", 404


class Conflict(DomainError):
    """Refused by what is stored."""

    status = 409


class StaleVersion(DomainError):
    """Somebody else changed it first."""

    code, title, status = "stale-version", "It was changed by someone else", 412


class VersionRequired(DomainError):
    code, title, status = "version-required", "Say which version you change: send If-Match", 428


class Unprocessable(DomainError):
    """Refused by the request alone; `pointer` names the field."""

    status = 422


class TooManyRequests(DomainError):
    """Try again after `retry_after_seconds`."""

    code, title, status = "too-many-requests", "Too many attempts, wait a little", 429

    def __init__(self, *, retry_after_seconds: int, **facts: Fact) -> None:
        super().__init__(pointer=None, retry_after_seconds=retry_after_seconds, **facts)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(DomainError):
    """The database does not answer; the same request may succeed soon."""

    code, title, status = "unavailable", "The service cannot answer right now", 503

    def __init__(self, *, retry_after_seconds: int = 2) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds
