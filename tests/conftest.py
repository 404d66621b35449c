"""Fixtures of every test.

- `clinic`: an organization of the test's own. `await clinic.client(Role.THERAPIST)` speaks to the API as a new
  person with that role; `clinic.db()` is a transaction of the organization; `clinic.sql(...)` sees everything.
- `other_clinic`: a second organization, to prove that nothing crosses.
- `app`: the service, open for the whole run of a worker. `urls`: the four roles of the worker's database.
- `live_server`: the same service in a process of its own, for browsers and sockets.
- `figures`: how much a test of faults does, and where it tells what it saw.

Every test commits for real. Nothing is rolled back: that would hide what other connections must see.
"""

from __future__ import annotations

import base64
import gc
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
from tests.support.cluster import Address, ServerOwner, TestServer, ask
from tests.support.figures import figures, pytest_terminal_summary
from tests.support.live_server import LiveServer, run_live_server

if TYPE_CHECKING:  # tests of rules start without the whole service
    from fastapi import FastAPI
    from tests.support.clinic import Clinic

    from handrail.core.cluster import Urls
    from handrail.core.settings import Settings

__all__ = ["figures", "pytest_terminal_summary"]

KEYRING = "tests:" + base64.b64encode(secrets.token_bytes(32)).decode()
OWNER = pytest.StashKey[ServerOwner]()
ADDRESS = pytest.StashKey[Address]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Small counts in the suite, full counts by `make fault`."""
    parser.addoption("--fault-rounds", type=int, default=20, help="kills per fault test; 200 is the full count of all")
    parser.addoption("--images", action="store_true", help="build whole images, minutes and the registries included")


def pytest_configure(config: pytest.Config) -> None:
    """Own the server, or under xdist know who does. The operator's own settings never reach a test."""
    gc.disable()  # until everything is loaded: pytest_collection_finish
    for name in [name for name in os.environ if name.startswith("HANDRAIL_")]:
        del os.environ[name]
    os.environ["HANDRAIL_KEYRING"] = KEYRING  # every process that a test starts seals with it
    if not hasattr(config, "workerinput"):
        config.stash[OWNER] = ServerOwner()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the faults, which mostly wait while the rest is at work. Leave whole images to `make images`."""
    items.sort(key=lambda item: Path(__file__).with_name("fault") not in item.path.parents)
    if not config.getoption("--images"):
        for item in items:
            if item.get_closest_marker("images"):
                item.add_marker(pytest.mark.skip(reason="builds a whole image: make images"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looked through again and again it costs the suite a twentieth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where to ask."""
    stash = node.config.stash
    if ADDRESS not in stash:
        stash[ADDRESS] = stash[OWNER].listen()
    node.workerinput["server_path"] = stash[ADDRESS].path
    node.workerinput["server_key"] = stash[ADDRESS].key


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if OWNER in config.stash:
        config.stash[OWNER].stop()


@pytest.fixture(scope="session")
def test_server(pytestconfig: pytest.Config) -> TestServer:
    """The PostgreSQL of this run."""
    if OWNER in pytestconfig.stash:
        return pytestconfig.stash[OWNER].server()
    given = pytestconfig.workerinput  # type: ignore[attr-defined]
    return ask(Address(given["server_path"], given["server_key"]))


@pytest.fixture(scope="session")
async def urls(test_server: TestServer, pytestconfig: pytest.Config) -> Urls:
    """The four roles' URLs of this worker's own database."""
    worker: str = getattr(pytestconfig, "workerinput", {}).get("workerid", "main")
    return await test_server.make_copy(f"test_{worker}")


@pytest.fixture(scope="session")
def settings(urls: Urls) -> Settings:
    """Settings of the app under test: patient, for the suite shares a small machine."""
    from handrail.core.settings import Settings

    return Settings.model_validate(
        {
            "keyring": KEYRING,
            "database_url": urls.app,
            "owner_database_url": urls.owner,
            "auditor_database_url": urls.auditor,
            "maintenance_database_url": urls.maintenance,
            "statement_timeout_s": 20,
            "request_timeout_s": 30,
        }
    )


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The service, started; what it changes is watched."""
    from tests.support.logged import nothing_past_the_log

    from handrail.main import create_app

    app = create_app(settings)
    with nothing_past_the_log():
        async with app.router.lifespan_context(app):
            yield app


@pytest.fixture(scope="session")
async def maintenance(urls: Urls) -> AsyncIterator[asyncpg.Pool]:
    """Connections that see every organization."""
    async with asyncpg.create_pool(urls.maintenance, min_size=0, max_size=4) as pool:
        yield pool


@pytest.fixture
async def clinic(app: FastAPI, maintenance: asyncpg.Pool) -> AsyncIterator[Clinic]:
    """An organization of the test's own."""
    from tests.support.clinic import Clinic

    clinic = Clinic(app, maintenance)
    await clinic.open()
    yield clinic
    await clinic.close()


@pytest.fixture
async def other_clinic(app: FastAPI, maintenance: asyncpg.Pool) -> AsyncIterator[Clinic]:
    """Another organization in the same database."""
    from tests.support.clinic import Clinic

    clinic = Clinic(app, maintenance)
    await clinic.open()
    yield clinic
    await clinic.close()


@pytest.fixture(scope="session")
def live_server(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The service in a process of its own over this worker's database, as patient as `app`."""
    log: Path = tmp_path_factory.mktemp("live-server") / "log"
    patient = {"HANDRAIL_STATEMENT_TIMEOUT_S": "20", "HANDRAIL_REQUEST_TIMEOUT_S": "30"}
    with run_live_server(urls, log, patient) as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium to drive; `make test` has seen to one, else it is looked for and, if need be, installed."""
    if "CHROMIUM" in os.environ:
        return os.environ["CHROMIUM"]
    script = Path(__file__).parents[1] / "scripts" / "chromium.py"
    found = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, text=True)
    return found.stdout.strip()
