"""A statement that names its tenant by itself sees that tenant's rows, and leaves no tenant behind."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.support.clinic import Clinic

from handrail.core.cluster import Urls
from handrail.core.db import in_tenant

NAMES = in_tenant("SELECT array_agg(o.slug) AS slugs FROM organizations o", "$1")


@pytest.fixture
async def connection(app: object, urls: Urls) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the serving role in which nobody has named a tenant."""
    connection = await asyncpg.connect(urls.app)
    yield connection
    await connection.close()


async def test_it_sees_its_tenant_alone(clinic: Clinic, other_clinic: Clinic, connection: asyncpg.Connection) -> None:
    for one in (clinic, other_clinic, clinic):
        row = await connection.fetchrow(NAMES, one.organization_id)
        assert (row["slugs"], row["tenant_id"]) == ([one.slug], one.organization_id)


async def test_it_leaves_no_tenant_behind(clinic: Clinic, connection: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.UndefinedObjectError):
        await connection.fetch("SELECT slug FROM organizations")
    await connection.fetchrow(NAMES, clinic.organization_id)
    assert await connection.fetchval("SELECT current_setting('app.organization_id')") == ""
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        await connection.fetch("SELECT slug FROM organizations")


async def test_a_statement_that_fails_leaves_none_either(clinic: Clinic, connection: asyncpg.Connection) -> None:
    failing = in_tenant("SELECT 1 / (count(*) - count(*)) AS nothing FROM organizations", "$1")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetchrow(failing, clinic.organization_id)
    assert await connection.fetchval("SELECT current_setting('app.organization_id')") == ""
    assert not connection.is_in_transaction()


async def test_the_tenant_is_named_first_whatever_the_planner_prefers(
    clinic: Clinic, connection: asyncpg.Connection
) -> None:
    for setting in ("enable_nestloop", "enable_hashjoin", "enable_mergejoin", "enable_material", "enable_memoize"):
        await connection.execute(f"SET {setting} = off")
        for mode in ("force_generic_plan", "force_custom_plan"):
            await connection.execute(f"SET plan_cache_mode = {mode}")
            joined = in_tenant(
                "SELECT count(*) AS rooms FROM rooms r JOIN locations l ON l.id = r.location_id"
                " JOIN organizations o ON o.organization_id = l.organization_id",
                "$1",
            )
            row = await connection.fetchrow(f"/* {setting} {mode} */ {joined}", clinic.organization_id)
            assert row["rooms"] == 0
