"""What the clients ask for, made from the seeded rows; the same in every run."""

import json
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

import asyncpg

from bench import seed
from bench.places import Place

ACCOUNT_IDS = "01900000-0000-7004-8{:03x}-{:012x}"
STAFF_IDS = "01900000-0000-7006-8{:03x}-{:012x}"


@dataclass(frozen=True)
class Session:
    """A seeded session and who is booked for it, in the order of bookings."""

    organization: int
    id: UUID
    starts_at: str
    ends_at: str
    bookings: tuple[UUID, ...]
    participants: tuple[UUID, ...]
    episodes: tuple[UUID, ...]


_SESSIONS = """
SELECT s.organization_id, s.id, s.starts_at, s.ends_at, array_agg(b.id ORDER BY b.id) AS bookings,
    array_agg(b.participant_id ORDER BY b.id) AS participants, array_agg(b.episode_id ORDER BY b.id) AS episodes
FROM sessions s JOIN bookings b ON b.organization_id = s.organization_id AND b.session_id = s.id
WHERE s.organization_id = ANY ($1::uuid[]) AND s.status = $2 AND s.local_date >= $3
GROUP BY s.organization_id, s.id
ORDER BY md5(s.id::text)
"""


async def _sessions(connection: asyncpg.Connection, organizations: range, status: str) -> list[Session]:
    numbers = {seed.organization_id(o): o for o in organizations}
    since = seed.LAST_WEEK - (seed.RECENT_WEEKS - 1) * timedelta(weeks=1)
    rows = await connection.fetch(_SESSIONS, list(numbers), status, since)
    return [
        Session(
            numbers[row["organization_id"]],
            row["id"],
            row["starts_at"].isoformat(),
            row["ends_at"].isoformat(),
            tuple(row["bookings"]),
            tuple(row["participants"]),
            tuple(row["episodes"]),
        )
        for row in rows
    ]


async def sessions_to_read(connection: asyncpg.Connection) -> list[Session]:
    return await _sessions(connection, range(1, seed.READERS + 1), "closed")


async def sessions_to_mark(connection: asyncpg.Connection, place: Place) -> list[Session]:
    last = place.size.organizations
    return await _sessions(connection, range(last - place.size.marking + 1, last + 1), "scheduled")


def _request(method: str, path: str, organization: int, account: int, body: bytes = b"", etag: str = "") -> bytes:
    credentials = f"{seed.organization_id(organization)}.{seed.token(organization, account)}"
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {credentials}"]
    if etag:
        head.append(f"If-None-Match: {etag}")
    if body:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


def _plain(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


@dataclass(frozen=True)
class Asker:
    """Client number n: a therapist of one of the organizations that are read."""

    number: int

    @property
    def organization(self) -> int:
        return 1 + self.number % seed.READERS

    @property
    def account(self) -> int:
        return 1 + self.number // seed.READERS % seed.ACCOUNTS

    @property
    def staff_id(self) -> UUID:
        return UUID(STAFF_IDS.format(self.organization, self.account))

    def shuffled(self) -> Random:
        return Random(self.number)


def weeks(clients: int, etags: dict[tuple[int, int, str], str] | None = None) -> list[list[bytes]]:
    """Requests of the calendar week to the product; with ETags, conditional ones."""
    asked = []
    for asker in map(Asker, range(clients)):
        dates = [str(seed.LAST_WEEK - timedelta(weeks=w)) for w in range(seed.RECENT_WEEKS)]
        asker.shuffled().shuffle(dates)
        known = etags or {}
        asked.append(
            [
                _request(
                    "GET",
                    f"/api/v1/week?starts_on={day}",
                    asker.organization,
                    asker.account,
                    etag=known.get((asker.organization, asker.account, day), ""),
                )
                for day in dates
            ]
        )
    return asked


def bare_weeks(clients: int) -> list[list[bytes]]:
    return [
        [
            _plain(
                f"/week?starts_on={seed.LAST_WEEK - timedelta(weeks=w)}"
                f"&organization={seed.organization_id(asker.organization)}&staff={asker.staff_id}"
            )
            for w in asker.shuffled().sample(range(seed.RECENT_WEEKS), seed.RECENT_WEEKS)
        ]
        for asker in map(Asker, range(clients))
    ]


def ready_bytes(clients: int) -> list[list[bytes]]:
    return [[_plain("/bytes")] for _ in range(clients)]


def _own(sessions: list[Session], asker: Asker) -> list[Session]:
    own = [session for session in sessions if session.organization == asker.organization]
    return asker.shuffled().sample(own, min(len(own), 200))


def rosters(sessions: list[Session], clients: int) -> list[list[bytes]]:
    return [
        [
            _request("GET", f"/api/v1/sessions/{session.id}/roster", asker.organization, asker.account)
            for session in _own(sessions, asker)
        ]
        for asker in map(Asker, range(clients))
    ]


def bare_rosters(sessions: list[Session], clients: int) -> list[list[bytes]]:
    return [
        [
            _plain(
                f"/roster/{session.id}?organization={seed.organization_id(asker.organization)}&staff={asker.staff_id}"
            )
            for session in _own(sessions, asker)
        ]
        for asker in map(Asker, range(clients))
    ]


def marking_account(place: int) -> int:
    return 1 + place // seed.READERS % seed.ACCOUNTS


def mark(session: Session, account: int) -> bytes:
    """Mark everybody of a session as present: the first mark each of them gets."""
    marks = [{"booking_id": str(booking), "outcome": "present"} for booking in session.bookings]
    body = json.dumps({"marks": marks}).encode()
    return _request("POST", f"/api/v1/sessions/{session.id}/attendance", session.organization, account, body)


def marks(sessions: list[Session], clients: int) -> list[list[bytes]]:
    """Requests that mark rosters: every session once, dealt out to the clients."""
    return [
        [mark(session, marking_account(place)) for place, session in enumerate(sessions) if place % clients == number]
        for number in range(clients)
    ]
