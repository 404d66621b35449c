"""A log line says what kind of thing went wrong, never what somebody typed."""

import io
import json
import logging

import structlog

from handrail.core.logging import scrub

CANARY = "Quetzalcoatl Featherstonehaugh"


def _fail_with(secret: str) -> None:
    raise ValueError(f"bad name {secret}")


def test_an_exception_is_logged_without_its_message() -> None:
    out = io.StringIO()
    log = structlog.wrap_logger(structlog.PrintLogger(out), [scrub, structlog.processors.JSONRenderer()])
    try:
        _fail_with(CANARY)
    except ValueError:
        log.exception("request failed")
    line = json.loads(out.getvalue())
    assert line["exception"] == "ValueError"
    assert line["frames"][-1].endswith(":_fail_with")
    assert CANARY not in out.getvalue()


def test_another_library_s_arguments_are_not_logged() -> None:
    from handrail.core.logging import _Scrubbed

    record = logging.LogRecord("asyncpg", logging.ERROR, "x.py", 1, "no row for %s", (CANARY,), None)
    with structlog.testing.capture_logs() as lines:
        _Scrubbed().emit(record)
    assert lines
    assert CANARY not in json.dumps(lines)


def test_of_a_filled_template_only_the_first_line_is_logged() -> None:
    """asyncio writes `Task exception was never retrieved`, and below it the exception with what it carries."""
    from handrail.core.logging import _Scrubbed

    said = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{CANARY}')>"
    record = logging.LogRecord("asyncio", logging.ERROR, "x.py", 1, said, (), None)
    with structlog.testing.capture_logs() as lines:
        _Scrubbed().emit(record)
    assert [line["event"] for line in lines] == ["Task exception was never retrieved"]
