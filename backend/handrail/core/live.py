"""Streams of what changed: who may hold one, from where it goes on, and when it ends.

The change log is the truth and the bell (`core.bell`) only says when to look. A position in the log is a snapshot of
PostgreSQL: the numbers of the transactions that had ended when somebody looked. What is new since then is what that
snapshot does not see and today's does. Neither ids nor the transactions' own numbers would do: both are given when a
transaction begins, so that a row with a lower one can become visible after a row with a higher one, and whoever had
gone on from the higher would never be told. (Audit entries wait until every earlier transaction has ended; here one
long import would keep everybody waiting.)

One look serves every stream of an organization in this process. Nothing is held while nothing happens: no connection of
a pool, no turn, no transaction.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple, Self, cast
from uuid import UUID

import asyncpg
import structlog

from handrail.core.access import Actor, Authenticator, Credentials
from handrail.core.bell import Bell
from handrail.core.db import in_tenant
from handrail.core.errors import TooManyRequests, Unauthenticated, Unavailable
from handrail.core.events import POSITION
from handrail.core.ids import AccountId, OrganizationId
from handrail.core.metrics import OPEN_STREAMS
from handrail.core.problems import is_outage

STREAMS: Final = 1_000
"""Streams of one process; each costs a socket and some kilobytes."""
STREAMS_OF_ONE: Final = 12
"""Streams of one account in one process: pages that are looked at, on all its screens."""
HEARTBEAT_SECONDS: Final = 20.0
"""Silence at most: shorter than proxies' patience. With each one the sign-in and its rights are looked up anew."""
LOOK_EVERY_SECONDS: Final = 15.0
"""A ring can be lost with the process that should have rung."""
GATHER_SECONDS: Final = 0.05
LOST_SECONDS: Final = 1.0
MOST_ROWS: Final = 500
"""More changed rows than this at once are told as "everything"."""
LONGEST_POSITION: Final = 8_000

ACCESS: Final = "access"
"""Kind of a change of somebody's sign-in or rights: never told, but looked into at once."""

log = structlog.get_logger("handrail.live")


class Change(NamedTuple):
    """A kind of change, and the thing it is about, if one thing is."""

    kind: str
    about: UUID | None


@dataclass(frozen=True)
class Followed:
    """What is told of a table's changes: a kind, to holders of a permission, with the id that this column holds."""

    kind: str
    permission: str | None
    column: str | None = None


@dataclass(frozen=True)
class Told:
    """What one stream is told at once, and from where it would go on."""

    position: str
    everything: bool
    changes: tuple[Change, ...]


class TooManyStreams(TooManyRequests):
    """The account holds as many streams as one account may."""

    code, title = "too-many-streams", "Too many pages are open"


_SINCE = f"""
    SELECT now.era, now.snapshot, (
        SELECT coalesce(jsonb_agg(jsonb_build_array(source, about)), '[]') FROM (
            SELECT split_part(c.kind, '.', 1) AS source,
                c.state ->> ($5::jsonb ->> split_part(c.kind, '.', 1)) AS about
            FROM changes c
            WHERE c.organization_id = $1 AND now.era = $2
              AND c.xid >= pg_snapshot_xmin($3::text::pg_snapshot)
              AND c.xid < pg_snapshot_xmax(now.snapshot::pg_snapshot)
              AND NOT pg_visible_in_snapshot(c.xid, $3::text::pg_snapshot)
              AND pg_visible_in_snapshot(c.xid, $4::text::pg_snapshot) IS NOT FALSE
              AND $5::jsonb ? split_part(c.kind, '.', 1)
            LIMIT {MOST_ROWS + 1}
        ) AS found
    ) AS found
    FROM ({POSITION}) AS now
"""  # noqa: S608  constants
# $2 era and $3 snapshot from which to go on; $4 a snapshot to end at, or null; $5 table → column that holds the id.


@dataclass(frozen=True)
class Position:
    """A place in the change log: what this snapshot sees has been told."""

    era: str
    snapshot: str

    def __str__(self) -> str:
        return f"{self.era}.{self.snapshot}"


NOWHERE: Final = Position("", "1:1:")
"""Before the first look."""


def read_position(text: str | None) -> Position | None:
    """Read a position that a client brings back, or None for what none of ours can be."""
    if not text or len(text) > LONGEST_POSITION or not text.isascii():
        return None
    era, _, snapshot = text.partition(".")
    parts = snapshot.split(":")
    numbers = [*parts[:2], *(parts[-1].split(",") if parts[-1] else ())]
    if not era.isalnum() or len(parts) != 3 or not all(one.isdecimal() and len(one) <= 18 for one in numbers):
        return None
    first, last, *running = map(int, numbers)
    ascending = all(one < other for one, other in pairwise((*running, last)))
    return Position(era, snapshot) if 1 <= first <= min((*running, last)) and ascending else None


@dataclass(eq=False)
class Stream:
    """One reader of what changes. What it is not told yet is gathered, never queued: a slow reader costs no more."""

    actor: Actor
    credentials: Credentials
    position: str = ""
    ended: bool = False
    suspected: bool = False
    """Something about a sign-in or rights has changed: look before anything more is told."""
    _everything: bool = False
    _changes: set[Change] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, found: "Found", permissions: Mapping[str, str]) -> None:
        """Take in what was found; `permissions` says which one each kind is told to."""
        self.position = str(found.position)
        self._everything = self._everything or found.everything
        for change in found.changes:
            if change.kind == ACCESS:
                self.suspected = self.suspected or change.about in (None, self.actor.account_id)
            elif self.actor.may(permissions[change.kind]):
                self._changes.add(change)
        if len(self._changes) > MOST_ROWS:
            self._everything = True
        if self._everything:
            self._changes.clear()
        if self._everything or self._changes or self.suspected:
            self._wake.set()

    def end(self) -> None:
        """Let the reader come to its end now."""
        self.ended = True
        self._wake.set()

    async def wait(self, seconds: float) -> None:
        """Wait until there is something to tell, or for so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    def take(self) -> Told:
        """Return what there is to tell."""
        told = Told(self.position, self._everything, tuple(sorted(self._changes, key=str)))
        self._everything = False
        self._changes.clear()
        return told


@dataclass(frozen=True)
class Found:
    """What one look at the log found."""

    position: Position
    everything: bool = False
    changes: frozenset[Change] = frozenset()


class Live:
    """The streams of one process."""

    def __init__(
        self, bell: Bell, pool: asyncpg.Pool, authenticate: Authenticator, followed: Mapping[str, Followed]
    ) -> None:
        self.pool = pool
        self.followed = followed
        self.columns = json.dumps({table: one.column for table, one in followed.items()})
        self.permissions = {one.kind: one.permission for one in followed.values() if one.permission is not None}
        self._bell = bell
        self._authenticate = authenticate
        self._logs: dict[OrganizationId, _Log] = {}
        self._held: Counter[AccountId] = Counter()
        self._ended = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()
        for followed in self._logs.values():
            followed.stop()

    @property
    def held(self) -> int:
        """How many streams are held now."""
        return self._held.total()

    def end(self) -> None:
        """End every stream at once, and begin none: the process is about to end. Readers come back to another one."""
        self._ended = True
        for followed in self._logs.values():
            for stream in followed.streams:
                stream.end()

    @asynccontextmanager
    async def join(self, actor: Actor, credentials: Credentials, *, since: str | None) -> AsyncIterator[Stream]:
        """Hold a stream for the block. It goes on from `since`, the last position its reader was told, if there is."""
        if self._ended or self.held >= STREAMS:
            raise Unavailable()
        if self._held[actor.account_id] >= STREAMS_OF_ONE:
            raise TooManyStreams(retry_after_seconds=int(HEARTBEAT_SECONDS))
        self._bell.listen(self._hear)
        stream = Stream(actor, credentials)
        if (followed := self._logs.get(actor.organization_id)) is None:
            followed = self._logs[actor.organization_id] = _Log(self, actor.organization_id)
        followed.holders += 1
        self._held[actor.account_id] += 1
        OPEN_STREAMS.inc()
        try:
            await followed.join(stream, since)
            yield stream
        finally:
            OPEN_STREAMS.dec()
            self._held.subtract((actor.account_id,))
            if self._held[actor.account_id] == 0:
                del self._held[actor.account_id]
            followed.streams.discard(stream)
            followed.holders -= 1
            if followed.holders == 0:
                followed.stop()
                del self._logs[actor.organization_id]

    async def follow(self, stream: Stream, permission: str) -> AsyncIterator[Told]:
        """What a stream is told, as long as its holder may: what changed, and at each heartbeat how far the log is."""
        clock = asyncio.get_running_loop().time
        checked = clock()
        while not stream.ended:
            yield stream.take()
            await stream.wait(HEARTBEAT_SECONDS)
            if stream.suspected or clock() - checked >= HEARTBEAT_SECONDS:
                checked = clock()
                if not await self._still_may(stream, permission):
                    return

    async def _still_may(self, stream: Stream, permission: str) -> bool:
        try:
            async with self.pool.acquire() as connection:
                stream.actor = await self._authenticate(cast(asyncpg.Connection, connection), stream.credentials)
        except Unauthenticated:
            return False
        except Exception as error:
            if not is_outage(error):
                raise
            return True  # nothing new can be read either; asked again at the next heartbeat
        stream.suspected = False
        return stream.actor.may(permission)

    def _hear(self, organization_id: OrganizationId | None) -> None:
        for one, followed in self._logs.items():
            if organization_id in (None, one):
                followed.wake.set()


class _Log:
    """One organization's change log, as long as somebody here follows it."""

    def __init__(self, live: Live, organization_id: OrganizationId) -> None:
        self.holders = 0
        self.streams: set[Stream] = set()
        self.wake = asyncio.Event()
        self._live = live
        self._organization_id = organization_id
        self._position: Position | None = None
        self._one_at_a_time = asyncio.Lock()
        self._task = asyncio.create_task(self._follow(), name="change log")

    def stop(self) -> None:
        self._task.cancel()

    async def join(self, stream: Stream, since: str | None) -> None:
        """Add a stream that has been told everything up to where this log is now."""
        async with self._one_at_a_time:
            here = await self._advance()
            if since is None:
                stream.position = str(here)
            elif (before := read_position(since)) is None:
                stream.tell(Found(here, everything=True), self._live.permissions)
            else:
                found = await self._look(before, until=here)
                stream.tell(Found(here, found.everything, found.changes), self._live.permissions)
            self.streams.add(stream)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self.wake.wait()
            self.wake.clear()
            try:
                async with self._one_at_a_time:
                    await self._advance()
                await asyncio.sleep(GATHER_SECONDS)
            except Exception as error:
                if not is_outage(error):  # streams go on when it is over, whatever it was; the log tells its kind only
                    log.exception("the change log cannot be followed")
                self.wake.set()
                await asyncio.sleep(LOST_SECONDS)

    async def _advance(self) -> Position:
        """Look what is new, and tell every stream."""
        found = await self._look(self._position or NOWHERE)
        self._position = found.position
        for stream in self.streams:
            stream.tell(found, self._live.permissions)
        return found.position

    async def _look(self, since: Position, *, until: Position | None = None) -> Found:
        live, organization_id = self._live, self._organization_id
        async with live.pool.acquire() as connection:
            row = await connection.fetchrow(
                in_tenant(_SINCE, "$1"),
                organization_id,
                since.era,
                since.snapshot,
                until and until.snapshot,
                live.columns,
            )
        assert row is not None
        rows = json.loads(row["found"])
        return Found(
            position=Position(row["era"], row["snapshot"]),
            everything=since.era != row["era"] or len(rows) > MOST_ROWS,
            changes=frozenset(
                Change(live.followed[table].kind, about and UUID(about)) for table, about in rows[:MOST_ROWS]
            ),
        )
