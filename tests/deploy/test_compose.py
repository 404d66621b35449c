"""compose.yaml gives no service more than it needs, and the Dockerfiles are pinned and closed."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.deploy.container import COMPOSE, DOCKER, stages

from handrail.core.settings import Settings

SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IMAGES = ["api", "web"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_closed(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(place.startswith("/tmp:") for place in service["tmpfs"])
    assert service["pids_limit"] <= 256


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_environment(name: str) -> None:
    fields = Settings.model_fields.items()
    secret = {f"HANDRAIL_{field.upper()}" for field, info in fields if "Secret" in str(info.annotation)}
    environment = SERVICES[name].get("environment", {})
    assert not secret & set(environment)
    assert not [key for key in environment if "PASSWORD" in key and not key.endswith("_FILE")]


def test_services_start_in_order_and_only_when_the_one_before_is_well() -> None:
    waits = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    healthy = {"condition": "service_healthy"}
    migrated = {"condition": "service_completed_successfully"}
    assert waits == {
        "postgres": {},
        "migrate": {"postgres": healthy},
        "api": {"postgres": healthy, "migrate": migrated},
        "worker": {"postgres": healthy, "migrate": migrated},
        "web": {"api": healthy},
    }
    assert SERVICES["migrate"]["restart"] == "no"


def test_nothing_is_published_beyond_this_machine() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == ["data"]


def test_only_the_migration_holds_the_owner_s_password() -> None:
    holders = [
        name for name, service in SERVICES.items() if "handrail_owner_database_url" in service.get("secrets", [])
    ]
    assert holders == ["migrate"]


def test_the_worker_keeps_what_must_outlive_the_server_on_volumes_of_its_own_account() -> None:
    worker = SERVICES["worker"]
    folders = {worker["environment"][name] for name in ("HANDRAIL_AUDIT_SINK", "HANDRAIL_DOWNTIME_DIRECTORY")}
    mounts = dict(reversed(mount.rsplit(":", 1)) for mount in worker["volumes"])
    assert len(folders) == 2
    assert set(mounts) == folders, "each is a volume that can be written, and there is no other"
    defaults = {re.fullmatch(r"\$\{[A-Z_]+:-([a-z-]+)\}", source)[1] for source in mounts.values()}  # type: ignore[index]
    assert defaults <= set(COMPOSE["volumes"])
    assert [name for name, service in SERVICES.items() if "volumes" in service] == ["postgres", "worker"]

    built, shipped = stages("api")["build"], stages("api")["image"]
    (given,) = [value.split() for kind, value in shipped.steps if kind == "COPY" and "--chown" in value]
    assert f"--chown={shipped.user}" in given
    assert all(Path(folder).is_relative_to(given[-1]) for folder in folders)
    (made,) = [value.split() for kind, value in built.steps if kind == "RUN" and value.startswith("install -d")]
    assert made[2:4] == ["-m", "0750"], "rosters are not written into a folder that is open to others"
    assert set(made[4:]) == folders


def test_every_variable_of_compose_is_in_the_example() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (DOCKER / "compose.yaml").read_text())) - {"HANDRAIL_VERSION"}
    assert used == set(re.findall(r"^([A-Z_]+)=", (DOCKER / "example.env").read_text(), re.MULTILINE))


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_is_pinned_and_is_not_root_s(image: str) -> None:
    for stage in stages(image).values():
        assert re.fullmatch(r"(python|node|debian):[\w.]*\d?[\w.-]*-slim(-trixie)?", stage.base), stage.base
    shipped = stages(image)["image"]
    assert int(shipped.user.partition(":")[0]) > 10_000
    assert shipped.healthcheck
    assert shipped.entrypoint
