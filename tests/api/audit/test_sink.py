"""Heads leave the database, whatever the sink does; and only ids, numbers and hashes do."""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import ValidationError
from tests.factories.audit import Vault
from tests.support.clinic import Clinic

from handrail.core import audit_sealing, audit_sink
from handrail.core.audit_anchors import compare_with_sink
from handrail.core.audit_sealer import run_sealer, tell_heads, tell_restored
from handrail.core.audit_sealing import resume, seal_all
from handrail.core.audit_sink import FileSink, HttpSink, SinkFailed, make_sink
from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId
from handrail.core.settings import Settings

AT_ONCE = timedelta(0)


def lines_of(path: Path, organization_id: OrganizationId) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [line for line in lines if line["organization_id"] == str(organization_id)]


async def test_a_line_holds_ids_numbers_and_hashes_only(
    vault: Vault, organization_id: OrganizationId, tmp_path: Path
) -> None:
    await vault.write(organization_id, 3)
    await vault.seal()
    path = tmp_path / "heads.jsonl"
    await tell_heads(vault.maintenance, FileSink(path), every=AT_ONCE)
    (line,) = lines_of(path, organization_id)
    head = await vault.head(organization_id)
    assert line.keys() == {"organization_id", "sequence", "hash", "time", "format", "event"}
    assert (line["sequence"], line["hash"], line["format"], line["event"]) == (3, head["hash"].hex(), 1, "sealed")
    assert head["anchored_sequence"] == 3
    assert path.stat().st_mode & 0o077 == 0


async def test_a_head_is_told_once_and_not_oftener_than_asked(
    vault: Vault, organization_id: OrganizationId, tmp_path: Path
) -> None:
    sink = FileSink(tmp_path / "heads.jsonl")
    await vault.write(organization_id)
    await vault.seal()
    await tell_heads(vault.maintenance, sink, every=timedelta(hours=1))
    await vault.write(organization_id)
    await vault.seal()
    assert await tell_heads(vault.maintenance, sink, every=timedelta(hours=1)) == 0
    await tell_heads(vault.maintenance, sink, every=AT_ONCE)
    assert await tell_heads(vault.maintenance, sink, every=AT_ONCE) == 0
    assert [line["sequence"] for line in lines_of(sink.path, organization_id)] == [1, 2]


async def test_a_failing_sink_is_told_later_and_never_stops_sealing(
    vault: Vault, vault_urls: Urls, organization_id: OrganizationId, tmp_path: Path
) -> None:
    folder = tmp_path / "vault"
    sink = FileSink(folder / "heads.jsonl")
    moment = timedelta(seconds=0.05)
    sealer = asyncio.create_task(
        run_sealer(vault_urls.maintenance, sink, seal_every=moment, anchor_every=moment, retry=0.1)
    )
    try:
        for count in (1, 2):
            await vault.write(organization_id)
            await until(vault, f"sequence = {count} AND anchored_sequence = 0", organization_id)
        assert await vault.maintenance.fetchval("SELECT min(sink_failing_since) FROM audit_watermarks") is not None
        folder.mkdir()
        await until(vault, "anchored_sequence = 2", organization_id)
    finally:
        sealer.cancel()
        await asyncio.gather(sealer, return_exceptions=True)
    assert [line["sequence"] for line in lines_of(sink.path, organization_id)] == [2]
    assert await vault.maintenance.fetchval("SELECT min(sink_failing_since) FROM audit_watermarks") is None


async def until(vault: Vault, condition: str, organization_id: OrganizationId) -> None:
    """Wait until the head is so; the test's own time limit ends a wait in vain."""
    statement = f"SELECT EXISTS (SELECT FROM audit_heads WHERE organization_id = $1 AND {condition})"
    while not await vault.maintenance.fetchval(statement, organization_id):  # noqa: ASYNC110 - another process's state
        await asyncio.sleep(0.05)


async def test_a_declared_restore_explains_heads_that_are_lost(
    vault: Vault, organization_id: OrganizationId, tmp_path: Path
) -> None:
    sink = FileSink(tmp_path / "heads.jsonl")
    for _ in range(2):
        await vault.write(organization_id, 3)
        await vault.seal()
        await tell_heads(vault.maintenance, sink, every=AT_ONCE)
    # A backup is played back that ends at 4: the entries after it are lost, and others follow.
    await vault.superuser.execute(
        "DELETE FROM audit_entries WHERE organization_id = $1 AND id IN"
        " (SELECT entry_id FROM audit_seals WHERE organization_id = $1 AND sequence > 4)",
        organization_id,
    )
    await vault.superuser.execute(
        "DELETE FROM audit_seals WHERE organization_id = $1 AND sequence > 4", organization_id
    )
    await vault.superuser.execute(
        "UPDATE audit_heads h SET sequence = 4, hash = s.hash, anchored_sequence = 3 FROM audit_seals s"
        " WHERE h.organization_id = $1 AND s.organization_id = $1 AND s.sequence = 4",
        organization_id,
    )
    told = await compare_with_sink(vault.maintenance, sink.path, only=organization_id)
    assert str(told.findings[organization_id]) == "end cut off at 5"
    await resume(vault.maintenance)
    await tell_restored(vault.maintenance, sink)
    await vault.write(organization_id, 4)
    await vault.seal()
    await tell_heads(vault.maintenance, sink, every=AT_ONCE)
    told = await compare_with_sink(vault.maintenance, sink.path, only=organization_id)
    assert (told.findings, told.declared) == ({}, {organization_id: 1})


class _Keeper(BaseHTTPRequestHandler):
    answers: list[int]
    bodies: list[Any]
    tokens: list[str | None]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.answers.pop(0)
        if status < 300:
            self.bodies.append(body)
            self.tokens.append(self.headers.get("Authorization"))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def keeper(*answers: int) -> Iterator[tuple[str, type[_Keeper]]]:
    """A server that keeps heads, with these answers in order."""
    handler = type("Keeper", (_Keeper,), {"answers": list(answers), "bodies": [], "tokens": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/heads", handler
        finally:
            server.shutdown()
            thread.join()


async def test_heads_travel_to_an_address_with_a_few_tries(
    vault: Vault, organization_id: OrganizationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_sink, "PAUSE_SECONDS", 0.01)
    await vault.write(organization_id)
    await vault.seal()
    with keeper(503, 429, 204) as (url, kept):
        sink = make_sink(Settings.model_validate({"audit_sink": url, "audit_sink_token": "secret"}))
        assert isinstance(sink, HttpSink)
        assert await tell_heads(vault.maintenance, sink, every=AT_ONCE) >= 1
    (body,) = kept.bodies
    assert str(organization_id) in {head["organization_id"] for head in body["heads"]}
    assert kept.tokens == ["Bearer secret"]


@pytest.mark.parametrize(("answers", "tries"), [((503, 503, 503, 204), 3), ((404, 204), 1)])
async def test_an_address_that_refuses_leaves_the_heads_waiting(
    vault: Vault,
    organization_id: OrganizationId,
    monkeypatch: pytest.MonkeyPatch,
    answers: tuple[int, ...],
    tries: int,
) -> None:
    monkeypatch.setattr(audit_sink, "PAUSE_SECONDS", 0.01)
    await vault.write(organization_id)
    await vault.seal()
    with keeper(*answers) as (url, kept):
        with pytest.raises(SinkFailed):
            await tell_heads(vault.maintenance, HttpSink(url, None), every=AT_ONCE)
        assert len(kept.answers) == len(answers) - tries
    assert (await vault.head(organization_id))["anchored_sequence"] == 0


@pytest.mark.parametrize("sink", ["heads.jsonl", "http://example.org/heads", "ftp://example.org", "https://"])
def test_a_sink_that_is_not_safe_is_refused(sink: str) -> None:
    with pytest.raises(ValidationError, match="absolute path or an https"):
        Settings.model_validate({"audit_sink": sink})


async def test_the_worker_seals_and_tells_by_itself(
    vault: Vault, vault_urls: Urls, organization_id: OrganizationId, tmp_path: Path
) -> None:
    await vault.write(organization_id, 2)
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handrail.serving",
        "worker",
        env={
            **os.environ,
            **vault_urls.environment(),
            "PYTHONPATH": "backend",
            "HANDRAIL_AUDIT_SINK": str(tmp_path),
            "HANDRAIL_AUDIT_SEAL_SECONDS": "0.1",
            "HANDRAIL_AUDIT_ANCHOR_SECONDS": "1",
        },
        cwd=Path(__file__).parents[3],
    )
    try:
        await until(vault, "anchored_sequence = 2", organization_id)
        worker.terminate()
        await worker.wait()
    finally:
        if worker.returncode is None:
            worker.kill()
    assert [line["sequence"] for line in lines_of(tmp_path / audit_sink.FILE_NAME, organization_id)] == [2]
    verdict = await vault.verdict(organization_id)
    assert (verdict.findings, verdict.sealed) == ([], 2)


async def test_how_sealing_stands_can_be_measured(clinic: Clinic, urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_sealing, "LOOK_EVERY", AT_ONCE)
    maintenance = await asyncpg.connect(urls.maintenance)
    try:
        await seal_all(maintenance)
        await maintenance.execute(
            "UPDATE audit_watermarks SET looked_at = now() - interval '1 hour',"
            " behind_since = now() - interval '2 hours', sink_failing_since = now() - interval '1 day'"
        )
        figures = await figures_of(clinic)
        assert figures["handrail_audit_looked_seconds"] >= 3600
        assert figures["handrail_audit_behind_seconds"] >= 7200
        assert figures["handrail_audit_sink_failing_seconds"] >= 86400
        await maintenance.execute("UPDATE audit_watermarks SET sink_failing_since = NULL")
        await seal_all(maintenance)
        figures = await figures_of(clinic)
        assert figures["handrail_audit_looked_seconds"] < 3600
        assert figures["handrail_audit_behind_seconds"] == figures["handrail_audit_sink_failing_seconds"] == 0
    finally:
        await maintenance.close()


async def figures_of(clinic: Clinic) -> dict[str, float]:
    answer = await (await clinic.anonymous()).get("/metrics")
    lines = (line.split(" ") for line in answer.text.splitlines() if line.startswith("handrail_audit_"))
    return {name: float(value) for name, value in lines}
