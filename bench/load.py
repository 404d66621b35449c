"""The load: raw sockets, ready requests, one client a connection. A process of its own: `python -m bench.load FILE`."""

import asyncio
import gc
import json
import pickle
import sys
import time
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any, cast

import uvloop

HEADERS_END = b"\r\n\r\n"
PATIENCE_S = 10


@dataclass(frozen=True)
class Load:
    """What to send: for each client its requests; `once`: each a single time, then the client stops."""

    port: int
    clients: list[list[bytes]]
    seconds: float
    warm_up: float
    once: bool = False


class Client(asyncio.Protocol):
    """Sends a request, reads its answer, sends the next."""

    def __init__(self, load: Load, requests: list[bytes], began: float) -> None:
        self.requests = iter(requests) if load.once else cycle(requests)
        self.counts_from, self.ends_at = began + load.warm_up, began + load.warm_up + load.seconds
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.latencies: list[float] = []
        self.statuses: dict[bytes, int] = {}
        self.answered = self.received = 0
        self.last = began
        self._buffer = bytearray()
        self._whole: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by descent
        self._send()

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        if self._whole is None:
            end = buffer.find(HEADERS_END)
            if end < 0:
                return
            self._whole = end + 4 + _length(bytes(buffer[:end]))
        if len(buffer) < self._whole:
            return
        moment = time.perf_counter()
        self.answered += 1
        self.received += len(buffer)
        status = bytes(buffer[9:12])
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if self.counts_from <= moment <= self.ends_at:
            self.latencies.append(moment - self._sent)
            self.last = moment
        buffer.clear()
        self._whole = None
        if moment < self.ends_at:
            self._send()
        else:
            self._stop()

    def connection_lost(self, error: Exception | None) -> None:
        self._stop()

    def _send(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self._stop()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def _stop(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)
            self._transport.close()


def _itself(client: Client) -> Client:
    return client


def _length(head: bytes) -> int:
    place = head.lower().find(b"content-length:")
    return int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0


async def run(load: Load) -> dict[str, Any]:
    """Send the load and return its figures."""
    gc.disable()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    clients = [Client(load, requests, began) for requests in load.clients]
    for client in clients:
        await loop.create_connection(partial(_itself, client), "127.0.0.1", load.port)
    await asyncio.wait([client.ended for client in clients], timeout=load.warm_up + load.seconds + PATIENCE_S)
    if not any(client.answered for client in clients):
        sys.exit("nothing was answered")
    latencies = sorted(latency for client in clients for latency in client.latencies)
    statuses: dict[str, int] = {}
    for client in clients:
        for status, count in client.statuses.items():
            statuses[status.decode()] = statuses.get(status.decode(), 0) + count
    measured = max(client.last for client in clients) - began - load.warm_up
    cuts = quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
    return {
        "rate": len(latencies) / measured if measured > 0 else 0.0,
        "p50": cuts[49] * 1000,
        "p99": cuts[98] * 1000,
        "answered": sum(client.answered for client in clients),
        "bytes": sum(client.received for client in clients) // max(1, sum(client.answered for client in clients)),
        "statuses": statuses,
        "cpu": time.process_time(),
        "wall": time.perf_counter() - began,
    }


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(pickle.loads(Path(sys.argv[1]).read_bytes())))))
