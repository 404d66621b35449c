"""Interleaved rounds: every cell once a round, in an order drawn anew, so that what disturbs one disturbs all alike."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from random import Random
from statistics import median
from typing import Any

import asyncpg
import httpx

from bench import pgbench, requests, seed
from bench.load import Load
from bench.places import Bench, Place
from bench.processes import Figures, Served, bare, drive, product
from bench.requests import Session

CLIENTS = (1, 8, 32)
SCALE_CLIENTS = (1, 8)


@dataclass(frozen=True)
class Timing:
    """How long everything takes."""

    rounds: int
    seconds: float
    warm_up: float


@dataclass(frozen=True)
class Cell:
    """One thing to measure: a name, how many clients, and how to run it once."""

    name: str
    clients: int
    run: Callable[[], Figures]


@dataclass
class Table:
    """What the rounds gave; medians."""

    runs: dict[tuple[str, int], list[Figures]] = field(default_factory=dict)

    def add(self, cell: Cell, figures: Figures) -> None:
        self.runs.setdefault((cell.name, cell.clients), []).append(figures)

    def of(self, name: str, clients: int) -> Figures | None:
        runs = self.runs.get((name, clients))
        if not runs:
            return None
        middle: dict[str, Any] = {
            one.name: median(getattr(run, one.name) for run in runs)
            for one in fields(Figures)
            if one.name not in ("statuses", "bytes")
        }
        return Figures(**middle, bytes=runs[-1].bytes, statuses=runs[-1].statuses)

    def ratio(self, name: str, to: str, clients: int) -> tuple[float, float, float] | None:
        """Return the median, lowest and highest ratio of rates within a round."""
        one, other = self.runs.get((name, clients), []), self.runs.get((to, clients), [])
        ratios = [a.rate / b.rate for a, b in zip(one, other, strict=False) if b.rate]
        return (median(ratios), min(ratios), max(ratios)) if ratios else None


class Rounds:
    """The servers of a run and the cells over them."""

    def __init__(self, bench: Bench, large: Place, small: Place, timing: Timing, clients: Sequence[int]) -> None:
        self.bench, self.large, self.small, self.timing, self.clients = bench, large, small, timing, clients
        self.table = Table()

    @contextmanager
    def open(self) -> Iterator["Rounds"]:
        """Start the product over both places and the bare routes beside it."""
        with ExitStack() as stack:
            self._product = stack.enter_context(product(self.large))
            self._product_small = stack.enter_context(product(self.small))
            asyncio.run(self._learn())
            self._bare = stack.enter_context(bare(self.large, self._week_bytes))
            yield self

    async def _learn(self) -> None:
        async def connected(place: Place, ask: Callable[[asyncpg.Connection], Any]) -> Any:
            connection = await asyncpg.connect(place.superuser)
            try:
                return await ask(connection)
            finally:
                await connection.close()

        self._to_read: list[Session] = await connected(self.large, requests.sessions_to_read)
        self._to_read_small: list[Session] = await connected(self.small, requests.sessions_to_read)
        self._to_mark: list[Session] = await connected(
            self.large, lambda connection: requests.sessions_to_mark(connection, self.large)
        )
        self._etags, self._week_bytes = await _etags(self._product)
        self._scripts: dict[str, str] = {}
        if pgbench.program() is None:
            print("pgbench not found: apt-get install postgresql-contrib. Its rows are left out.")
            return
        self._scripts = await pgbench.prepare_reads(self.large, self._to_read)
        self._scripts["mark"] = await pgbench.prepare_marks(self.large, self._to_mark)

    def run(self, only: list[str] | None) -> Table:
        order = Random(1)
        cells = [cell for cell in self._cells() if only is None or any(word in cell.name for word in only)]
        for number in range(self.timing.rounds):
            order.shuffle(cells)
            asyncio.run(pgbench.tidy(self.large))
            for cell in cells:
                self.table.add(cell, cell.run())
            print(f"round {number + 1} of {self.timing.rounds}", flush=True)
        asyncio.run(pgbench.forget_marks(self.large, self._to_mark))
        return self.table

    def _cells(self) -> Iterator[Cell]:
        for clients in self.clients:
            yield self._cell("week", clients, self._product, requests.weeks(clients))
            yield self._cell("week, bare", clients, self._bare, requests.bare_weeks(clients))
            yield self._cell("week, not modified", clients, self._product, requests.weeks(clients, self._etags))
            yield self._cell("ready bytes", clients, self._bare, requests.ready_bytes(clients))
            yield self._cell("roster", clients, self._product, requests.rosters(self._to_read, clients))
            yield self._cell("roster, bare", clients, self._bare, requests.bare_rosters(self._to_read, clients))
            yield self._marking(clients)
            if self._scripts:
                yield self._pgbench("week", clients)
                yield self._pgbench("roster", clients)
                yield self._pgbench_marking(clients)
        for clients in set(SCALE_CLIENTS) & set(self.clients):
            yield self._cell("week, 1/100", clients, self._product_small, requests.weeks(clients))
            yield self._cell(
                "roster, 1/100", clients, self._product_small, requests.rosters(self._to_read_small, clients)
            )

    def _cell(self, name: str, clients: int, served: Served, asked: list[list[bytes]]) -> Cell:
        return Cell(name, clients, lambda: self._drive(served, asked))

    def _drive(self, served: Served, asked: list[list[bytes]], *, once: bool = False) -> Figures:
        timing = self.timing
        figures = drive(self.bench, served, Load(served.port, asked, timing.seconds, timing.warm_up, once))
        if set(figures.statuses) - {"200", "304"}:
            raise RuntimeError(f"{served.name} answered {figures.statuses}")
        return figures

    def _marking(self, clients: int) -> Cell:
        def run() -> Figures:
            asyncio.run(pgbench.forget_marks(self.large, self._to_mark))
            return self._drive(self._product, requests.marks(self._to_mark, clients), once=True)

        return Cell("mark 10", clients, run)

    def _pgbench(self, name: str, clients: int) -> Cell:
        return Cell(
            f"{name}, pgbench",
            clients,
            lambda: pgbench.run(
                self.bench, self.large.superuser, self._scripts[name], clients=clients, seconds=self.timing.seconds
            ),
        )

    def _pgbench_marking(self, clients: int) -> Cell:
        share = min(len(self._to_mark) // clients, int(600 * self.timing.seconds))

        def run() -> Figures:
            asyncio.run(pgbench.forget_marks(self.large, self._to_mark))
            return pgbench.run(
                self.bench,
                self.large.urls.app,
                self._scripts["mark"],
                clients=clients,
                seconds=self.timing.seconds,
                share=share,
            )

        return Cell("mark 10, pgbench", clients, run)


async def _etags(served: Served) -> tuple[dict[tuple[int, int, str], str], int]:
    """Ask for every week once, as everybody, and return the versions and the size of a body."""
    found: dict[tuple[int, int, str], str] = {}
    size = 0
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{served.port}", timeout=30) as client:
        for asker in map(requests.Asker, range(seed.READERS * seed.ACCOUNTS)):
            credentials = f"{seed.organization_id(asker.organization)}.{seed.token(asker.organization, asker.account)}"
            for w in range(seed.RECENT_WEEKS):
                day = str(seed.LAST_WEEK - timedelta(weeks=w))
                answer = await client.get(
                    "/api/v1/week", params={"starts_on": day}, headers={"Authorization": f"Bearer {credentials}"}
                )
                assert answer.status_code == 200, answer.text
                assert len(answer.json()["sessions"]) == seed.A_WEEK
                found[asker.organization, asker.account, day] = answer.headers["etag"]
                size = len(answer.content)
    return found, size
