"""Carries connections to the test database from where a container, or a client that wants TLS, can reach it."""

import asyncio
import contextlib
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

SSL_REQUEST = struct.pack("!ii", 8, 80877103)


class Relay:
    """Listens on a socket's path, or with a certificate on a port of loopback; speaks to PostgreSQL's own socket."""

    def __init__(self, target: Path, *, path: Path | None = None, certificate: ssl.SSLContext | None = None) -> None:
        self._target, self._path, self._certificate = target, path, certificate
        self.port = 0
        self.encrypted = 0
        self.plain = 0

    async def listen(self) -> asyncio.Server:
        """Start listening."""
        if self._path is not None:
            server = await asyncio.start_unix_server(self._serve, self._path)
            self._path.chmod(0o666)
            return server
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers = [writer]
        try:
            first = await reader.readexactly(8)
            if self._certificate is not None and first == SSL_REQUEST:
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self._certificate)
                self.encrypted += 1
                first = await reader.readexactly(8)
            else:
                self.plain += 1
            onward_reader, onward_writer = await asyncio.open_unix_connection(self._target)
            writers.append(onward_writer)
            onward_writer.write(first)
            await asyncio.gather(_carry(reader, onward_writer), _carry(onward_reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client went away, as one does that refuses the certificate
        finally:
            for each in writers:
                each.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def relaying(relay: Relay) -> Iterator[Relay]:
    """Serve from a thread until the block ends."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(relay.listen())
    thread = threading.Thread(target=loop.run_forever, name="relay")
    thread.start()
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_tasks() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.05)  # transports close in the loop's next rounds
