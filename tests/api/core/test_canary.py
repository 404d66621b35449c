"""Whatever a person types, no log line, metric, refusal or job repeats it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.contract.routes import openapi
from tests.support.clinic import Clinic
from tests.support.figures import Figures
from tests.support.live_server import LiveServer

from handrail.core.cluster import Urls
from handrail.core.ids import new_id
from handrail.core.vocabulary import Role

CANARY = "Quillfeatherby"
SERVICE = Path(__file__).parents[2] / "support" / "failing_service.py"
ROLES = [Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR, Role.THERAPIST, Role.INTAKE_COORDINATOR, Role.SUPERVISOR]
FORMATS = {
    "date": "2026-11-23",
    "date-time": "2026-11-23T15:00:00Z",
    "time-local": "09:30",
    "email": f"{CANARY}@example.org",
}


class Bodies:
    """Makes request bodies from an OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def plausible(self, schema: dict[str, Any]) -> Any:
        """A body the schema describes, with the canary wherever free text may stand."""
        if "$ref" in schema:
            return self.plausible(self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self.plausible(schema[key][0])
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kind = schema.get("type")
        if kind == "object":
            return {name: self.plausible(part) for name, part in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.plausible(schema.get("items", {"type": "string"}))]
        if kind in ("integer", "number"):
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        if kind == "boolean":
            return True
        if schema.get("format") == "uuid":
            return str(new_id())
        return FORMATS.get(schema.get("format", ""), CANARY)

    def confused(self, body: Any) -> Any:
        """The same shape with the canary in place of every value: each field is of the wrong type."""
        if isinstance(body, dict):
            return {name: self.confused(value) for name, value in body.items()} | {CANARY: CANARY}
        return [self.confused(value) for value in body] if isinstance(body, list) else CANARY


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any] | None]]:
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            found.append((method, path, content.get("application/json", {}).get("schema")))
    return found


@pytest.mark.timeout(450)
async def test_no_refusal_log_metric_or_job_repeats_what_was_typed(clinic: Clinic, live_server: LiveServer) -> None:
    person = await clinic.client(ROLES)
    document = openapi()
    bodies = Bodies(document)
    tried = 0
    echoed: list[str] = []
    async with httpx.AsyncClient(base_url=live_server.url, headers=person.headers, timeout=60) as client:
        for method, path, schema in operations(document):
            if "sign-out" in path or "sign-in" in path:
                continue
            url = path
            for name in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
                url = url.replace(f"{{{name}}}", str(new_id()))
            variants = (
                [None] if schema is None else [bodies.plausible(schema), bodies.confused(bodies.plausible(schema))]
            )
            for body in variants:
                sent = {"If-Match": '"1"', "X-Note": CANARY, "Last-Event-ID": CANARY}
                async with client.stream(method, url, json=body, params={"cursor": CANARY}, headers=sent) as answer:
                    tried += 1
                    if answer.headers.get("content-type", "").startswith("text/event-stream"):
                        continue  # it has no end
                    await answer.aread()
                    if answer.status_code >= 500:
                        echoed.append(f"{method} {path}: {answer.status_code}")
                    if answer.status_code >= 400 and CANARY in answer.text:
                        echoed.append(f"{method} {path} repeats it")
        metrics = (await client.get("/metrics", headers={"Authorization": ""})).text
    assert tried > 50
    assert echoed == []
    assert CANARY not in metrics
    log = live_server.log.read_text()
    assert '"operation"' in log
    assert CANARY not in log
    assert (
        await clinic.sql_value(
            "SELECT count(*) FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1", f"%{CANARY}%"
        )
        == 0
    )
    assert await clinic.sql_value("SELECT count(*) FROM pgqueuer_log WHERE traceback::text LIKE $1", f"%{CANARY}%") == 0


@pytest.mark.fault
@pytest.mark.timeout(450)
async def test_no_forced_exception_repeats_what_was_typed(clinic: Clinic, urls: Urls, figures: Figures) -> None:
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, str(SERVICE), str(clinic.organization_id), CANARY],
        env={**os.environ, **urls.environment(), "PYTHONPATH": str(SERVICE.parents[2] / "backend")},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    answers = {one["name"]: one for one in map(json.loads, ran.stdout.splitlines())}
    assert answers.keys() >= {"data_error", "server_data_error", "statement_error", "programming_error", "chained"}
    quiet = {"lost_task": 200}
    assert {name: one["status"] for name, one in answers.items()} == {name: quiet.get(name, 500) for name in answers}
    logged = [json.loads(line) for line in ran.stderr.splitlines()]
    kinds = {line.get("exception") for line in logged}
    assert {"DataError", "ProgrammingError", "ValueError", "ExceptionGroup"} <= kinds
    assert any(line["event"] == "job failed" for line in logged)
    places = {"the answers": ran.stdout, "the log": ran.stderr}
    for table in ("pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules", "instance_audit_entries"):
        places[table] = await clinic.sql_value(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
        payload = CANARY.encode().hex()
        assert payload not in places[table], f"a payload in {table} repeats it"
    assert "JobFailed" in places["pgqueuer_log"], "the queue kept the failures"
    assert [place for place, said in places.items() if CANARY in said] == []
    figures.tell(22, f"{len(answers)} kinds of exception by request and by job: the canary is nowhere")
