"""Sees to it, in every test of the suite, that what a remembered answer is made of is never changed past the log.

An answer that is remembered holds until the change log tells of one of its tables (`core.unchanged`). PostgreSQL counts
what a transaction wrote to each table, however it was written; this asks before each commit whether the log has it.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import OrganizationId
from handrail.core.units import Sessions
from handrail.reporting.queries import WEEK_TABLES

_WRITTEN = """
    SELECT array_agg(pg_stat_get_xact_tuples_inserted(name::regclass) + pg_stat_get_xact_tuples_updated(name::regclass)
        + pg_stat_get_xact_tuples_deleted(name::regclass) ORDER BY place)
    FROM unnest($1::text[]) WITH ORDINALITY AS one(name, place)
"""
_LOGGED = """
    SELECT EXISTS (
        SELECT FROM changes WHERE organization_id = current_setting('app.organization_id')::uuid
            AND xid = pg_current_xact_id_if_assigned() AND split_part(kind, '.', 1) = ANY ($1::text[])
    )
"""


@contextmanager
def nothing_past_the_log() -> Iterator[None]:
    """Let a transaction fail that changed what a week is made of and left nothing of it in the log."""
    original = Sessions.begin

    @asynccontextmanager
    async def watched(self: Sessions, organization_id: OrganizationId, **info: Any) -> AsyncIterator[AsyncSession]:
        async with original(self, organization_id, **info) as db:
            # Straight through the driver: tests count what SQLAlchemy sends.
            borrowed = await (await db.connection()).get_raw_connection()
            driver = cast(asyncpg.Connection, borrowed.driver_connection)
            before = await driver.fetchval(_WRITTEN, WEEK_TABLES)  # counts of transactions before may be among them
            yield db
            await db.flush()
            after = await driver.fetchval(_WRITTEN, WEEK_TABLES)
            written = [name for name, *counts in zip(WEEK_TABLES, before, after, strict=True) if len(set(counts)) > 1]
            assert not written or await driver.fetchval(_LOGGED, WEEK_TABLES), (
                f"{written} changed and the log tells of nothing in {WEEK_TABLES}: record_changes"
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sessions, "begin", watched)
        yield
