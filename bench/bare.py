"""What the product is held against: the same statements in routes that ask nobody who they are and write nothing down.

Runs as superuser, past row-level security; the organization is an argument of the statement instead.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
import uvicorn
from fastapi import FastAPI, Query, Request, Response

from handrail.core.db import LONGEST_STATEMENT
from handrail.core.settings import Settings
from handrail.reporting import queries

ORGANIZATION = "FROM organizations o"


def bare_sql(sql: str, argument: int) -> str:
    """Return a statement of the product with the organization as an argument in place of row-level security."""
    assert sql.count(ORGANIZATION) == 1, "the statement no longer finds its organization as the bench expects"
    return sql.replace(ORGANIZATION, f"{ORGANIZATION} WHERE o.organization_id = ${argument}::uuid")


WEEK = bare_sql(queries.WEEK, 7)
ROSTER = bare_sql(queries.ROSTER, 7)


async def _no_reset(connection: asyncpg.Connection) -> None:
    assert not connection.is_in_transaction()


def make_app(url: str, ready: bytes) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        size = Settings.model_fields["hot_pool_size"].default
        async with asyncpg.create_pool(
            url, min_size=size, max_size=size, reset=_no_reset, max_cacheable_statement_size=LONGEST_STATEMENT
        ) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None)

    async def answer(request: Request, sql: str, *values: object) -> Response:
        async with request.app.state.pool.acquire() as connection:
            row = await connection.fetchrow(sql, *values)
        return Response(row["body"].encode(), media_type="application/json")

    @app.get("/bytes")
    async def read_bytes() -> Response:
        return Response(ready, media_type="application/json")

    @app.get("/week")
    async def read_week(
        request: Request, starts_on: Annotated[date, Query()], organization: UUID, staff: UUID
    ) -> Response:
        return await answer(request, WEEK, staff, True, False, starts_on, None, None, organization)

    @app.get("/roster/{session_id}")
    async def read_roster(request: Request, session_id: UUID, organization: UUID, staff: UUID) -> Response:
        return await answer(request, ROSTER, staff, True, False, session_id, True, None, organization)

    return app


if __name__ == "__main__":
    app = make_app(os.environ["BENCH_URL"], b"[" + b"1" * (int(sys.argv[2]) - 2) + b"]")
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False, server_header=False)
