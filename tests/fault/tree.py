"""Runs the service of the tree that PYTHONPATH names, over an empty database: `python tree.py PORT`.

Prints, as one line of JSON, which schema it made and what to ask it; then serves until it is ended. Everything here
comes from that tree, also its tests' own support, so it uses only what that has had for long.
"""

import asyncio
import json
import os
import sys
from datetime import timedelta
from typing import Any

import asyncpg
import uvicorn
from fastapi import FastAPI
from tests.factories.attendance import Group, make_cohort, make_group
from tests.factories.identity import PASSWORD, make_account
from tests.factories.tasks import make_task
from tests.support.clinic import Clinic

from handrail.core import migrations
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.main import create_app

Ask = tuple[str, str, str, str, str, dict[str, Any] | None]
"""Slice, operation, who asks, method, path, body. TURN in a body is another number each time, so that it changes."""


async def asks(clinic: Clinic, group: Group) -> list[Ask]:
    """Reads and writes of the slices a day goes through, each of which can be repeated."""
    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    task = await make_task(clinic, owner_id=group.therapist.account_id)
    day = group.session.local_date
    person, session = f"/participants/{group.episodes[0].participant_id}", f"/sessions/{group.id}"
    new_person = {"given_names": ["Rollout"], "family_name": "Person", "birth_date": "1990-01-01"}
    new_cohort = {
        "program_id": str(group.program_id),
        "location_id": str(group.location_id),
        "name": "Rollout TURN",
        "track": "day",
        "capacity": 10,
        "starts_on": str(day),
    }
    new_task = {"kind": "contact", "title_code": "call_after_no_show", "due_at": group.at(90)}
    marks = {"marks": [group.mark()]}
    span = f"from_date={day}&to_date={day + timedelta(days=6)}"
    return [
        ("places", "list_locations", "therapist", "GET", "/locations", None),
        ("participants", "create_participant", "intake", "POST", "/participants", new_person),
        ("participants", "list_participants", "intake", "GET", "/participants", None),
        ("participants", "search_participants", "intake", "POST", "/participants/search", {"name_prefix": "roll"}),
        ("participants", "read_participant", "therapist", "GET", person, None),
        ("participants", "update_participant", "intake", "PATCH", person, {"chosen_name": "Ro TURN"}),
        ("episodes", "list_episodes", "director", "GET", "/episodes", None),
        ("episodes", "read_episode", "director", "GET", f"/episodes/{group.episodes[0].id}", None),
        ("cohorts", "create_cohort", "director", "POST", "/cohorts", new_cohort),
        ("cohorts", "list_cohorts", "director", "GET", "/cohorts", None),
        ("cohorts", "read_cohort", "director", "GET", f"/cohorts/{cohort}", None),
        ("cohorts", "update_cohort", "director", "PATCH", f"/cohorts/{cohort}", {"name": "Day DBT TURN"}),
        ("sessions", "list_sessions", "director", "GET", f"/sessions?{span}", None),
        ("sessions", "read_session", "therapist", "GET", session, None),
        ("sessions", "update_session", "director", "PATCH", session, {"title": "Skills TURN"}),
        ("sessions", "read_week", "director", "GET", f"/week?starts_on={day}", None),
        ("attendance", "read_today", "therapist", "GET", "/today", None),
        ("attendance", "read_roster", "therapist", "GET", f"{session}/roster", None),
        ("attendance", "mark_roster", "therapist", "POST", f"{session}/attendance", marks),
        ("tasks", "create_task", "therapist", "POST", "/tasks", new_task),
        ("tasks", "list_tasks", "therapist", "GET", "/tasks", None),
        ("tasks", "read_task", "therapist", "GET", f"/tasks/{task.id}", None),
        ("tasks", "update_task", "therapist", "PATCH", f"/tasks/{task.id}", {"note": "Rang TURN times"}),
    ]


def operations_of(app: FastAPI) -> set[str]:
    return {operation["operationId"] for path in app.openapi()["paths"].values() for operation in path.values()}


async def prepare_and_serve(port: int) -> None:
    app = create_app(Settings())
    async with (
        app.router.lifespan_context(app),
        asyncpg.create_pool(os.environ["HANDRAIL_MAINTENANCE_DATABASE_URL"], min_size=0) as maintenance,
    ):
        clinic = Clinic(app, maintenance)
        await clinic.open()
        async with clinic.db() as db:
            person = await make_account(db, role=Role.ADMINISTRATOR)
        group = await make_group(clinic)
        known = operations_of(app)
        facts = {
            "schema": migrations.head(),
            "sign_in": {"organization": clinic.slug, "email": person.email, "password": PASSWORD},
            "tokens": {
                "intake": (await clinic.client(Role.INTAKE_COORDINATOR)).token,
                "director": (await clinic.client(Role.PROGRAM_DIRECTOR)).token,
                "therapist": group.therapist.token,
            },
            "asks": [ask for ask in await asks(clinic, group) if ask[1] in known],
        }
        await clinic.close()
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    await uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False)).serve()


migrations.upgrade(os.environ["HANDRAIL_OWNER_DATABASE_URL"])
asyncio.run(prepare_and_serve(int(sys.argv[1])))
