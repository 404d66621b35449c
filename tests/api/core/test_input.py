"""What a hostile or broken client may send: always a 4xx, never much memory, never a 500."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.support.clinic import Clinic
from tests.support.figures import Figures
from tests.support.live_server import LiveServer

from handrail.core.vocabulary import Role

MIB = 1024 * 1024


def memory_of(pid: int, field: str) -> int:
    """A figure of the kernel about a process's memory, in bytes."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields[field].split()[0]) * 1024


class Memory:
    """The most memory a process had since here, beyond what it had here."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the kernel forgets the peak so far
        self.before = memory_of(pid, "VmRSS")

    @property
    def grown(self) -> int:
        """How much more it had at most."""
        return memory_of(self.pid, "VmHWM") - self.before


class TestLargeBodies:
    """Test 9 of the reliability list: refused with 413, less than 20 MB more memory."""

    async def test_a_declared_ten_megabytes_is_refused_unread(self, live_server: LiveServer, figures: Figures) -> None:
        memory = Memory(live_server.pid)
        async with httpx.AsyncClient(base_url=live_server.url) as client:
            answer = await client.post("/api/v1/locations", json={"name": "x" * (10 * MIB)})
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
        assert memory.grown < 20 * MIB
        figures.tell(9, f"10 MB of JSON: 413, memory at most {memory.grown / MIB:.1f} MB more (mark: < 20 MB)")

    async def test_two_hundred_megabytes_in_chunks_are_cut_off(self, live_server: LiveServer, figures: Figures) -> None:
        sent = 0

        async def chunks() -> AsyncIterator[bytes]:
            nonlocal sent
            for _ in range(200):
                sent += MIB
                yield b" " * MIB

        memory = Memory(live_server.pid)
        async with httpx.AsyncClient(base_url=live_server.url, timeout=30) as client:
            try:
                answer = await client.post(
                    "/api/v1/locations", content=chunks(), headers={"Content-Type": "application/json"}
                )
                assert answer.status_code == 413
                said = "413"
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                assert sent < 200 * MIB  # the server hung up in the middle, which is as good
                said = "hung up"
        assert memory.grown < 20 * MIB
        figures.tell(
            9,
            f"200 MB in chunks: {said} after {sent // MIB} MB, memory at most {memory.grown / MIB:.1f} MB more"
            " (mark: < 20 MB)",
        )


HOSTILE = {
    "nul": b'{"name": "a\\u0000b"}',
    "surrogate": b'{"name": "\\ud800"}',
    "nan": b'{"name": NaN}',
    "infinity": b'{"capacity": 1e400}',
    "deep": b'{"name":' + b"[" * 100_000,
    "duplicate": b'{"name": "a", "name": "b"}',
    "latin": '{"name": "Ñ"}'.encode("latin-1"),
    "cut": b'{"name": "a',
    "array": b"[]",
    "null": b"null",
    "number": b"12",
    "control": json.dumps({"name": "a\x07b", "time_zone": "America/New_York", "state": "NY"}).encode(),
}


class TestHostileJson:
    """4xx for each, zero 500; tests/contract/test_hostile_bodies.py sends as much to every other operation."""

    @pytest.mark.parametrize("name", HOSTILE)
    async def test_hostile_json_is_refused(self, clinic: Clinic, name: str) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        answer = await administrator.post(
            "/api/v1/locations", content=HOSTILE[name], headers={"Content-Type": "application/json"}
        )
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_another_media_type_is_refused(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        answer = await administrator.post("/api/v1/locations", content=b"<a/>", headers={"Content-Type": "text/xml"})
        assert answer.status_code == 415

    @pytest.mark.parametrize("query", ["cursor=%00", "cursor=%ED%A0%80", "limit=1e400", "limit=-1", "active=perhaps"])
    async def test_hostile_queries_are_refused(self, clinic: Clinic, query: str) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        answer = await administrator.get(f"/api/v1/locations?{query}")
        assert 400 <= answer.status_code < 500

    @pytest.mark.parametrize(
        "credential",
        [
            "",
            "Bearer",
            "Bearer x",
            "Bearer .",
            f"Bearer {'0' * 36}.{'s' * 43}",
            "Basic eDp4",
            "Bearer é.é",
            "Bearer " + "x" * 5000,
        ],
    )
    async def test_broken_credentials_are_nobody_s(self, clinic: Clinic, credential: str) -> None:
        client = await clinic.client(Role.ADMINISTRATOR)
        answer = await client.get("/api/v1/locations", headers=[(b"Authorization", credential.encode())])
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"


async def test_every_answer_carries_the_security_headers(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    for answer in (await administrator.get("/api/v1/locations"), await administrator.get("/nowhere")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


HALF = (
    b"",
    b"GET /livez HTT",
    b"GET /livez HTTP/1.1\r\nA: b\r\n",
    b"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    b"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
)
"""Nothing, half a request line, headers without an end, half a body, a body without an end."""


async def test_a_connection_that_never_finishes_its_request_is_closed(
    live_server: LiveServer, figures: Figures
) -> None:
    host = urlsplit(live_server.url)

    async def held_open(start: bytes) -> float:
        loop = asyncio.get_running_loop()
        reader, writer = await asyncio.open_connection(host.hostname, host.port)
        writer.write(start)
        began = loop.time()
        await reader.read()
        writer.close()
        return loop.time() - began

    count = figures.count(300, small=len(HALF))
    waiting = [asyncio.ensure_future(held_open(HALF[number % len(HALF)])) for number in range(count)]
    await asyncio.sleep(1)
    async with httpx.AsyncClient(base_url=live_server.url) as client:
        assert (await client.get("/livez")).status_code == 200
    longest = max(await asyncio.gather(*waiting))
    assert longest < 30, "each was closed by the server"
    figures.tell(
        8,
        f"{count} half-open connections: all closed, the last after {longest:.1f} s (mark: <= 15 s)",
        in_time=longest <= 15,
    )


async def test_liveness_needs_no_database_and_readiness_does(live_server: LiveServer) -> None:
    async with httpx.AsyncClient(base_url=live_server.url) as client:
        assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        metrics = await client.get("/metrics")
    assert "handrail_request_seconds_count" in metrics.text
    assert socket.gethostname() not in metrics.text
