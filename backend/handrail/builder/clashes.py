"""Why there is no week, in words: first what can be counted, then the fewest cohorts that find no place together."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from handrail.builder.grid import Cohort, Grid, starts_of
from handrail.builder.problem import Kind, Problem
from handrail.builder.search import Budget, build

MOVES: Final = 150
"""So long a search for a place for cohorts goes on before it counts as vain."""
TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be together. Proven by counting, or only by searches that found nothing."""

    words: str
    proven: bool


def explain(problem: Problem, seed: int, seconds: float, stopped: Callable[[], bool] = lambda: False) -> list[Clash]:
    """Return why no week was found: everything that counting shows, else a set of cohorts of which each is needed."""
    began = time.process_time()
    found = counted(Grid(problem))
    if found:
        return found

    def over() -> bool:
        return stopped() or time.process_time() - began > seconds

    if _meet(problem, {one.id for one in problem.tracks}, seed, over):
        words = "all tracks find days, rooms and leaders; participants' sessions do not all fit in beside them"
        return [Clash(words, proven=False)]
    return _fewest(problem, seed, over)


def counted(grid: Grid) -> list[Clash]:
    """Return what makes a week impossible whatever is decided."""
    lines = [*_impossible(grid), *_minimum(grid), *_room_days(grid), *_hours(grid)]
    if not lines:
        lines = list(_sessions(grid))
    more = len(lines) - TOLD
    lines = lines if more <= 0 else [*lines[:TOLD], f"and {more} more of the kind"]
    return [Clash(line, proven=True) for line in lines]


def _impossible(grid: Grid) -> Iterator[str]:
    """Yield what has nobody to hold it, no room, or no time."""
    for held, one in zip(grid.held, grid.problem.activities, strict=True):
        if not held.leaders:
            named = f" among {', '.join(one.clinicians)}" if one.clinicians else ""
            yield f"{held.id} needs {held.credential}; nobody{named} has it"
        if not held.rooms and not held.tele_ok:
            fit = f" fit for {', '.join(one.tags)}" if one.tags else ""
            yield f"{held.id} finds no room at its site that is large enough{fit}"
    for cohort in grid.cohorts:
        if not cohort.options:
            yield f"{cohort.id} has no days and hours at which all its participants can come"


def _minimum(grid: Grid) -> Iterator[str]:
    planned = dict.fromkeys((one.id for one in grid.problem.participants), 0)
    groups = {cohort.id: cohort.ticks for cohort in grid.cohorts}
    for one in grid.problem.activities:
        if one.participant is not None and one.kind in (Kind.INDIVIDUAL, Kind.FAMILY):
            planned[one.participant] += one.ticks
    least = {one.id: one.min_week_ticks for one in grid.problem.tracks}
    short: dict[str, list[int]] = {}
    for participant in grid.problem.participants:
        ticks = planned[participant.id] + groups[participant.track]
        if ticks < least[participant.track]:
            short.setdefault(participant.track, []).append(ticks)
    for name, weeks in short.items():
        people = "1 participant has" if len(weeks) == 1 else f"{len(weeks)} participants have"
        yield (
            f"{people} at most {_in_hours(grid, max(weeks))} planned in {name}, whose weekly minimum is "
            f"{_in_hours(grid, least[name])}"
        )


def _room_days(grid: Grid) -> Iterator[str]:
    """Yield sites and times of day at which cohorts need more rooms than the days have."""
    for site, named in enumerate(grid.problem.sites):
        told: set[frozenset[int]] = set()
        for tick in range(grid.day_ticks):
            cohorts = [one for one in grid.cohorts if one.site == site and _always_meets(grid, one, tick)]
            rooms = {room for one in cohorts for group in one.groups for room in group.rooms}
            exist = [
                sum(grid.room_open[room] >> (day * grid.day_ticks + tick) & 1 for room in rooms)
                for day in range(grid.days)
            ]
            cohorts.sort(key=lambda one: -len(one.day_groups))
            while len(cohorts) > 1 and _needs(cohorts[:-1]) > sum(exist):
                cohorts.pop()
            need = _needs(cohorts)
            which = frozenset(one.index for one in cohorts)
            if need > sum(exist) and which not in told:
                told.add(which)
                yield (
                    f"{len(cohorts)} tracks at {named.id} that all meet at {_of_day(grid, tick)} need {need} "
                    f"room-days; {sum(exist)} exist ({', '.join(sorted(one.id for one in cohorts))})"
                )


def _needs(cohorts: list[Cohort]) -> int:
    return sum(len(one.day_groups) for one in cohorts)


def _always_meets(grid: Grid, cohort: Cohort, tick: int) -> bool:
    """Return whether on each of its days the cohort is in a room at this time of day, whatever its start."""
    if not cohort.options or any(group.tele_ok for group in cohort.groups):
        return False
    return all(
        all(mask >> (day * grid.day_ticks + tick) & 1 for day, mask in zip(option.days, option.day_masks, strict=True))
        for option in cohort.options
    )


def _hours(grid: Grid) -> Iterator[str]:
    """Yield sets of clinicians who alone may hold more than their weeks can."""
    sets = {held.leaders for held in grid.held if held.leaders}
    sets.add(frozenset[int]().union(*sets))
    for clinicians in sorted(sets, key=sorted):
        inside = [held for held in grid.held if held.leaders and held.leaders <= clinicians]
        need = sum(held.ticks for held in inside)
        have = sum(grid.supply[c] for c in clinicians)
        if need > have:
            what = ", ".join(sorted({held.credential for held in inside}))
            yield (
                f"{len(inside)} sessions that need {what} take {_in_hours(grid, need)}; the {len(clinicians)} "
                f"clinicians who may hold them have {_in_hours(grid, have)}"
            )


def _sessions(grid: Grid) -> Iterator[str]:
    """Yield sessions that have no time, with nobody else in the week."""
    for unit in grid.units:
        for held in unit.sessions:
            come = grid.available[unit.participant]
            rooms = sum(grid.day_mask) if held.tele_ok else 0
            for room in held.rooms:
                rooms |= starts_of(grid.room_open[room], held.ticks)
            able = (starts_of(grid.clinician_open[c] & come, held.ticks) & rooms for c in unit.clinicians)
            if not any(starts & grid.inside[held.ticks] for starts in able):
                yield f"{held.id} has no time at which the participant, a room and somebody who may hold it are free"


def _fewest(problem: Problem, seed: int, over: Callable[[], bool]) -> list[Clash]:
    """Leave out cohort after cohort; whoever is not needed for the clash stays out. Each question is solved anew."""
    needed = [one.id for one in problem.tracks]
    for name in list(needed):
        if over():
            break
        rest = set(needed) - {name}
        if rest and not _meet(problem, rest, seed, over):
            needed.remove(name)
    if over():
        words = f"no days, rooms and leaders were found for these {len(needed)} tracks together: {', '.join(needed)}"
    else:
        words = (
            f"no days, rooms and leaders were found for these {len(needed)} tracks together, while without any one of "
            f"them there are: {', '.join(needed)}"
        )
    return [Clash(words, proven=False)]


def _meet(problem: Problem, names: set[str], seed: int, over: Callable[[], bool]) -> bool:
    """Return whether these cohorts find days, rooms and leaders, with no sessions of participants in the week."""
    smaller = problem.model_copy(
        update={
            "tracks": tuple(one for one in problem.tracks if one.id in names),
            "participants": tuple(one for one in problem.participants if one.track in names),
            "activities": tuple(one for one in problem.activities if one.track in names and one.kind is Kind.GROUP),
            "current": None,
        }
    )
    built = build(smaller, seed=seed, budget=Budget(iterations=MOVES), stopped=over, first=True)
    return built.solution is not None


def _in_hours(grid: Grid, ticks: int) -> str:
    return f"{ticks * grid.problem.tick_min / 60:g} h"


def _of_day(grid: Grid, tick: int) -> str:
    hour, minute = divmod(tick * grid.problem.tick_min, 60)
    return f"{hour:02}:{minute:02}"
