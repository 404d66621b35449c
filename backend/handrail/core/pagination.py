"""Keyset pagination: an opaque cursor, stable while rows come and go."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Generic, Self, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel
from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handrail.core.errors import Unprocessable
from handrail.core.schemas import Output

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


class InvalidCursor(Unprocessable):
    """The cursor is not one this list gave."""

    code, title = "invalid-cursor", "The cursor is not one this list gave"


@dataclass(frozen=True)
class _PageParams:
    cursor: str | None
    limit: int


def _page_params(
    cursor: Annotated[str | None, Query(max_length=1000, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Rows a page.")] = 50,
) -> _PageParams:
    return _PageParams(cursor, limit)


EPISODES_A_PAGE = 500


def page_after(cursor: str | None) -> _PageParams:
    """Return the next page of episodes of a job that looks at all of them."""
    return _PageParams(cursor, EPISODES_A_PAGE)


def _episodes_looked_at(
    cursor: Annotated[
        str | None,
        Query(
            max_length=1000,
            description="`next_cursor` of the page before. So many episodes are looked at for one page, "
            f"{EPISODES_A_PAGE}, that it may be empty and go on.",
        ),
    ] = None,
) -> _PageParams:
    return _PageParams(cursor, EPISODES_A_PAGE)


PageParams = Annotated[_PageParams, Depends(_page_params)]
EpisodesLookedAt = Annotated[_PageParams, Depends(_episodes_looked_at)]
"""Of lists that say what they found among so many episodes; how many items that gives nobody knows before."""
ALL = _PageParams(None, 200)
"""For services called without a request: the first 200."""


@dataclass(frozen=True)
class Rows(Generic[T]):
    """One page of rows, and where the next begins."""

    items: Sequence[T]
    next_cursor: str | None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)


class Page(Output, Generic[M]):
    """One page of a list."""

    items: list[M]
    next_cursor: str | None

    @classmethod
    def of(cls, rows: Rows[Any], model: type[M]) -> Self:
        """Return the page with every row as `model`."""
        return cls(items=[model.model_validate(row) for row in rows.items], next_cursor=rows.next_cursor)


_READERS: dict[type, Any] = {
    str: str,
    int: int,
    bool: bool,
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}


def _encode(values: Sequence[object]) -> str:
    text = json.dumps(
        [
            v.isoformat() if isinstance(v, date | datetime | time) else v if isinstance(v, int) else str(v)
            for v in values
        ]
    )
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _decode(cursor: str, order: Sequence[InstrumentedAttribute[Any]]) -> list[object]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_READERS[column.type.python_type](value) for column, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, KeyError, binascii.Error, UnicodeDecodeError):
        raise InvalidCursor() from None


async def paginate(
    db: AsyncSession,
    query: Select[Any],
    *,
    order: Sequence[InstrumentedAttribute[Any]],
    page: _PageParams,
    descending: bool = False,
) -> Rows[Any]:
    """Return one page of `query`, ordered by columns that are never null and together unique (end with the id).

    A query for one entity gives entities; one for several columns gives rows.
    """
    single = len(query.column_descriptions) == 1
    statement = query.add_columns(*order).limit(page.limit + 1)
    statement = statement.order_by(*(column.desc() if descending else column for column in order))
    if page.cursor is not None:
        position, after = tuple_(*order), tuple_(*_decode(page.cursor, order))
        statement = statement.where(position < after if descending else position > after)
    found = (await db.execute(statement)).all()
    kept = found[: page.limit]
    cursor = _encode(kept[-1][-len(order) :]) if len(found) > page.limit else None
    return Rows([row[0] if single else row[: -len(order)] for row in kept], cursor)
