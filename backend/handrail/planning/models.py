"""Weeks that the builder made, from the asking to the applying."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, LocationId, ScheduleBuildId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.planning.vocabulary import BuildKind, BuildStatus, Failure


class ScheduleBuild(TenantScoped, Versioned, Base):
    """A week somebody asked the builder for, and what it proposes. Nothing of it holds until it is applied."""

    __tablename__ = "schedule_builds"
    __health__ = True
    __unlogged__ = frozenset({"asked", "seen", "changes", "clashes", "without", "before", "after"})
    __table_args__ = (
        same_tenant("location_id", "locations"),
        same_tenant("asked_by", "accounts"),
        same_tenant("applied_by", "accounts"),
        same_tenant("undone_by", "accounts"),
        CheckConstraint("(applied_at IS NULL) = (applied_by IS NULL)", name="applied"),
        CheckConstraint("(status = 'applied') = (applied_at IS NOT NULL)", name="applied_status"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failed"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        Index("ix_schedule_builds_week", "organization_id", "location_id", "monday"),
        Index("ix_schedule_builds_asked_by", "organization_id", "asked_by"),
        Index(
            "uq_schedule_builds_under_way",
            "organization_id",
            "location_id",
            unique=True,
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
    )

    id: Mapped[ScheduleBuildId] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[LocationId]
    """The first of its locations."""
    location_ids: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """All of them, where they are several."""
    monday: Mapped[date]
    kind: Mapped[BuildKind]
    status: Mapped[BuildStatus] = mapped_column(default=BuildStatus.QUEUED)
    asked_by: Mapped[AccountId]
    asked: Mapped[dict[str, Any]]
    """The request: programs, what is lost, how far cohorts may move, limits."""
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent of the moves or the time that it may take."""
    cost: Mapped[int | None]
    """Of the best week so far."""
    as_of: Mapped[datetime | None]
    """What had begun by then is not touched."""
    state: Mapped[str | None]
    """Names the calendar it was made against: any change of what the builder saw gives another."""
    seen: Mapped[dict[str, Any]]
    """`sessions`: version by id; `parts`: a digest of each of the other lists it was made from."""
    changes: Mapped[list[dict[str, Any]]]
    """What would change; ids, times and places, nobody who takes part but by the id of their episode."""
    without: Mapped[list[dict[str, Any]]]
    """What finds no place and is left out."""
    costs: Mapped[dict[str, Any]]
    """`before` and `after`: points by what a week should rather not have."""
    clashes: Mapped[list[dict[str, Any]]]
    """Where there is no week, each: `rule`, `proven`, `facts`."""
    failure: Mapped[Failure | None]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[AccountId | None]
    before: Mapped[dict[str, Any] | None]
    """Of an applied week: `sessions` and `bookings` as they were; ids, times and places, nobody who takes part."""
    after: Mapped[dict[str, Any] | None]
    """Versions of the sessions and bookings it touched; the sessions, time off and closures it made."""
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[AccountId | None]

    @property
    def locations(self) -> list[LocationId]:
        """Return where it plans, in the order in which locations are read and locked."""
        return sorted(LocationId(UUID(one)) for one in self.location_ids) or [self.location_id]

    @property
    def kept(self) -> bool:
        """Whether there is something to go back to: it is applied, and was not taken back."""
        return self.before is not None and self.undone_at is None
