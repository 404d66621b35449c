"""The demo's processes: database, API, web app and worker, on this machine only."""

import contextlib
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from handrail import boot
from handrail.boot import BootError, ready_database
from handrail.core.cluster import default_data_dir
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.demo import cast
from handrail.demo.building import build, forget, is_current
from handrail.supervisor import Child, Supervisor, supervising

HOST = "127.0.0.1"
FIRST_API_PORT = 8000
FIRST_WEB_PORT = 5173
START_SECONDS = 60.0
WEB = Path(__file__).parents[3] / "frontend"
WEB_FILES = WEB / "dist"


def free_port(first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return port
    raise BootError(f"Ports {first} to {first + 99} are all taken: end some of the programs that listen there.")


@dataclass(frozen=True)
class Places:
    """Where things listen."""

    api_port: int
    web_port: int
    web_host: str
    reloading: bool
    """The web app comes from its development server, which reads the sources."""

    @property
    def api(self) -> str:
        return f"http://{HOST}:{self.api_port}"

    @property
    def web(self) -> str:
        return f"http://{self.web_host}:{self.web_port}"


def run_demo(settings: Settings, *, fresh: bool, reloading: bool) -> None:
    """Bring the demo up, say where it is and who may sign in, and keep it running until asked to stop."""
    # Never beside a real clinic's data: what is tried here may be thrown away.
    folder = settings.data_dir or default_data_dir().with_name("handrail-demo")
    settings = settings.model_copy(update={"data_dir": folder, "database_url": None, "backup_dir": None})
    console = Console()
    with supervising() as supervisor:
        if fresh or not is_current(folder):
            forget(folder)
        with ready_database(settings, attach=False) as ready:
            if not is_current(folder):
                console.print("Building the demo clinic, about a minute")
                build(supervisor, ready, folder)
            places = _places(reloading)
            _start(supervisor, ready, folder, places)
            _wait_until_ready(supervisor, places.api, folder)
            if not supervisor.stopping:
                _say(console, places)
                supervisor.wait()
                console.print("Stopping.")
            supervisor.stop()  # before the database they use


def _places(reloading: bool) -> Places:
    if not reloading:
        return Places(free_port(FIRST_API_PORT), free_port(FIRST_WEB_PORT), HOST, reloading=False)
    # The development server serves the checked-in config.json, which names this port of `localhost`.
    if free_port(FIRST_API_PORT) != FIRST_API_PORT:
        raise BootError(f"Port {FIRST_API_PORT} is taken: end the program that listens there.")
    return Places(FIRST_API_PORT, free_port(FIRST_WEB_PORT), "localhost", reloading=True)


def _start(supervisor: Supervisor, settings: Settings, folder: Path, places: Places) -> None:
    logs = folder / "logs"
    logs.mkdir(exist_ok=True)
    for old in logs.glob("*.log"):
        old.unlink()
    environment = boot.environment_of(settings) | {
        "HANDRAIL_WEB_ORIGINS": f'["{places.web}"]',
        "HANDRAIL_PUBLIC_URL": places.api,
        "HANDRAIL_AUDIT_SINK": str((folder / "audit-heads.jsonl").absolute()),
    }
    us = [sys.executable, "-m", "handrail.serving"]
    serve = [*us, "serve", "--host", HOST, "--port", str(places.api_port)]
    supervisor.start(Child("api", serve, environment, log=logs / "api.log"))
    supervisor.start(Child("worker", [*us, "worker"], environment, log=logs / "worker.log"))
    if places.reloading:
        command = ["npm", "--prefix", str(WEB), "run", "dev", "--", "--port", str(places.web_port), "--strictPort"]
        supervisor.start(Child("web", command, log=logs / "web.log"))
    elif (WEB_FILES / "index.html").exists():
        command = [sys.executable, "-m", "handrail.demo.web", str(WEB_FILES), str(places.web_port), places.api]
        supervisor.start(Child("web", command, log=logs / "web.log"))


def _wait_until_ready(supervisor: Supervisor, api: str, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urlopen(f"{api}/readyz", timeout=2):  # noqa: S310 - our own address
            return
        if supervisor.wait(0.05):
            return
    raise BootError(f"The API did not get ready within {START_SECONDS:.0f} s: see {folder / 'logs'}.")


def _say(console: Console, places: Places) -> None:
    table = Table.grid(padding=(0, 2))
    built = places.reloading or (WEB_FILES / "index.html").exists()
    table.add_row("Web app", f"[bold]{places.web}[/bold]" if built else "not built: run `make demo`")
    table.add_row("API", places.api)
    console.print(table)
    console.print(f"\nOrganization [bold]{cast.SLUG}[/bold], password [bold]{cast.PASSWORD}[/bold], for everyone:\n")
    people = Table(box=None, padding=(0, 2), pad_edge=False)
    people.add_column("Role")
    people.add_column("Address")
    for role in Role:
        worker = next((one for one in cast.WORKERS if role in one.roles), None)
        if worker is not None:
            people.add_row(role.replace("_", " "), cast.address(worker.login))
    people.add_row("participant", f"{cast.address('participant')} at {places.web}/me/")
    console.print(people)
    console.print("\nCtrl-C stops everything.")
