"""What one app holds while it runs; `main` fills it, requests reach it through `core_of`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from datetime import datetime

    import asyncpg

    from handrail.core.access import Authenticator, SignIns
    from handrail.core.audit import Flusher, Look
    from handrail.core.bell import Bell
    from handrail.core.events import Handler
    from handrail.core.keyring import Keyring
    from handrail.core.live import Followed, Live
    from handrail.core.settings import Settings
    from handrail.core.unchanged import Unchanged
    from handrail.core.units import Sessions


@dataclass
class Core:
    """Pools, the audit flusher, and what `main` injected."""

    settings: Settings
    authenticate: Authenticator
    sign_ins: SignIns
    handlers: Mapping[type, tuple[Handler, ...]]
    followed: Mapping[str, Followed]
    """Tables whose changes are told to streams."""
    keyring: Keyring | None
    """Opens and makes seals; without one (documents of the API, tests of rules) nothing is served."""
    hot_pool: asyncpg.Pool = field(init=False)
    sessions: Sessions = field(init=False)
    flusher: Flusher = field(init=False)
    bell: Bell = field(init=False)
    live: Live = field(init=False)
    unchanged: Unchanged = field(init=False)
    leaving: bool = False
    """Told to end: `/readyz` says so while requests are still answered."""

    _seen: dict[tuple[object, ...], int] = field(default_factory=dict)

    SEEN_LIMIT = 20_000

    def seen_lately(self, record: Look, at: datetime) -> bool:
        """Say whether this actor was told "not modified" about this thing in this hour already, and remember it."""
        hour = int(at.timestamp()) // 3600
        key = (record.account_id, record.action, *sorted(record.resource_ids.items()), *sorted(record.participant_ids))
        if self._seen.get(key) == hour:
            return True
        if len(self._seen) >= self.SEEN_LIMIT:
            self._seen.clear()
        self._seen[key] = hour
        return False

    @property
    def keys(self) -> Keyring:
        """The ring of a process that serves."""
        assert self.keyring is not None, "a process that serves has HANDRAIL_KEYRING: boot sees to it"
        return self.keyring

    @property
    def web_origins(self) -> list[str]:
        """Origins of the web apps that may call with a cookie."""
        return self.settings.web_origins


def core_of_app(app: Starlette) -> Core:
    """Return what an app holds."""
    core = app.state.core
    assert isinstance(core, Core)
    return core


def core_of(request: HTTPConnection) -> Core:
    """Return what the app of a request holds."""
    return core_of_app(request.app)
