"""Why there is no week, in words: first what can be counted, then the fewest cohorts that find no place together."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from handrail.builder.cohorts import days_left
from handrail.builder.grid import Grid
from handrail.builder.parts import Cohort
from handrail.builder.problem import Kind, Problem
from handrail.builder.search import Budget, build
from handrail.builder.ticks import starts_of

MOVES: Final = 150
"""So long a search for a place for cohorts goes on before it counts as vain."""
TOLD: Final = 10


Told = str | int | float | list[str]


class ClashRule(StrEnum):
    """What clashes, for whoever writes words of their own."""

    NOBODY = "nobody"
    NO_ROOM = "no_room"
    NO_DAYS = "no_days"
    GROUP_CAP = "group_cap"
    TWO_LEADERS = "two_leaders"
    SECOND = "second"
    CLOSURES = "closures"
    WEEKLY_MINIMUM = "weekly_minimum"
    ROOM_DAYS = "room_days"
    HOURS = "hours"
    NO_TIME = "no_time"
    PARTICIPANTS = "participants"
    TRACKS = "tracks"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be together. Proven by counting, or only by searches that found nothing."""

    words: str
    proven: bool
    rule: ClashRule
    facts: Mapping[str, Told] = field(default_factory=dict)
    """Ids of the problem and figures: what the words say."""


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
        return [Clash(words, proven=False, rule=ClashRule.PARTICIPANTS)]
    return _fewest(problem, seed, over)


def counted(grid: Grid) -> list[Clash]:
    """Return what makes a week impossible whatever is decided."""
    found = [*_impossible(grid), *below_minimum(grid.problem), *_room_days(grid), *_hours(grid)]
    if not found:
        found = list(_sessions(grid))
    more = len(found) - TOLD
    if more > 0:
        found = [*found[:TOLD], _proven(ClashRule.MORE, f"and {more} more of the kind", count=more)]
    return found


def _proven(rule: ClashRule, words: str, **facts: Told) -> Clash:
    return Clash(words, proven=True, rule=rule, facts=facts)


def _impossible(grid: Grid) -> Iterator[Clash]:
    """Yield what has nobody to hold it, no room, or no time."""
    for held, one in zip(grid.held, grid.problem.activities, strict=True):
        if not held.leaders:
            named = f" among {', '.join(one.clinicians)}" if one.clinicians else ""
            licences = _licences(grid, held.index)
            words = f"{held.id} needs {held.credential}{licences}; nobody{named} has it"
            yield _proven(ClashRule.NOBODY, words, activity=held.id, credential=held.credential)
        if not held.rooms and not held.tele_ok:
            fit = f" fit for {', '.join(one.tags)}" if one.tags else ""
            words = f"{held.id} finds no room at its site that is large enough{fit}"
            yield _proven(ClashRule.NO_ROOM, words, activity=held.id)
        second = held.second >= 0 and held.leaders | grid.held[held.second].leaders
        if second and len(second) == 1:
            words = f"{grid.held[held.second].id} needs two leaders; only one clinician may hold it or stand beside"
            yield _proven(ClashRule.TWO_LEADERS, words, activity=held.id)
    for cohort in grid.cohorts:
        if not cohort.options:
            yield _no_options(grid, cohort)


def _licences(grid: Grid, index: int) -> str:
    """Return what the payers of a session ask for, in words."""
    one = grid.problem.activities[index]
    if one.co_leads is not None:
        return ""
    paying = grid.payers(one, grid.track_of[one.track])
    asked = [
        f"{' or '.join(rule.any_of)} for {payer.id}"
        for payer in grid.problem.payers
        for rule in payer.licences
        if payer.id in paying and rule.kind is one.kind
    ]
    return "".join(f" and {line}" for line in asked)


def _no_options(grid: Grid, cohort: Cohort) -> Clash:
    """Return why a cohort cannot meet at all."""
    track = grid.problem.tracks[cohort.index]
    if cohort.too_many is not None:
        people, most = cohort.too_many
        words = f"{cohort.id} has {people} participants; its groups may have {most} at most"
        return _proven(ClashRule.GROUP_CAP, words, track=cohort.id, count=people, most=most)
    left = days_left(grid.problem, track)
    if len(left) < track.days:
        longer = track.max_block_ticks is not None
        words = f"closures leave {cohort.id} {len(left)} of {track.days} days" + (
            f"; its groups do not fit into blocks of {_in_hours(grid.problem, track.max_block_ticks or 0)} on these"
            if longer
            else "; no longer block is allowed to it"
        )
        return _proven(ClashRule.CLOSURES, words, track=cohort.id, have=len(left), need=track.days)
    words = f"{cohort.id} has no days and hours at which all its participants can come"
    return _proven(ClashRule.NO_DAYS, words, track=cohort.id)


def below_minimum(problem: Problem) -> Iterator[Clash]:
    """Yield tracks of which participants have fewer hours in all that the problem holds than the weekly minimum."""
    planned = dict.fromkeys((one.id for one in problem.participants), 0)
    groups = dict.fromkeys((one.id for one in problem.tracks), 0)
    for one in problem.activities:
        if one.kind is Kind.GROUP and one.co_leads is None:
            groups[one.track] += one.ticks
        if one.participant is not None and one.kind in (Kind.INDIVIDUAL, Kind.FAMILY):
            planned[one.participant] += one.ticks
    least = {one.id: one.min_week_ticks for one in problem.tracks}
    short: dict[str, list[int]] = {}
    for participant in problem.participants:
        ticks = planned[participant.id] + groups[participant.track]
        if ticks < least[participant.track]:
            short.setdefault(participant.track, []).append(ticks)
    for name, weeks in short.items():
        people = "1 participant has" if len(weeks) == 1 else f"{len(weeks)} participants have"
        words = (
            f"{people} at most {_in_hours(problem, max(weeks))} planned in {name}, whose weekly minimum is "
            f"{_in_hours(problem, least[name])}"
        )
        figures = {"most_hours": _hours_of(problem, max(weeks)), "least_hours": _hours_of(problem, least[name])}
        yield _proven(ClashRule.WEEKLY_MINIMUM, words, track=name, count=len(weeks), **figures)


def _room_days(grid: Grid) -> Iterator[Clash]:
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
            cohorts.sort(key=lambda one: -_meets(one))
            while len(cohorts) > 1 and _needs(cohorts[:-1]) > sum(exist):
                cohorts.pop()
            need = _needs(cohorts)
            which = frozenset(one.index for one in cohorts)
            if need > sum(exist) and which not in told:
                told.add(which)
                tracks, at = sorted(one.id for one in cohorts), _of_day(grid, tick)
                words = (
                    f"{len(cohorts)} tracks at {named.id} that all meet at {at} need {need} "
                    f"room-days; {sum(exist)} exist ({', '.join(tracks)})"
                )
                figures = {"need": need, "have": sum(exist)}
                yield _proven(ClashRule.ROOM_DAYS, words, site=named.id, at=at, tracks=tracks, **figures)


def _needs(cohorts: list[Cohort]) -> int:
    return sum(_meets(one) for one in cohorts)


def _meets(cohort: Cohort) -> int:
    """Return on how many days the cohort meets."""
    return min((len(option.days) for option in cohort.options), default=0)


def _always_meets(grid: Grid, cohort: Cohort, tick: int) -> bool:
    """Return whether on each of its days the cohort is in a room at this time of day, whatever its start."""
    # Of a group that no room at all is fit for that is told, and nothing about days.
    if not cohort.options or any(group.tele_ok or not group.rooms for group in cohort.groups):
        return False
    return all(
        all(mask >> (day * grid.day_ticks + tick) & 1 for day, mask in zip(option.days, option.day_masks, strict=True))
        for option in cohort.options
    )


def _hours(grid: Grid) -> Iterator[Clash]:
    """Yield sets of clinicians who alone may hold more than their weeks can."""
    sets = {held.leaders for held in grid.held if held.leaders}
    sets.add(frozenset[int]().union(*sets))
    for clinicians in sorted(sets, key=sorted):
        inside = [held for held in grid.held if held.leaders and held.leaders <= clinicians]
        need = sum(held.ticks for held in inside)
        have = sum(grid.supply[c] for c in clinicians)
        if need > have:
            credentials = sorted({held.credential for held in inside})
            words = (
                f"{len(inside)} sessions that need {', '.join(credentials)} take {_in_hours(grid.problem, need)}; the "
                f"{len(clinicians)} clinicians who may hold them have {_in_hours(grid.problem, have)}"
            )
            yield _proven(
                ClashRule.HOURS,
                words,
                credentials=credentials,
                sessions=len(inside),
                count=len(clinicians),
                need_hours=_hours_of(grid.problem, need),
                have_hours=_hours_of(grid.problem, have),
            )


def _sessions(grid: Grid) -> Iterator[Clash]:
    """Yield sessions that have no time, with nobody else in the week."""
    for unit in grid.units:
        for held in unit.sessions:
            come = grid.available[unit.participant]
            rooms = sum(grid.day_mask) if held.tele_ok else 0
            for room in held.rooms:
                rooms |= starts_of(grid.room_open[room], held.ticks)
            able = (starts_of(grid.hours_at[c][unit.site] & come, held.ticks) & rooms for c in unit.clinicians)
            if not any(starts & held.begins for starts in able):
                words = f"{held.id} has no time at which the participant, a room and somebody who may hold it are free"
                yield _proven(ClashRule.NO_TIME, words, activity=held.id)


def _fewest(problem: Problem, seed: int, over: Callable[[], bool]) -> list[Clash]:
    """Leave out cohort after cohort; whoever is not needed for the clash stays out. Each question is solved anew."""
    needed = [one.id for one in problem.tracks]
    for name in list(needed):
        if over():
            break
        rest = set(needed) - {name}
        if rest and not _meet(problem, rest, seed, over):
            needed.remove(name)
    stopped = over()
    if stopped:
        words = f"no days, rooms and leaders were found for these {len(needed)} tracks together: {', '.join(needed)}"
    else:
        words = (
            f"no days, rooms and leaders were found for these {len(needed)} tracks together, while without any one of "
            f"them there are: {', '.join(needed)}"
        )
    return [Clash(words, proven=False, rule=ClashRule.TRACKS, facts={"tracks": needed, "each_needed": not stopped})]


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


def _in_hours(problem: Problem, ticks: int) -> str:
    return f"{_hours_of(problem, ticks):g} h"


def _hours_of(problem: Problem, ticks: int) -> float:
    return ticks * problem.tick_min / 60


def _of_day(grid: Grid, tick: int) -> str:
    hour, minute = divmod(tick * grid.problem.tick_min, 60)
    return f"{hour:02}:{minute:02}"
