"""Who reads the title of a session, and what others read in its place.

A title can say what somebody is treated for, and of a session for one person whose it is. It is for who works in the
session, for clinicians of its program, and for who sees every program; the others read its kind, and find it all the
same by time, room and staff. The hot reads hold the same rule as SQL (`reporting/queries.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.queries import staff
from handrail.calendar.schemas import SessionRead, SessionSummary
from handrail.calendar.series_schemas import SeriesRead
from handrail.core.access import Actor
from handrail.core.ids import ProgramId, StaffId
from handrail.core.pagination import Page, Rows
from handrail.core.permissions import Scope
from handrail.core.vocabulary import ServiceKind

Titled = TypeVar("Titled", SessionSummary, SessionRead, SeriesRead)


def title_of_kind(kind: ServiceKind) -> str:
    """Return what stands where there is no title, or none for the reader: the kind, as `initcap` of PostgreSQL has it.

    It is stored too for a session that nobody called anything: who shows it says the kind in the reader's language.
    """
    return kind.replace("_", " ").title()


class AnySession(Protocol):
    """What has a title."""

    @property
    def title(self) -> str: ...

    @property
    def program_id(self) -> ProgramId | None: ...

    @property
    def service_kind(self) -> ServiceKind: ...


@dataclass(frozen=True)
class TitleSight:
    """Whose titles a reader sees, as of today."""

    staff_id: StaffId | None
    clinical: bool
    everything: bool
    programs: frozenset[ProgramId]

    def reads(self, session: AnySession, working: Collection[StaffId]) -> bool:
        """Say whether the title of a session in which these people work is for this reader."""
        mine = self.staff_id in working or session.program_id in self.programs
        return self.clinical and (self.everything or mine)

    def title(self, session: AnySession, working: Collection[StaffId]) -> str:
        """Return the title, or the kind of service in words."""
        if self.reads(session, working):
            return session.title
        return title_of_kind(session.service_kind)

    def shown(self, one: Titled) -> Titled:
        """Return a session or series as this reader sees it."""
        working = [place.staff_id for place in one.staff]
        if self.reads(one, working):
            return one
        return one.model_copy(update={"title": self.title(one, working), "short_name": None})


async def sight_of(db: AsyncSession, actor: Actor) -> TitleSight:
    """Return what the actor reads today."""
    clinical, everything = actor.may("schedule:clinical"), reads_every_title(actor)
    if actor.staff_id is None or not clinical or everything:
        return TitleSight(actor.staff_id, clinical, everything, frozenset())
    return TitleSight(actor.staff_id, clinical, everything, await staff.programs_of(db, actor.staff_id))


async def shown(db: AsyncSession, actor: Actor, model: type[Titled], row: Any) -> Titled:
    """Return one session or series as the actor sees it."""
    return (await sight_of(db, actor)).shown(model.model_validate(row))


async def page_shown(db: AsyncSession, actor: Actor, model: type[Titled], rows: Rows[Any]) -> Page[Titled]:
    """Return a page of them as the actor sees it."""
    sight = await sight_of(db, actor)
    return Page(items=[sight.shown(model.model_validate(row)) for row in rows.items], next_cursor=rows.next_cursor)


def reads_every_title(actor: Actor) -> bool:
    """Say whether the actor is a clinician who sees the attendance of every program."""
    return actor.may("schedule:clinical") and actor.scope("attendance:read") is Scope.ORGANIZATION
