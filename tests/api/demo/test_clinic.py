"""The demo clinic is built step by step through the API: a rule that changes must not refuse one of its steps."""

import asyncpg
import pytest
from tests.support.cluster import TestServer

from handrail.core.settings import Settings
from handrail.demo import cast
from handrail.demo.clinic import build_clinic
from handrail.main import create_app


@pytest.mark.timeout(300)
async def test_everybody_of_the_cast_is_at_work(test_server: TestServer, settings: Settings) -> None:
    urls = await test_server.make_copy("test_demo")
    given = {
        "database_url": urls.app,
        "owner_database_url": urls.owner,
        "auditor_database_url": urls.auditor,
        "maintenance_database_url": urls.maintenance,
    }
    app = create_app(Settings.model_validate(settings.model_dump() | given))
    async with app.router.lifespan_context(app):
        await build_clinic(app)
    connection = await asyncpg.connect(urls.maintenance)
    try:
        counts = [
            await connection.fetchval(f"SELECT count(*) FROM {rows}")
            for rows in ("staff_members", "cohorts", "attendance", "alerts WHERE status = 'open'")
        ]
    finally:
        await connection.close()
    staff, cohorts, marked, alerts = counts
    # The administrator has an account and no file.
    assert (staff, cohorts) == (len(cast.WORKERS) - 1, len(cast.COHORTS))
    assert marked > 500
    assert alerts > 0
