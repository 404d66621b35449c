"""Stands in for a container engine: runs what the Dockerfiles and compose.yaml say, as they say it.

A container's file system is this machine's, read-only, with a scratch folder's `opt`, `run` and `var/opt` and an empty
`/tmp` laid over it, and with its volumes, which can be written; its network is one of its own with nothing but
loopback. No rights of root are needed, only Linux's user namespaces. Base images are not at hand: this machine's own
Python, Node.js and nginx stand for theirs.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

REPOSITORY = Path(__file__).parents[2]
DOCKER = REPOSITORY / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SECONDS = 200  # a whole service starts, on a machine that may be busy with other tests

# Lays the scratch folder over the machine's own, closes the rest, and runs the command until it ends or is asked to.
ENTER = """
set -eu
mount --rbind "$SCRATCH/opt" /opt
mount --rbind "$SCRATCH/run" /run
mount --rbind "$SCRATCH/var/opt" /var/opt
for volume in $VOLUMES; do mount --bind "$volume" "$volume"; done
"$PYTHON_OUTSIDE" -c 'import fcntl,socket,struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 0x49))' 2>/dev/null || true
if [ "$FILE_SYSTEM" = read-only ]; then
  mount -o remount,bind,ro,nosuid,nodev /opt
  mount -o remount,bind,ro,nosuid,nodev /run
  mount -o remount,bind,ro,nosuid,nodev /var/opt
  mount -o remount,bind,ro /
fi
# A clone below /tmp stays in sight: its environment stands for the image's.
case "$REPOSITORY" in /tmp/*) mount --rbind "$REPOSITORY" /mnt;; esac
mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev tmp /tmp
case "$REPOSITORY" in /tmp/*) mkdir -p "$REPOSITORY"; mount --rbind /mnt "$REPOSITORY";; esac
unset SCRATCH VOLUMES REPOSITORY FILE_SYSTEM PYTHON_OUTSIDE
cd "$1"
shift
"$@" &
child=$!
trap 'kill -TERM $child' TERM
status=0
wait $child || status=$?
while kill -0 $child 2>/dev/null; do status=0; wait $child || status=$?; done
exit $status
"""


@dataclass
class Stage:
    """One stage of a Dockerfile: what is copied and run, in order, and what the image remembers."""

    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)
    volumes: list[str] = field(default_factory=list)
    """Where compose.yaml mounts new volumes into it."""


def stages(name: str) -> dict[str, Stage]:
    """The stages of docker/NAME.Dockerfile; the last one, which ships, is called `image`."""
    parser = DockerfileParser(fileobj=BytesIO((DOCKER / f"{name}.Dockerfile").read_bytes()))
    found: dict[str, Stage] = {}
    stage = Stage("")
    for step in parser.structure:
        instruction, value = step["instruction"], step["value"]
        if instruction == "FROM":
            base, _, alias = value.partition(" AS ")
            stage = found[alias or "image"] = Stage(base)
        elif instruction == "ENV":
            stage.environment |= dict(pair.split("=", 1) for pair in value.split())
        elif instruction == "WORKDIR":
            stage.folder = value
        elif instruction == "USER":
            stage.user = value
        elif instruction in ("ENTRYPOINT", "CMD"):
            setattr(stage, {"ENTRYPOINT": "entrypoint", "CMD": "command"}[instruction], json.loads(value))
        elif instruction == "HEALTHCHECK":
            stage.healthcheck = json.loads(value.partition(" CMD ")[2])
        if instruction in ("COPY", "RUN", "WORKDIR"):
            stage.steps.append((instruction, value))
    return found


def needs_namespaces() -> None:
    """Skip where an ordinary user may not have a mount and a network namespace."""
    tried = shutil.which("unshare") and subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "--net", "true"], capture_output=True, check=False
    )
    if not tried or tried.returncode != 0:
        pytest.skip("this system gives ordinary users no namespaces (unshare --user --mount --net)")


def needs_openssl() -> None:
    """Skip where docker/prepare.sh says that it needs openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (Debian: apt install openssl)")


@dataclass
class Container:
    """A scratch file system that a stage's commands run in."""

    scratch: Path
    given: dict[str, str] = field(default_factory=dict)
    """Account and group by the folder that was copied for them; the rest is root's."""

    def __post_init__(self) -> None:
        for name in ("opt", "run/secrets", "run/postgresql", "var/opt"):
            (self.scratch / name).mkdir(parents=True, exist_ok=True)

    def place(self, path: str) -> Path:
        """Where an absolute path of the container lies."""
        over = ("/opt/", "/run/", "/var/opt/")
        assert path.startswith(over), f"{path} is not below any of {over}, which are what the stand-in lays over"
        return self.scratch / path.lstrip("/")

    def copy(self, value: str, folder: str, earlier: Mapping[str, "Container"]) -> None:
        """Carry out a COPY as the builder does: of a folder its content, of files the files."""
        words = value.split()
        options = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
        source = earlier[options["from"]] if "from" in options else None
        *sources, target = words[len(options) :]
        target_path = target if target.startswith("/") else str(Path(folder) / target)
        if "chown" in options:
            self.given[target_path] = options["chown"]
        destination = self.place(target_path)
        for name in sources:
            path = source.place(name) if source else REPOSITORY / name
            if path.is_dir():
                ignored = shutil.ignore_patterns("node_modules", "dist", "__pycache__") if source is None else None
                shutil.copytree(path, destination, symlinks=True, dirs_exist_ok=True, ignore=ignored)
                continue
            into = destination / path.name if target.endswith("/") else destination
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, into)

    def build(self, stage: Stage, earlier: Mapping[str, "Container"], without: Sequence[str] = ()) -> None:
        """Carry out a stage's steps, except the RUNs that start with a word of `without`."""
        for instruction, value in stage.steps:
            if instruction == "WORKDIR":
                self.place(value).mkdir(parents=True, exist_ok=True)
            elif instruction == "COPY":
                self.copy(value, stage.folder, earlier)
            elif not value.startswith(tuple(without)):
                ran = self.run(["/bin/sh", "-c", value], stage, building=True, seconds=500)
                assert ran.returncode == 0, f"RUN {value}\n{ran.stdout}{ran.stderr}"

    def _as_account(self, arguments: Sequence[str], stage: Stage) -> list[str]:
        user, _, group = stage.user.partition(":")
        return ["unshare", "--user", f"--map-user={user}", f"--map-group={group or user}", *arguments]

    def _command(self, arguments: Sequence[str], stage: Stage, *, building: bool) -> list[str]:
        """The whole command line. What ships runs as its own account and without any right."""
        unshare = ["unshare", "--user", "--map-root-user", "--mount", *([] if building else ["--net"])]
        inner = arguments if building else self._as_account(arguments, stage)
        return [*unshare, "/bin/sh", "-c", ENTER, "sh", stage.folder, *inner]

    def _writable(self, stage: Stage) -> list[str]:
        """The volumes that the image's account may write: a new volume belongs to whom its folder in the image does."""
        own = [Path(path) for path, account in self.given.items() if account == stage.user]
        return [volume for volume in stage.volumes if any(Path(volume).is_relative_to(path) for path in own)]

    def _environment(self, stage: Stage, given: Mapping[str, str], *, building: bool) -> dict[str, str]:
        """The image's environment, with this machine's programs in the place of the base image's."""
        programs = str(Path(sys.executable).parent)
        path = stage.environment.get("PATH", "/usr/local/bin:/usr/bin:/bin")
        path = path.replace("/usr/local/bin", f"{programs}:/usr/local/bin") + ":/usr/sbin:/sbin"
        registries = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "npm_", "SSL_"))}
        return {
            **(registries if building else {}),
            "HOME": "/tmp",
            **stage.environment,
            **given,
            "PATH": path,
            "SCRATCH": str(self.scratch),
            "VOLUMES": " ".join(self._writable(stage)),
            "REPOSITORY": str(REPOSITORY),
            "FILE_SYSTEM": "writable" if building else "read-only",
            "PYTHON_OUTSIDE": sys.executable,
        }

    def run(
        self,
        arguments: Sequence[str],
        stage: Stage,
        environment: Mapping[str, str] | None = None,
        *,
        building: bool = False,
        seconds: float = SECONDS,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in a container of its own, to its end."""
        return subprocess.run(
            self._command(arguments, stage, building=building),
            env=self._environment(stage, environment or {}, building=building),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    @contextmanager
    def running(
        self, arguments: Sequence[str], stage: Stage, environment: Mapping[str, str], log: Path
    ) -> Iterator["Running"]:
        """A container that runs until the block ends."""
        with (
            log.open("wb") as output,
            subprocess.Popen(
                self._command(arguments, stage, building=False),
                env=self._environment(stage, environment, building=False),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            ) as process,
        ):
            try:
                yield Running(self, stage, process, environment, log)
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


@dataclass
class Running:
    """A running container, which more commands can enter."""

    container: Container
    stage: Stage
    process: "subprocess.Popen[bytes]"
    environment: Mapping[str, str]
    log: Path

    def enter(self, arguments: Sequence[str], seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as the container's account, to its end."""
        entering = ["nsenter", f"--target={self.process.pid}", "--user", "--mount", "--net", "--preserve-credentials"]
        return subprocess.run(
            [*entering, *self.container._as_account(arguments, self.stage)],
            env=self.container._environment(self.stage, self.environment, building=False),
            cwd="/",
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def wait_until_healthy(self, check: Sequence[str], seconds: float = SECONDS) -> None:
        """Repeat the health check as an engine does, until it passes."""
        deadline = time.monotonic() + seconds
        while (asked := self.enter(check)).returncode != 0:
            said = self.log.read_text()[-3000:]
            assert self.process.poll() is None, f"the container ended:\n{said}"
            assert time.monotonic() < deadline, f"not healthy: {asked.stdout}{asked.stderr}\n{said}"
            time.sleep(0.2)
