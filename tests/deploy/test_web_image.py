"""The image of the web app: its start script, its nginx configuration and its health check run as they are written."""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.deploy.container import REPOSITORY, Container, Running, needs_namespaces, stages

pytestmark = pytest.mark.timeout(300)

STAGES = stages("web")
IMAGE = STAGES["image"]
GIVEN = {"HANDRAIL_API_BASE_URL": "https://care.example.org", "HANDRAIL_ORGANIZATION": "riverside"}
NGINX_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PROBE = """
import http.client, json, sys
said = []
for method, path, headers in json.loads(sys.argv[1]):
    connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    said.append([answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().hex()])
print(json.dumps(said))
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The image around the web app that `make check` has built; what is compressed, is so by the image's own step."""
    needs_namespaces()
    if not (REPOSITORY / "frontend/dist/index.html").exists():
        pytest.skip("the web app is not built: make check")
    build = Container(tmp_path_factory.mktemp("build"))
    shutil.copytree(REPOSITORY / "frontend/dist", build.place("/opt/build/dist"))
    build.build(STAGES["build"], {}, without=["npm ci", "npm run"])
    image = Container(tmp_path_factory.mktemp("image"))
    image.build(IMAGE, {"build": build}, without=["apt-get"])
    return image


@pytest.fixture(scope="module")
def running(built: Container, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin") or not NGINX_MODULE.exists():
        pytest.skip("nginx is not installed (Debian: apt install nginx libnginx-mod-http-brotli-static)")
    log = tmp_path_factory.mktemp("log") / "log"
    with built.running([*IMAGE.entrypoint, *IMAGE.command], IMAGE, GIVEN, log) as running:
        running.wait_until_healthy(IMAGE.healthcheck)
        yield running
    assert "emerg" not in log.read_text()


def ask(running: Running, *requests: tuple[str, str, dict[str, str]]) -> list[Answer]:
    probed = running.enter(["python3", "-c", PROBE, json.dumps(requests)])
    assert probed.returncode == 0, probed.stderr
    answers: list[Any] = json.loads(probed.stdout)
    return [Answer(status, headers, bytes.fromhex(body)) for status, headers, body in answers]


def get(running: Running, path: str, **headers: str) -> Answer:
    return ask(running, ("GET", path, {name.replace("_", "-"): value for name, value in headers.items()}))[0]


def assets(built: Container) -> list[str]:
    return sorted(path.name for path in built.place("/opt/handrail/web/www/assets").iterdir())


def test_every_answer_carries_the_security_headers(running: Running, built: Container) -> None:
    script = next(name for name in assets(built) if name.endswith(".js"))
    paths = [
        "/",
        "/index.html",
        "/config.json",
        "/theme.js",
        "/participants/x",
        "/me/",
        f"/assets/{script}",
        "/assets/gone.js",
        "/api/v1/x",
    ]
    for path, answer in zip(paths, ask(running, *[("GET", path, {}) for path in paths]), strict=True):
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src 'self';" in policy, path
        assert "connect-src 'self' https://care.example.org;" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["strict-transport-security"] == "max-age=31536000", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["server"] == "nginx", f"{path} tells the version"


def test_hashed_files_stay_and_the_rest_is_asked_for_again(running: Running, built: Container) -> None:
    script = next(name for name in assets(built) if name.endswith(".js"))
    assert "immutable" in get(running, f"/assets/{script}").headers["cache-control"]
    for path in ("/", "/index.html", "/config.json", "/participants", "/me/", "/me"):
        assert get(running, path).headers["cache-control"] == "no-store", path
    assert get(running, "/theme.js").headers["cache-control"] == "no-cache"


def test_screens_are_the_app_s_page_and_missing_files_are_not(running: Running, built: Container) -> None:
    page = built.place("/opt/handrail/web/www/index.html").read_bytes()
    assert get(running, "/participants/0190").body == page
    assert get(running, "/participants/0190").headers["content-type"] == "text/html; charset=utf-8"
    own = built.place("/opt/handrail/web/www/participant/index.html").read_bytes()
    assert get(running, "/me/").body == own
    assert own != page
    assert get(running, "/assets/gone.js").status == 404
    assert get(running, "/api/v1/auth/me").status == 404
    assert ask(running, ("POST", "/participants", {}))[0].status == 403


def test_config_is_made_from_the_environment(running: Running) -> None:
    answer = get(running, "/config.json")
    assert json.loads(answer.body) == {"apiBaseUrl": "https://care.example.org", "organization": "riverside"}
    assert answer.headers["content-type"].startswith("application/json")


def test_files_were_compressed_beforehand(running: Running, built: Container) -> None:
    script = max(
        (path for path in built.place("/opt/handrail/web/www/assets").glob("*.js")),
        key=lambda path: path.stat().st_size,
    )
    plain = get(running, f"/assets/{script.name}")
    zipped = get(running, f"/assets/{script.name}", Accept_Encoding="gzip")
    brotli = get(running, f"/assets/{script.name}", Accept_Encoding="gzip, br")
    assert plain.body == gzip.decompress(zipped.body) == script.read_bytes()
    assert (zipped.headers["content-encoding"], brotli.headers["content-encoding"]) == ("gzip", "br")
    assert len(brotli.body) < len(zipped.body) < len(plain.body) / 2
    assert brotli.headers["cache-control"] == plain.headers["cache-control"]


def test_the_build_s_own_files_are_not_served(built: Container) -> None:
    names = {path.name for path in built.place("/opt/handrail/web/www").iterdir()}
    assert not names & {".vite", ".ready", "config.json", "config.json.br"}


def test_the_file_system_is_read_only(running: Running) -> None:
    writing = running.enter(["/bin/sh", "-c", "touch /opt/handrail/web/www/x || touch /etc/nginx/x"])
    assert writing.stderr.count("Read-only file system") == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HANDRAIL_API_BASE_URL", ""),
        ("HANDRAIL_API_BASE_URL", "care.example.org"),
        ("HANDRAIL_API_BASE_URL", "https://care.example.org/api"),
        ("HANDRAIL_API_BASE_URL", "https://care.example.org; script-src *"),
        ("HANDRAIL_API_BASE_URL", "https://care.example.org\nhttps://elsewhere.example"),
        ("HANDRAIL_API_BASE_URL", 'https://a"; } #'),
        ("HANDRAIL_ORGANIZATION", 'riverside", "x": "y'),
        ("HANDRAIL_ORGANIZATION", "riverside\nx"),
    ],
)
def test_a_value_that_could_change_the_policy_is_refused(built: Container, name: str, value: str) -> None:
    refused = built.run(IMAGE.entrypoint, IMAGE, {**GIVEN, name: value})
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{name} is not a ")
    assert refused.stderr.count("\n") == 1


def test_node_is_the_one_that_everybody_builds_with() -> None:
    lock = (REPOSITORY / "requirements-dev.lock").read_text()
    version = STAGES["build"].base.removeprefix("node:").removesuffix("-trixie-slim")
    assert f"\nnodejs-wheel=={version} " in lock, "docker/web.Dockerfile builds with another Node.js: change its tag"


@pytest.mark.images
def test_the_whole_web_app_builds_from_the_lock_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    needs_namespaces()
    build = Container(tmp_path_factory.mktemp("build"))
    build.build(STAGES["build"], {})
    image = Container(tmp_path_factory.mktemp("image"))
    image.build(IMAGE, {"build": build}, without=["apt-get"])
    assert image.place("/opt/handrail/web/www/index.html").exists()
    assert not image.place("/opt/handrail/web/www/node_modules").exists()
