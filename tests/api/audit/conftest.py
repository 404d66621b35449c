"""`vault`: audit entries in a database of the module's own, for sealing looks at a whole database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
from tests.factories.audit import Vault
from tests.support.cluster import TestServer

from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId, new_id


@pytest.fixture(scope="module")
async def vault_urls(test_server: TestServer, pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> Urls:
    """The roles of the module's database."""
    worker = getattr(pytestconfig, "workerinput", {}).get("workerid", "main")
    return await test_server.make_copy(f"{request.module.__name__.rpartition('.')[2]}_{worker}")


@pytest.fixture(scope="module")
async def vault(vault_urls: Urls, test_server: TestServer) -> AsyncIterator[Vault]:
    """Who writes, who seals and verifies, and an intruder."""
    database = vault_urls.app.partition("?")[0].rpartition("/")[2]
    async with AsyncExitStack() as stack:
        connections = []
        for url in (vault_urls.auditor, vault_urls.maintenance, test_server.server.url(database)):
            connections.append(await asyncpg.connect(url))
            stack.push_async_callback(connections[-1].close)
        yield Vault(*connections)


@pytest.fixture
def organization_id() -> OrganizationId:
    """An organization nobody else has."""
    return OrganizationId(new_id())
