"""Runs the service of the tree that PYTHONPATH names, over an empty database: `python tree.py PORT`.

Prints, as one line of JSON, which schema it made and what to ask it; then serves until it is ended. Everything here
comes from that tree, also its tests' own support, so it uses only what that has had from the first day.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress

import asyncpg
import uvicorn
from tests.factories.identity import PASSWORD, make_account
from tests.support.clinic import Clinic

from handrail.core import migrations
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.main import create_app

ASKS = {"today": "/api/v1/today", "people": "/api/v1/participants", "places": "/api/v1/locations"}


async def prepare_and_serve(port: int) -> None:
    app = create_app(Settings())
    facts: dict[str, object] = {"schema": migrations.head()}
    async with (
        app.router.lifespan_context(app),
        asyncpg.create_pool(os.environ["HANDRAIL_MAINTENANCE_DATABASE_URL"], min_size=0) as maintenance,
    ):
        clinic = Clinic(app, maintenance)
        await clinic.open()
        async with clinic.db() as db:
            person = await make_account(db, role=Role.ADMINISTRATOR)
        paths = app.openapi()["paths"]
        facts |= {
            "sign_in": {"organization": clinic.slug, "email": person.email, "password": PASSWORD},
            "intake": (await clinic.client(Role.INTAKE_COORDINATOR)).token,
            "therapist": (await clinic.client(Role.THERAPIST)).token,
            "asks": [path for path in ASKS.values() if "get" in paths.get(path, {})],
        }
        with suppress(ImportError):
            from tests.factories.attendance import make_group

            group = await make_group(clinic)
            facts |= {"therapist": group.therapist.token, "roster": f"{group.url}/attendance", "mark": group.mark()}
        await clinic.close()
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    await uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False)).serve()


migrations.upgrade(os.environ["HANDRAIL_OWNER_DATABASE_URL"])
asyncio.run(prepare_and_serve(int(sys.argv[1])))
