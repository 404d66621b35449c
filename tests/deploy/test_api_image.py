"""The image of API and worker: what its Dockerfile and compose.yaml say is run as they say it."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.deploy.container import COMPOSE, REPOSITORY, SECONDS, Container, Stage, needs_namespaces, stages
from tests.deploy.relay import Relay, relaying
from tests.support.clinic import Clinic
from tests.support.cluster import TestServer

from handrail.core.audit_sink import FILE_NAME
from handrail.core.cluster import Urls
from handrail.core.keyring import new_key
from handrail.core.vocabulary import Role

pytestmark = pytest.mark.timeout(300)

STAGES = stages("api")
IMAGE = STAGES["image"]
KEYRING = new_key("tests")
PUBLIC_URL = "https://care.example.org"
CHECK_FOLDER = (
    "import sys, pathlib; from handrail.reporting.downtime_service import check_folder;"
    "check_folder(pathlib.Path(sys.argv[1]))"
)


def command_of(service: str) -> list[str]:
    """What compose.yaml runs, with the defaults of its variables."""
    words = COMPOSE["services"][service].get("command", IMAGE.command)
    return [*IMAGE.entrypoint, *(re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", word) for word in words)]


def volumes_of(service: str) -> list[str]:
    return [mount.rsplit(":", 1)[1] for mount in COMPOSE["services"][service].get("volumes", [])]


def environment_of(service: str) -> dict[str, str]:
    given: dict[str, str] = COMPOSE["services"][service].get("environment", {})
    values = {name: re.sub(r"\$\{HANDRAIL_PUBLIC_URL[^}]*\}", PUBLIC_URL, value) for name, value in given.items()}
    return {name: re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", value) for name, value in values.items()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The image without its own environment: the suite's stands for it, which comes from the same hashes."""
    needs_namespaces()
    build = Container(tmp_path_factory.mktemp("build"))
    (build.place("/opt/handrail")).mkdir()
    (build.place("/opt/handrail/.venv")).symlink_to(REPOSITORY / ".venv")
    build.build(STAGES["build"], {}, without=["python -m venv"])
    image = Container(tmp_path_factory.mktemp("image"))
    image.build(IMAGE, {"build": build})
    return image


@pytest.fixture
def container(built: Container, urls: Urls, test_server: TestServer) -> Iterator[Container]:
    """The image beside the worker's database, whose secrets are where compose.yaml puts them."""
    secrets = {
        "handrail_database_url": urls.app,
        "handrail_auditor_database_url": urls.auditor,
        "handrail_maintenance_database_url": urls.maintenance,
        "handrail_owner_database_url": urls.owner,
        "handrail_metrics_token": "token of the tests",
        "handrail_keyring": KEYRING,
    }
    for name, value in secrets.items():
        inside = value
        if value.startswith("postgresql:"):
            parts = urlsplit(value)
            inside = f"postgresql://{parts.netloc}{parts.path}?host=/run/postgresql&port=5432"
        built.place(f"/run/secrets/{name}").write_text(inside)
    query = parse_qs(urlsplit(urls.app).query)
    socket = Path(query["host"][0]) / f".s.PGSQL.{query['port'][0]}"
    path = built.place("/run/postgresql/.s.PGSQL.5432")
    path.unlink(missing_ok=True)
    with relaying(Relay(socket, path=path)):
        yield built


def ask(path: str, *headers: str) -> list[str]:
    """A command that asks the API from inside and prints status and body."""
    code = (
        "import sys, urllib.request, urllib.error\n"
        "request = urllib.request.Request('http://127.0.0.1:8000' + sys.argv[1])\n"
        "[request.add_header(*one.split(': ', 1)) for one in sys.argv[2:]]\n"
        "try: answer = urllib.request.urlopen(request, timeout=10)\n"
        "except urllib.error.HTTPError as error: answer = error\n"
        "print(answer.status, answer.read().decode())"
    )
    return ["python", "-c", code, path, *headers]


def test_the_api_starts_and_its_health_check_answers(container: Container, tmp_path: Path) -> None:
    with container.running(command_of("api"), IMAGE, environment_of("api"), tmp_path / "log") as running:
        running.wait_until_healthy(IMAGE.healthcheck)
        me = running.enter(ask("/api/v1/auth/me"))
        assert me.stdout.startswith("401 "), me
        refused = running.enter(ask("/metrics"))
        assert refused.stdout.startswith("403 "), "loopback inside the container needs the token too"
        shown = running.enter(ask("/metrics", "Authorization: Bearer token of the tests"))
        assert "handrail_request_seconds" in shown.stdout
        writing = running.enter(["/bin/sh", "-c", "touch /opt/handrail/x || touch /etc/x || touch /run/secrets/x"])
        assert writing.returncode != 0
        assert writing.stderr.count("Read-only file system") == 3
        running.process.terminate()
        assert running.process.wait(20) in (0, 143)
    assert "Traceback" not in (tmp_path / "log").read_text()


async def test_the_worker_starts_and_writes_what_is_kept_outside(
    container: Container, clinic: Clinic, tmp_path: Path
) -> None:
    """Heads of the audit and downtime rosters reach the volumes of compose.yaml, and nothing else can be written."""
    check = COMPOSE["services"]["worker"]["healthcheck"]["test"][1:]
    given = environment_of("worker")
    heads = container.place(given["HANDRAIL_AUDIT_SINK"]) / FILE_NAME
    front_desk = await clinic.client(Role.FRONT_DESK)
    assert (await front_desk.get("/api/v1/participants")).status_code == 200  # an entry to seal
    image = replace(IMAGE, volumes=volumes_of("worker"))
    with container.running(command_of("worker"), image, given, tmp_path / "log") as running:
        running.wait_until_healthy(check)
        deadline = time.monotonic() + SECONDS
        while not (heads.exists() and str(clinic.organization_id) in heads.read_text()):
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()[-3000:]
            await asyncio.sleep(0.2)
        looked = running.enter(["python", "-c", CHECK_FOLDER, given["HANDRAIL_DOWNTIME_DIRECTORY"]])
        assert looked.returncode == 0, looked.stderr
        beside = running.enter(["touch", str(Path(given["HANDRAIL_AUDIT_SINK"]).parent / "x")])
        assert "Read-only file system" in beside.stderr
    assert heads.stat().st_mode & 0o077 == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_migrate_runs_with_the_owner_s_secret_only(container: Container) -> None:
    given = [name for name in COMPOSE["services"]["migrate"]["secrets"] if name.startswith("handrail_")]
    assert given == ["handrail_owner_database_url"]
    for name in container.place("/run/secrets").iterdir():
        if name.name not in given:
            name.unlink()
    ended = container.run(command_of("migrate"), IMAGE, environment_of("migrate"))
    assert ended.returncode == 0, ended
    assert "The schema is at revision" in ended.stdout


def test_without_the_database_the_health_check_fails(built: Container, tmp_path: Path) -> None:
    alone = Stage("", folder="/opt/handrail", user=IMAGE.user, environment=IMAGE.environment)
    asked = built.run(IMAGE.healthcheck, alone)
    assert asked.returncode == 1
    assert "nothing answers on port 8000" in asked.stderr


def test_the_image_brings_what_the_lock_file_names(built: Container) -> None:
    """Nothing else is copied in: no test, no tool, no secret, no history."""
    names = {path.name for path in built.place("/opt/handrail").iterdir()}
    assert names == {".venv", "backend", "migrations", "requirements.lock"}


@pytest.mark.images
def test_the_whole_image_builds_from_the_lock_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    needs_namespaces()
    build = Container(tmp_path_factory.mktemp("build"))
    build.build(STAGES["build"], {})
    image = Container(tmp_path_factory.mktemp("image"))
    image.build(IMAGE, {"build": build})
    helped = image.run([*IMAGE.entrypoint, "--help"], IMAGE)
    assert helped.returncode == 0, helped
    assert "Serve the API" in helped.stdout
