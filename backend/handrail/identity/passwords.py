"""Hashing of passwords: off the event loop, and only so many at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from handrail.core.errors import Unavailable
from handrail.identity.rules import normalize_password

T = TypeVar("T")

# The library's defaults: argon2id with 64 MiB and three passes, the second profile that RFC 9106 recommends.
_HASHER: Final = PasswordHasher()

# One hash takes 64 MiB and a few dozen milliseconds of a core; a flood of sign-ins must not take the machine.
_WORKERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_QUEUE_LIMIT: Final = 24

NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$L7OkBHOZbsm1NVe+BvhYyw$eLZwv3P9F2gjne/CsDXaAYnyl2Y62E60SHNF0DCcWtU"
)
"""Of a password nobody has: an unknown account costs the same time as a known one."""


class _Queue:
    """Counts who waits for a hash, so that the queue has an end."""

    waiting = 0

    async def run(self, call: Callable[[], T]) -> T:
        if self.waiting >= _QUEUE_LIMIT:
            raise Unavailable()
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(_WORKERS, call)
        finally:
            self.waiting -= 1


_queue = _Queue()


async def hash_password(password: str) -> str:
    """Return the argon2id hash to store."""
    normal = normalize_password(password)
    return await _queue.run(lambda: _HASHER.hash(normal))


async def password_matches(password_hash: str | None, password: str) -> bool:
    """Compare a password with a stored hash; without one the same work is done, and the answer is no."""
    normal = normalize_password(password)

    def compare() -> bool:
        try:
            return _HASHER.verify(password_hash or NOBODYS_HASH, normal)
        except (VerificationError, InvalidHashError):
            return False

    return await _queue.run(compare) and password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)
