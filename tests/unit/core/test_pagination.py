"""A cursor is a place in a list; anything else is refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.audit import AuditEntry
from handrail.core.events import Change
from handrail.core.ids import new_id
from handrail.core.pagination import InvalidCursor, _decode, _encode

ORDER: list[Any] = [AuditEntry.at, AuditEntry.action, AuditEntry.status, AuditEntry.id]


@given(st.datetimes(timezones=st.just(UTC)), st.text(max_size=50), st.integers(-(2**31), 2**31 - 1))
def test_a_cursor_leads_back_to_its_row(at: datetime, action: str, status: int) -> None:
    place = [at, action, status, new_id()]
    assert _decode(_encode(place), ORDER) == place


@pytest.mark.parametrize("cursor", ["", "x", "bm90IGpzb24", "W10", "WzEsMiwzLDRd", "é", "bnVsbA"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        _decode(cursor, ORDER)


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        _decode(_encode([date(2026, 11, 23)]), [Change.id])
