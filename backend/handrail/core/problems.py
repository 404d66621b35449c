"""RFC 9457 problem details: the only place where an error becomes an answer."""

import re
from collections.abc import Sequence
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from handrail.core.audit import look
from handrail.core.db import NO_ANSWER, constraint_of
from handrail.core.errors import Conflict, DomainError, NotFound, StaleVersion, Unavailable, Unprocessable
from handrail.core.idempotency import Replay
from handrail.core.state import core_of

MEDIA_TYPE = "application/problem+json"
# A key of our own making, or a place in a list; any other key may be something a person typed.
NAMED = re.compile(r"[a-z][a-z0-9_-]{0,63}|\d{1,6}")
log = structlog.get_logger("handrail.problems")


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    pointer: str = Field(description="JSON pointer into the body, or `/query/name`, `/header/name`.")
    code: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused. `type` is stable; `title` is for people; other members are counts, ids and codes."""

    type: str
    title: str
    status: int
    code: str
    errors: list[FieldProblem] | None = None


class InvalidRequest(Unprocessable):
    code, title = "invalid-request", "The request is not valid"


class InternalError(DomainError):
    code, title, status = "internal-error", "Something went wrong on our side", 500


class AlreadyThere(Conflict):
    """A unique fact of the row is another row's already."""

    code, title = "already-there", "Something like this is already there"


class UnknownReference(Unprocessable):
    """An id in the body names nothing in this organization."""

    code, title = "unknown-reference", "An id in the request names nothing"


class RuleOfStorage(Conflict):
    """The database refused a row that a rule should have refused first."""

    code, title = "not-storable", "These values do not fit together"


def problems(*errors: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """Build the `responses=` entry that documents these errors in OpenAPI."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        entry = by_status.setdefault(error.status, {"description": "", "content": content})
        entry["description"] = f"{entry['description']} `{error.code}` {error.title}.".strip()
    return by_status


def problem_response(error: DomainError, *, errors: Sequence[dict[str, str]] = ()) -> JSONResponse:
    """Return the answer of a refusal."""
    body: dict[str, Any] = {
        **error.facts,
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
    }
    fields = list(errors)
    if error.pointer is not None:
        fields.append({"pointer": error.pointer, "code": error.code, "detail": error.title})
    if fields:
        body["errors"] = fields
    headers = {}
    if "retry_after_seconds" in error.facts:
        headers["Retry-After"] = str(error.facts["retry_after_seconds"])
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status_code=error.status, media_type=MEDIA_TYPE, headers=headers)


async def _refuse(request: Request, error: DomainError, *, errors: Sequence[dict[str, str]] = ()) -> Response:
    """Answer a refusal once its audit entry is on disk."""
    record = look(request)
    if error.status != 503 and record.action:
        try:
            await core_of(request).flusher.write_refusal(record, status=error.status)
        except (Unavailable, *NO_ANSWER):
            error, errors = Unavailable(), ()
    return problem_response(error, errors=errors)


async def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return await _refuse(request, error)


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["loc"] and one["loc"][0] == "path" for one in found):
        return await _refuse(request, NotFound())  # an id that cannot be an id names nothing
    errors = []
    for one in found[:50]:
        place, *rest = [str(part) for part in one["loc"]] or ["body"]
        steps = rest if place == "body" else [place, *rest]
        pointer = "".join(f"/{step if NAMED.fullmatch(step) else '?'}" for step in steps)
        errors.append({"pointer": pointer, "code": str(one["type"]), "detail": str(one["msg"])})
    return await _refuse(request, InvalidRequest(), errors=errors)


async def _stale(request: Request, _: Exception) -> Response:
    return await _refuse(request, StaleVersion())


async def _database_error(request: Request, error: Exception) -> Response:
    if isinstance(error, IntegrityError | asyncpg.IntegrityConstraintViolationError):
        cause = getattr(error.orig, "__cause__", None) if isinstance(error, IntegrityError) else error
        log.warning("database refused a row", constraint=constraint_of(error), kind=type(cause).__name__)
        if isinstance(cause, asyncpg.UniqueViolationError):
            return await _refuse(request, AlreadyThere())
        if isinstance(cause, asyncpg.ForeignKeyViolationError):
            return await _refuse(request, UnknownReference())
        return await _refuse(request, RuleOfStorage())
    cause = getattr(getattr(error, "orig", None), "__cause__", None) or error
    if is_outage(error) or is_outage(cause):
        log.error("database does not answer", kind=type(cause).__name__)
        return await _refuse(request, Unavailable())
    return await unexpected(request, error)


def is_outage(error: BaseException | None) -> bool:
    """Say whether an exception means that the database is gone, starting, stopping, frozen or full."""
    outages = (
        OSError,
        TimeoutError,
        PoolTimeout,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        asyncpg.PostgresConnectionError,
        asyncpg.OperatorInterventionError,
        asyncpg.InsufficientResourcesError,
        asyncpg.DeadlockDetectedError,
        asyncpg.LockNotAvailableError,
    )
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or is_outage(getattr(error.orig, "__cause__", None))
    if isinstance(error, ValueError):
        return False  # asyncpg calls a value that it cannot send an InterfaceError too: coming back would not help
    return isinstance(error, outages)


async def _replay(request: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)
    record = look(request)
    if record.wanted:  # nothing is written again, and yet somebody is shown the answer again
        await core_of(request).flusher.write(record, status=error.answer.status)
    return error.response()


async def unexpected(request: Request, error: Exception) -> Response:
    """Log an error nobody foresaw, by its kind and frames, and answer 500."""
    log.error("request failed", exc_info=error)
    return await _refuse(request, InternalError())


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    titles = {404: "Nothing is here", 405: "This cannot be done here"}
    title = titles.get(error.status_code, "The request cannot be answered")
    code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
    body = {"type": f"/problems/{code}", "title": title, "status": error.status_code, "code": code}
    return JSONResponse(body, status_code=error.status_code, media_type=MEDIA_TYPE, headers=error.headers)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Replay, _replay)
    app.add_exception_handler(StaleDataError, _stale)
    for outage in (DBAPIError, OperationalError, InterfaceError, PoolTimeout, OSError, TimeoutError):
        app.add_exception_handler(outage, _database_error)
    app.add_exception_handler(asyncpg.PostgresError, _database_error)
    app.add_exception_handler(asyncpg.InterfaceError, _database_error)
    app.add_exception_handler(asyncpg.InternalClientError, _database_error)
