"""Structured logs that never hold health information: kinds, counts, route templates and ids of requests."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType]


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its kind and its frames: messages and locals may repeat what a person typed."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])[-12:]
        event["exception"] = info[0].__name__
        event["frames"] = [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]
    event.pop("stack_info", None)
    return event


class _Scrubbed(logging.Handler):
    """Carries other libraries' log lines: the template's first line, never its arguments.

    asyncio fills its templates itself: what follows the first line holds the repr of an exception nobody waited for.
    """

    def emit(self, record: logging.LogRecord) -> None:
        said = record.msg.partition("\n")[0][:200] if isinstance(record.msg, str) else type(record.msg).__name__
        structlog.get_logger(record.name).log(record.levelno, said, exc_info=record.exc_info)


def configure(level: str) -> None:
    """Send everything as JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            scrub,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Scrubbed()]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "pgqueuer"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
