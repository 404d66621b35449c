"""Groups that two people lead, as the builder is told them. Pure: values in, values out.

A group needs a second leader where the block of its program's day says so that has its kind and title, or where one
stands. What stands, stays: who co-leads a group without leave for its kind keeps doing so, and is planned around.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from handrail.builder.problem import Activity
from handrail.core.ids import ProgramId
from handrail.core.vocabulary import ServiceKind
from handrail.planning.equipment import plain
from handrail.planning.vocabulary import GROUPS
from handrail.planning.week import Lost, Standing, WeekSeen, Worker


@dataclass(frozen=True)
class Second:
    """A second leader that a group is to have."""

    group: str
    """The activity that they help to lead."""
    kind: ServiceKind
    """What they must be allowed to lead."""


def name_of(group: str) -> str:
    """Return what the builder calls the second leader's part in a group."""
    return f"{group} beside"


class Pairs:
    """Which groups two people lead."""

    def __init__(self, week: WeekSeen, losses: Collection[Lost]) -> None:
        self._asked: dict[tuple[ProgramId | None, ServiceKind, str], ServiceKind | None] = {
            (one.program_id, block.kind, plain(block.title)): block.second
            for one in week.cohorts
            for block in one.blocks
        }
        self._workers = {one.id: one for one in week.workers}
        self._capacity = {one.id: one.capacity for one in week.places}
        self._losses = losses
        self.led_otherwise = frozenset(one.id for one in week.sessions if one.second is not None)
        """Groups that somebody co-leads as they stand, whether or not that is planned."""

    def settled(self, week: WeekSeen) -> WeekSeen:
        """Return the week with those second leaders who are not planned among the others who work there."""
        return replace(week, sessions=tuple(one if self._planned(one) else _as_other(one) for one in week.sessions))

    def _planned(self, one: Standing) -> bool:
        if one.second is None or one.kind not in GROUPS or one.second not in self._workers:
            return False
        worker = self._workers[one.second]
        return self.kind_of(one) in worker.leads or self._away(worker, one)

    def _away(self, worker: Worker, one: Standing) -> bool:
        spans = [*worker.off, *((loss.begins, loss.ends) for loss in self._losses if loss.id == worker.id)]
        return any(begins < one.ends and one.starts < ends for begins, ends in spans)

    def asked(self, one: Standing) -> ServiceKind | None:
        """Return what a second leader must be allowed to lead where the program's day asks for one."""
        return self._asked.get((one.program_id, one.kind, plain(one.title)))

    def kind_of(self, one: Standing) -> ServiceKind:
        return self.asked(one) or one.kind

    def lacks(self, one: Standing) -> ServiceKind | None:
        """Return what somebody must be allowed to lead who is still missing beside the lead of a group."""
        return self.asked(one) if one.kind in GROUPS and one.id not in self.led_otherwise else None

    def has_chair(self, one: Standing) -> bool:
        """Whether the room of a group has a chair for one more."""
        return one.telehealth or (one.room is not None and one.chairs < self._capacity.get(one.room, 0))


def _as_other(one: Standing) -> Standing:
    return one if one.second is None else replace(one, second=None, others=(*one.others, one.second))


def beside(group: Activity, kind: ServiceKind, clinicians: tuple[str, ...]) -> Activity:
    """Return the second leader's part in a group: at its time, in its room."""
    part = {"id": name_of(group.id), "credential": kind.value, "clinicians": clinicians, "co_leads": group.id}
    return group.model_copy(update=part | {"people": None, "attending": None, "max_people": None, "tags": ()})
