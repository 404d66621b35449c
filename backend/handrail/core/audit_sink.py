"""Heads of the audit chains told to a place outside the database, which whoever owns the database cannot rewrite.

A line holds ids, numbers and hashes, nothing about anybody.
"""

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import httpx

from handrail.core.settings import Settings

FILE_NAME: Final = "handrail-audit-heads.jsonl"
TRIES: Final = 3
PAUSE_SECONDS: Final = 0.5
PATIENCE_SECONDS: Final = 5.0


class SinkFailed(Exception):
    """The sink did not take the heads; they are told again later. The text names the kind of failure only."""


@dataclass(frozen=True)
class Anchor:
    """The end of one organization's chain at a moment, or the word that the database was restored then."""

    organization_id: str
    sequence: int
    hash: str
    time: str
    format: int
    event: str = "sealed"
    """`sealed`, or `restored`: what was told before may be missing from here on, and an operator said so."""


class Sink(Protocol):
    """Takes heads; returns when they are safe there, or raises `SinkFailed`."""

    async def write(self, anchors: Sequence[Anchor]) -> None: ...


class FileSink:
    """Lines of JSON, appended and on disk when `write` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def write(self, anchors: Sequence[Anchor]) -> None:
        """Append one line an anchor."""
        try:
            await asyncio.to_thread(self._append, "".join(json.dumps(asdict(one)) + "\n" for one in anchors))
        except OSError as error:
            raise SinkFailed(type(error).__name__) from None

    def _append(self, lines: str) -> None:
        is_new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                lines = "\n" + lines  # the last write was cut short
            rest = lines.encode()
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new and os.name == "posix":
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


class HttpSink:
    """`POST {"heads": [...]}`; whatever is not a 2xx is a failure. Tried a few times, each with a limit."""

    def __init__(self, url: str, token: str | None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._transport = transport

    async def write(self, anchors: Sequence[Anchor]) -> None:
        """Send the anchors in one request."""
        body = {"heads": [asdict(one) for one in anchors]}
        failure = ""
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, transport=self._transport) as client:
            for attempt in range(TRIES):
                if attempt:
                    await asyncio.sleep(PAUSE_SECONDS * 2**attempt)
                try:
                    answer = await client.post(self._url, json=body, headers=self._headers)
                except httpx.HTTPError as error:
                    failure = type(error).__name__
                    continue
                if answer.is_success:
                    return
                failure = f"status {answer.status_code}"
                if answer.is_client_error and answer.status_code != 429:
                    break  # it will not change its mind
        raise SinkFailed(failure)


def is_address(sink: str) -> bool:
    """Say whether a sink is reached by HTTP."""
    return urlsplit(sink).scheme in ("http", "https")


def sink_file(sink: str) -> Path:
    """Return the file of a sink that is a path: itself, or one in the folder it names."""
    path = Path(sink)
    return path / FILE_NAME if path.is_dir() else path


def make_sink(settings: Settings) -> Sink | None:
    """Return the configured sink, if any."""
    if settings.audit_sink is None:
        return None
    if is_address(settings.audit_sink):
        token = settings.audit_sink_token
        return HttpSink(settings.audit_sink, None if token is None else token.get_secret_value())
    return FileSink(sink_file(settings.audit_sink))
