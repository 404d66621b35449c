"""What a running week loses, and the problem without it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from handrail.builder.problem import Id, Mistakes, Problem, Span
from handrail.builder.solution import PlannedWeek


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Loss(_Part):
    """A clinician who is away, a room that cannot be used or a site that is closed, from tick to tick."""

    id: Id
    span: Span


class Disruption(_Part):
    """What happened."""

    absent: Annotated[tuple[Loss, ...], Field(max_length=200)] = ()
    rooms: Annotated[tuple[Loss, ...], Field(max_length=200)] = ()
    closed: Annotated[tuple[Loss, ...], Field(max_length=200)] = ()


def disrupted(problem: Problem, week: PlannedWeek, disruption: Disruption) -> Problem:
    """Return the problem with what is lost, and the week as its current one."""
    for name, losses, members in (
        ("absent", disruption.absent, {one.id for one in problem.clinicians}),
        ("rooms", disruption.rooms, {one.id for one in problem.rooms}),
        ("closed", disruption.closed, {one.id for one in problem.sites}),
    ):
        for index, loss in enumerate(losses):
            if loss.id not in members:
                raise Mistakes([f"{name}[{index}].id: there is no {loss.id!r} in the problem; name another"])
            if loss.span[0] >= loss.span[1]:
                raise Mistakes([f"{name}[{index}].span: ends before it begins; write [start, end]"])
    return problem.model_copy(
        update={
            "clinicians": tuple(
                one.model_copy(update={"open": _without(one.open, one.id, disruption.absent)})
                for one in problem.clinicians
            ),
            "rooms": tuple(
                one.model_copy(update={"open": _without(one.open, one.id, disruption.rooms)}) for one in problem.rooms
            ),
            "sites": tuple(
                one.model_copy(
                    update={"closed": (*one.closed, *(loss.span for loss in disruption.closed if loss.id == one.id))}
                )
                for one in problem.sites
            ),
            "current": PlannedWeek(tracks=week.tracks, sessions=week.sessions),
        }
    )


def _without(spans: tuple[Span, ...], name: str, losses: tuple[Loss, ...]) -> tuple[Span, ...]:
    for loss in losses:
        if loss.id == name:
            begins, ends = loss.span
            parts = [part for one in spans for part in ((one[0], min(one[1], begins)), (max(one[0], ends), one[1]))]
            spans = tuple(part for part in parts if part[0] < part[1])
    return spans
