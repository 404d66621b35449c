"""docs/operating.md is true: settings, metrics, nginx example, commands and links are those of the code."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.deploy.container import COMPOSE, REPOSITORY, needs_openssl
from tests.support.live_server import free_port

from handrail.core.settings import Settings

DOCUMENT = REPOSITORY / "docs" / "operating.md"
TEXT = DOCUMENT.read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def test_the_table_of_settings_is_current() -> None:
    command = [sys.executable, "scripts/settings_table.py", "--check"]
    checked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=100, check=False)
    assert checked.returncode == 0, checked.stderr


def test_every_variable_it_names_exists() -> None:
    named = {name.lower() for name in re.findall(r"`HANDRAIL_([A-Z_]+)", TEXT)}
    assert named - {"secrets_dir"} == set(Settings.model_fields)


async def test_every_metric_it_names_is_exported(app: FastAPI) -> None:
    """Asked for as a scraper asks, after a request, so that every kind has a sample."""
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="https://test") as client:
        assert (await client.get("/api/v1/auth/me")).status_code == 401
        exported = set(re.findall(r"^# TYPE (\S+) ", (await client.get("/metrics")).text, re.MULTILINE))
    named = set(re.findall(r"`((?:handrail|process)_[a-z_]+)`", TEXT)) - set(re.findall(r"`(handrail_\w+_url)`", TEXT))
    named -= {"handrail_owner", "handrail_app", "handrail_auditor", "handrail_maintenance"}
    assert {name for name in named if name.startswith("handrail_")} >= {
        name for name in exported if name.startswith("handrail_") and not name.endswith("_created")
    }, "a metric is exported that docs/operating.md does not explain"
    missing = named - exported
    if sys.platform != "linux":
        missing = {name for name in missing if not name.startswith("process_")}
    assert not missing


def test_the_nginx_example_is_one_that_nginx_takes(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not installed (Debian: apt install nginx)")
    needs_openssl()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    making += ["-subj", "/CN=care.example.org", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(making, check=True, capture_output=True, timeout=60)
    (example,) = blocks("nginx")
    example = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {certificate};", example)
    example = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", example)
    # Testing a configuration opens its sockets: on ports that an ordinary user may open.
    example = example.replace("listen 443 ssl", f"listen 127.0.0.1:{free_port()} ssl")
    example = example.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}\n{example}}}\n")
    tested = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-c", whole], capture_output=True, text=True, timeout=60, check=False
    )
    assert tested.returncode == 0, tested.stderr


def test_the_proxy_leads_to_the_published_ports_and_hides_the_rest() -> None:
    (example,) = blocks("nginx")
    published = {port.rpartition(":")[0] for name in ("api", "web") for port in COMPOSE["services"][name]["ports"]}
    assert set(re.findall(r"proxy_pass http://(\S+);", example)) == published
    assert set(re.findall(r"location (?:= )?(\S+) ", example)) == {"/api/", "/api/v1/events", "/ical/", "/"}


def test_the_proxy_speaks_http_2() -> None:
    """Over HTTP/1.1 a page is some forty files on six connections: on a phone's line a second or two longer."""
    (example,) = blocks("nginx")
    assert re.findall(r"listen 443 (.*);", example) == ["ssl http2"]


def test_every_file_it_names_is_there() -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", TEXT))
    assert [name for name in linked if not (DOCUMENT.parent / name).exists()] == []
    named = set(re.findall(r"(?:^|[\s`=])(docker/[\w./*-]+)", TEXT)) - {"docker/secrets", "docker/.env"}
    assert named
    assert [name for name in named if not list(REPOSITORY.glob(name))] == []


def test_its_commands_name_services_and_units_that_exist() -> None:
    units = {path.stem for path in (REPOSITORY / "docker/systemd").glob("*.service")}
    commands = "\n".join(blocks("sh"))
    assert set(re.findall(r"\bhandrail-(?:api|worker|migrate)\b", commands)) == units
    assert set(re.findall(r"run --rm (\w+)", TEXT)) <= set(COMPOSE["services"])


def test_the_install_commands_are_those_of_the_image() -> None:
    """A shell takes every block, and pip is asked for the same guarantees."""
    for block in blocks("sh"):
        parsed = subprocess.run(["sh", "-n", "-c", block], capture_output=True, text=True, timeout=60, check=False)
        assert parsed.returncode == 0, parsed.stderr
    image = (REPOSITORY / "docker/api.Dockerfile").read_text()
    for option in ("--require-hashes", "--no-deps", "--only-binary :all:", "--without-pip"):
        assert option in TEXT
        assert option in image
