"""The only wiring: settings, pools, identity's authenticator, every slice's routes and handlers."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from handrail.core import metrics, problems
from handrail.core.access import BACKGROUND_HEADER, CSRF_HEADER
from handrail.core.audit import Flusher
from handrail.core.bell import Bell
from handrail.core.db import LONGEST_STATEMENT, make_engine
from handrail.core.dispatch import include_looked_up
from handrail.core.events import Handler
from handrail.core.input_guard import InputGuard
from handrail.core.keyring import Keyring
from handrail.core.live import Live
from handrail.core.problems import Problem, is_outage
from handrail.core.routing import document_conditions, operation_id
from handrail.core.settings import Settings
from handrail.core.state import Core, core_of
from handrail.core.unchanged import Unchanged
from handrail.core.units import Sessions
from handrail.slices import EVENT_HANDLERS, FOLLOWED, LARGE_BODIES, PUBLIC, ROUTERS, SIGN_INS, authenticate

health = APIRouter()


@health.get("/livez", include_in_schema=False)
async def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "alive"}


@health.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """The process can answer: its database does, and it was not told to end."""
    if core_of(request).leaving:
        return JSONResponse({"status": "ending"}, 503, headers={"Retry-After": "2"})
    try:
        async with asyncio.timeout(1), core_of(request).hot_pool.acquire() as connection:
            await connection.execute("SELECT 1")
    except Exception as error:
        if not is_outage(error):
            raise
        return JSONResponse({"status": "the database does not answer"}, 503, headers={"Retry-After": "2"})
    return JSONResponse({"status": "ready"})


def event_handlers() -> Mapping[type, tuple[Handler, ...]]:
    """Return who acts on which domain event, in the order of the slices."""
    found: dict[type, list[Handler]] = defaultdict(list)
    for kind, handler in EVENT_HANDLERS:
        found[kind].append(handler)
    return {kind: tuple(handlers) for kind, handlers in found.items()}


async def _check_no_transaction(connection: asyncpg.Connection) -> None:
    # asyncpg's own reset costs a round trip; here a connection comes back outside any transaction or is thrown away.
    if connection.is_in_transaction():
        raise asyncpg.InterfaceError("a hot read left its transaction open")


@asynccontextmanager
async def open_core(core: Core) -> AsyncIterator[Core]:
    """Open the pools, the bell and the audit flusher; used by the app, the worker and the commands."""
    settings = core.settings
    assert settings.database_url is not None
    assert settings.auditor_database_url is not None
    async with AsyncExitStack() as stack:
        engine = make_engine(
            settings.database_url.get_secret_value(),
            pool_size=settings.pool_size,
            command_timeout_s=settings.statement_timeout_s,
        )
        stack.push_async_callback(engine.dispose)
        core.bell = await stack.enter_async_context(Bell(settings.database_url.get_secret_value()))
        core.sessions = Sessions(engine, core.handlers, core.bell.ring)

        def pool(url: str, size: int) -> AbstractAsyncContextManager[asyncpg.Pool]:
            return asyncpg.create_pool(
                url.replace("postgresql+asyncpg://", "postgresql://", 1),
                min_size=0,
                max_size=size,
                timeout=2,
                command_timeout=settings.statement_timeout_s,
                max_cacheable_statement_size=LONGEST_STATEMENT,
                reset=_check_no_transaction,
            )

        core.hot_pool = await stack.enter_async_context(
            pool(settings.database_url.get_secret_value(), settings.hot_pool_size)
        )
        audit_pool = await stack.enter_async_context(pool(settings.auditor_database_url.get_secret_value(), 2))
        core.flusher = await stack.enter_async_context(Flusher(audit_pool))
        core.live = await stack.enter_async_context(Live(core.bell, core.hot_pool, core.authenticate, core.followed))
        core.unchanged = await stack.enter_async_context(Unchanged(core.hot_pool, core.sign_ins))
        yield core


def make_core(settings: Settings) -> Core:
    """Return what an app holds, still closed."""
    keyring = None if settings.keyring is None else Keyring.parse(settings.keyring.get_secret_value())
    return Core(
        settings=settings,
        authenticate=authenticate,
        sign_ins=SIGN_INS,
        handlers=event_handlers(),
        followed=FOLLOWED,
        keyring=keyring,
    )


def create_app(settings: Settings) -> FastAPI:
    """Make the service; nothing is opened before its lifespan starts."""
    core = make_core(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with open_core(core):
            yield

    app = FastAPI(
        title="Handrail",
        version="0.1.0",
        summary="The system an intensive outpatient program runs on",
        lifespan=lifespan,
        generate_unique_id_function=operation_id,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        responses={422: problems.problems(problems.InvalidRequest)[422]},
    )
    app.state.core = core
    problems.install(app)
    app.include_router(health)
    app.include_router(metrics.router)
    for public in PUBLIC:
        app.include_router(public)
    include_looked_up(app, ROUTERS, prefix="/api/v1")
    app.openapi = _documented(app, app.openapi)  # type: ignore[method-assign]
    app.add_middleware(InputGuard, settings=settings, large_bodies=LARGE_BODIES)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.web_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=[
            "Content-Type",
            "If-Match",
            "If-None-Match",
            "Idempotency-Key",
            "Last-Event-ID",
            CSRF_HEADER,
            BACKGROUND_HEADER,
        ],
        expose_headers=["ETag", "Retry-After", "X-Request-ID", "Idempotency-Replayed"],
        max_age=600,
    )
    return app


def _documented(app: FastAPI, original: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = original()
            schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = Problem.model_json_schema(
                ref_template="#/components/schemas/{model}"
            )
            definitions = schema["components"]["schemas"]["Problem"].pop("$defs", {})
            schema["components"]["schemas"].update(definitions)
            document_conditions(schema)
        assert app.openapi_schema is not None
        return app.openapi_schema

    return openapi
