"""What counts as an outage, and is answered with 503 and a time to come back."""

import asyncpg
from asyncpg.exceptions._base import DataError
from sqlalchemy.exc import InterfaceError

from handrail.core.problems import is_outage


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
