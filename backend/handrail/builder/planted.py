"""Tight weeks that are known to exist: one is built with room to spare, then nearly all that it does not use is taken
away, and the week that people remember is no longer the one that fits."""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import Final

from handrail.builder.generators import base
from handrail.builder.problem import Clinician, Problem, Room, Span
from handrail.builder.search import Budget, build
from handrail.builder.solution import PlannedWeek, Session, Solution

MOVES: Final = 400
REMEMBERED_WRONGLY: Final = 0.1
"""Share of the sessions that the current week holds otherwise than the planted one."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A problem, and the week in it that proves that there is one."""

    problem: Problem
    week: Solution
    use: float
    """Hours held of the hours that clinicians may hold."""


def planted(seed: int, use: float = 0.95) -> Planted | None:
    """Plant a week that takes this share of clinicians' hours. None: the seed gave no week to plant."""
    chance = Random(f"planted {seed} {use}")  # noqa: S311  the same week for the same seed; no secret
    roomy = base(seed)
    week = build(roomy, seed=seed, budget=Budget(iterations=MOVES), first=True).solution
    if week is None:
        return None
    ticks = {one.id: one.ticks for one in roomy.activities}
    held: dict[str, list[Session]] = {one.id: [] for one in roomy.clinicians}
    inside: dict[str, list[Session]] = {one.id: [] for one in roomy.rooms}
    for session in week.sessions:
        held[session.clinician].append(session)
        if session.room is not None:
            inside[session.room].append(session)
    clinicians = tuple(_tight(chance, roomy, one, held[one.id], ticks, use) for one in roomy.clinicians)
    rooms = tuple(_half_closed(chance, roomy, one, inside[one.id], ticks) for one in roomy.rooms)
    current = PlannedWeek(tracks=week.tracks, sessions=tuple(_remembered(chance, roomy, one) for one in week.sessions))
    problem = roomy.model_copy(update={"clinicians": clinicians, "rooms": rooms, "current": current})
    total = sum(ticks[one.activity] for one in week.sessions)
    return Planted(problem, week, total / sum(one.max_week for one in clinicians))


def _tight(
    chance: Random, problem: Problem, clinician: Clinician, held: list[Session], ticks: dict[str, int], use: float
) -> Clinician:
    """Leave so few hours a week that the planted sessions take their share, and send one in three home early."""
    days: Counter[int] = Counter()
    for session in held:
        days[session.start // problem.day_ticks] += ticks[session.activity]
    spans = clinician.open
    if chance.random() < 1 / 3:
        spans = _only_around(problem, spans, held, ticks, chance.randrange(problem.days))
    return clinician.model_copy(
        update={
            "open": spans,
            "max_week": ceil(days.total() / use),
            "max_day": min(clinician.max_day, max(days.values(), default=0) + 2),
        }
    )


def _half_closed(chance: Random, problem: Problem, room: Room, inside: list[Session], ticks: dict[str, int]) -> Room:
    """Close the room before and after its planted sessions on one day."""
    day = chance.randrange(problem.days)
    return room.model_copy(update={"open": _only_around(problem, room.open, inside, ticks, day)})


def _only_around(
    problem: Problem, spans: tuple[Span, ...], sessions: list[Session], ticks: dict[str, int], day: int
) -> tuple[Span, ...]:
    """Keep of one day's spans what lies between the first session of that day and the last."""
    there = [one for one in sessions if one.start // problem.day_ticks == day]
    if not there:
        return tuple(one for one in spans if one[0] // problem.day_ticks != day)
    first = min(one.start for one in there)
    last = max(one.start + ticks[one.activity] for one in there)
    kept = [
        (max(begins, first), min(ends, last)) if begins // problem.day_ticks == day else (begins, ends)
        for begins, ends in spans
    ]
    return tuple(one for one in kept if one[0] < one[1])


def _remembered(chance: Random, problem: Problem, session: Session) -> Session:
    """Return how people think that the session was: often right, at times an hour later or with somebody else."""
    if chance.random() >= REMEMBERED_WRONGLY:
        return session
    if chance.random() < 0.5:
        return session.model_copy(update={"start": session.start + 60 // problem.tick_min})
    return session.model_copy(update={"clinician": chance.choice(problem.clinicians).id})
