"""What counts as an outage, and is answered with 503 and a time to come back; what a fact may be called."""

import ast
from pathlib import Path

import asyncpg
from asyncpg.exceptions._base import DataError
from sqlalchemy.exc import InterfaceError

import handrail
from handrail.core.problems import is_outage

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "errors"}
"""Those of every problem (RFC 9457, 3.1) and our own: a fact of that name would be lost."""


def test_a_lost_connection_is_an_outage() -> None:
    assert is_outage(asyncpg.InterfaceError("connection is closed"))
    assert is_outage(asyncpg.ConnectionDoesNotExistError("gone"))
    assert is_outage(asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"))
    assert is_outage(TimeoutError())


def test_a_value_that_cannot_be_sent_is_no_outage() -> None:
    """Somebody who comes back with the same value fails again."""
    unsendable = DataError("invalid input for query argument $1")
    assert not is_outage(unsendable)
    translated = Exception()
    translated.__cause__ = unsendable
    assert not is_outage(InterfaceError("SELECT 1", {}, translated))


def test_no_fact_bears_the_name_of_a_member() -> None:
    raised = [
        f"{path.name}:{node.lineno}"
        for path in Path(handrail.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        if MEMBERS & {keyword.arg for keyword in node.exc.keywords}
    ]
    assert raised == []
