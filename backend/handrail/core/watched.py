"""Work that runs by itself and is missed only when it is needed: since when it fails, for /metrics and for people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base


class WatchedWork(Base):
    """How a work of the server stands; of the server as a whole, so of no organization."""

    __tablename__ = "watched_work"
    __health__ = False

    name: Mapped[str] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]


@dataclass(frozen=True)
class Standing:
    """When a work was last tried, and since when it fails."""

    looked_at: datetime
    failing_since: datetime | None


_NOTE: Final = text("""
    INSERT INTO watched_work AS known (name, looked_at, failing_since)
    VALUES (:name, now(), CASE WHEN :failing THEN now() END)
    ON CONFLICT (name) DO UPDATE SET looked_at = excluded.looked_at,
        failing_since = CASE WHEN :failing THEN coalesce(known.failing_since, excluded.failing_since) END
""")
_STANDING: Final = text("SELECT looked_at, failing_since FROM watched_work WHERE name = :name")


async def note(db: AsyncSession, name: str, *, failing: bool) -> None:
    """Write down that a work was tried just now, and whether it failed."""
    await db.execute(_NOTE, {"name": name, "failing": failing})


async def standing(db: AsyncSession, name: str) -> Standing | None:
    """Return how a work stands; None where it was never tried."""
    row = (await db.execute(_STANDING, {"name": name})).one_or_none()
    return None if row is None else Standing(row.looked_at, row.failing_since)
