"""Children that do not outlive their parent, even when that is killed with a signal nobody can handle."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Make a `preexec_fn` by which the kernel sends `number` to the child when the thread that forks it ends.

    Fork from a thread that lives as long as the child should. Elsewhere than on Linux there is no such thing and this
    is None: a child then outlives a parent that was killed outright, and the next start has to find it.
    """
    if _libc is None:
        return None
    prctl, parent = _libc.prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)  # the parent ended between the fork and the line above

    return ask
