"""Optimistic concurrency: ETag out, If-Match in (RFC 9110 §13.1)."""

import re
from typing import Annotated

from fastapi import Depends, Header

from handrail.core.errors import StaleVersion, VersionRequired


def _if_match(if_match: Annotated[str | None, Header(description='The ETag you last read, as `"3"`.')] = None) -> int:
    if if_match is None:
        raise VersionRequired()
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', if_match.strip())
    if found is None:
        raise StaleVersion()
    return int(found[1])


IfMatch = Annotated[int, Depends(_if_match)]
"""The version a change was made against; 428 without, 412 when it is not the stored one."""


def expect_version(row: object, if_match: int) -> None:
    """Raise `StaleVersion` unless the row is still the one the client saw."""
    current: int = row.version  # type: ignore[attr-defined]
    if current != if_match:
        raise StaleVersion(current_version=current)
