"""Keep one process that answers: another is forked as soon as it is killed, behind the same listening socket.

What takes long, importing the service, is done once, so that hundreds of kills take minutes. The settings come from the
environment; the port goes to standard output.
"""

import os
import signal
import socket

import uvicorn

from handrail.core import logging
from handrail.core.http_server import server_config
from handrail.core.process_death import with_parent
from handrail.core.settings import Settings
from handrail.main import create_app


def keep() -> None:
    """Serve until the keeper itself is ended."""
    settings = Settings()
    logging.configure("WARNING")
    die_with_keeper = with_parent(signal.SIGKILL)
    assert die_with_keeper is not None
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port = listener.getsockname()[1]
        print(port, flush=True)  # noqa: T201
        while True:
            child = os.fork()
            if child == 0:
                die_with_keeper()
                uvicorn.Server(server_config(create_app(settings), settings, host="127.0.0.1", port=port)).run(
                    sockets=[listener]
                )
                os._exit(0)
            os.waitpid(child, 0)


if __name__ == "__main__":
    keep()
