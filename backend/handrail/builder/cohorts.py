"""A cohort and everything it could be: its days, its start, and where its groups stand in the blocks."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from handrail.builder.parts import Cohort, Held, Layout, Now, Option
from handrail.builder.problem import Kind, Problem, Track
from handrail.builder.solution import TrackDays
from handrail.builder.ticks import bits, starts_of, union

SPREAD_DAYS: Final = 3
"""A cohort of so many days or fewer should not meet on neighbouring days."""


def cohort_of(problem: Problem, index: int, groups: list[Held], free: int, now: Mapping[int, Now]) -> Cohort:
    """Return the cohort of a track. `free`: when all its participants can come."""
    track = problem.tracks[index]
    groups = sorted(groups, key=lambda one: one.second >= 0)
    place_of = {group.index: at for at, group in enumerate(groups)}
    twins = tuple(place_of.get(group.second, -1) for group in groups)
    too_many = _too_many(problem, track)
    options = () if too_many else (one for one in _options(problem, track, groups, now) if not one.whole & ~free)
    alone = frozenset.intersection(*(group.leaders for group in groups)) if groups else frozenset[int]()
    return Cohort(
        index=index,
        id=track.id,
        site=next(at for at, site in enumerate(problem.sites) if site.id == track.site),
        groups=tuple(groups),
        twins=twins,
        ticks=sum(group.ticks for group in groups),
        options=tuple(sorted(options, key=lambda one: one.cost)),
        leaders=tuple(sorted(frozenset[int]().union(*(group.leaders for group in groups)))),
        leads_all=alone if max(twins, default=-1) < 0 else frozenset(),
        too_many=too_many,
    )


def _too_many(problem: Problem, track: Track) -> tuple[int, int] | None:
    """Return how many participants come to a group and how many may, if they are more."""
    people = [one for one in problem.participants if one.track == track.id]
    paying = {one.payer for one in people}
    groups = [one for one in problem.activities if one.kind is Kind.GROUP and one.track == track.id]
    shared = [track.max_people, *(payer.group_cap for payer in problem.payers if payer.id in paying)]
    found = [(len(people), track.max_people)]
    for one in groups:
        come = len(people) if one.attending is None else one.attending
        found += [(come, cap) for cap in (*shared, one.max_people)]
    over = [(come, cap) for come, cap in found if cap is not None and come > cap]
    return min(over, key=lambda one: (one[1], -one[0]), default=None)


def planned_option(
    problem: Problem, cohort: Cohort, plan: TrackDays, now: Mapping[int, Now], closed: frozenset[int]
) -> Option | None:
    """Return what a plan says, if it is one for the cohort; closed days are met if nothing else can be done."""
    wanted = plan.days, plan.start, plan.skipped
    found = next((one for one in cohort.options if (one.days, one.start, one.layout.skipped) == wanted), None)
    if found is not None or not closed:
        return found
    track = problem.tracks[cohort.index]
    met = [at for at in range(track.days) if at not in plan.skipped]
    if len(met) != len(plan.days):
        return None
    skipped = (*plan.skipped, *(at for at, day in zip(met, plan.days, strict=True) if day in closed))
    fewer = tuple(day for day in plan.days if day not in closed), plan.start, tuple(sorted(skipped))
    found = next((one for one in cohort.options if (one.days, one.start, one.layout.skipped) == fewer), None)
    if found is not None:
        return found
    layout = _layout(track, cohort.groups, plan.skipped)
    begins, ends = track.window
    fits = begins <= plan.start <= ends - layout.longest and max(plan.days, default=0) < problem.days
    return _option(problem, track, layout, cohort.groups, plan.days, plan.start, now) if fits else None


def days_left(problem: Problem, track: Track) -> list[int]:
    """Return the days on which the track could meet at some time of its window while its site is not closed."""
    closed = next(bits(site.closed) for site in problem.sites if site.id == track.site)
    begins, ends = track.window
    window = ((1 << (ends - begins)) - 1) << begins
    days = sorted(set(track.weekdays) or range(problem.days))
    return [
        day
        for day in days
        if day < problem.days and starts_of(window & ~(closed >> day * problem.day_ticks), track.block_ticks)
    ]


def _options(problem: Problem, track: Track, groups: Sequence[Held], now: Mapping[int, Now]) -> Iterator[Option]:
    days = [day for day in sorted(set(track.weekdays) or range(problem.days)) if day < problem.days]
    left = days_left(problem, track)
    missing = track.days - len(left)
    layouts: list[Layout] = []
    if missing <= 0 or track.max_block_ticks is None:
        missing = 0
        layouts.append(_layout(track, groups, ()))
    elif left:
        days = left
        made = (_layout(track, groups, skipped) for skipped in combinations(range(track.days), missing))
        layouts += [one for one in made if one.longest <= track.max_block_ticks]
    begins, ends = track.window
    for layout in layouts:
        for chosen in combinations(days, track.days - missing):
            for start in range(begins, ends - layout.longest + 1):
                yield _option(problem, track, layout, groups, chosen, start, now)


def _layout(track: Track, groups: Sequence[Held], skipped: tuple[int, ...]) -> Layout:
    """Put the groups of days left out behind the block that ends first, one after the other."""
    met = [day for day in range(track.days) if day not in skipped]
    ends = [track.block_ticks] * len(met)
    places: dict[int, tuple[int, int]] = {}
    put: dict[tuple[int, int], tuple[int, int]] = {}
    for at, group in sorted(enumerate(groups), key=lambda one: (one[1].day_idx, one[1].offset, one[0])):
        key = group.day_idx, group.offset
        if group.day_idx not in skipped:
            places[at] = met.index(group.day_idx), group.offset
        else:
            if key not in put:
                day = ends.index(min(ends))
                put[key] = day, ends[day]
                ends[day] += group.ticks
            places[at] = put[key]
    day_groups = tuple(tuple(at for at in range(len(groups)) if places[at][0] == day) for day in range(len(met)))
    return Layout(
        skipped=skipped,
        places=tuple(places[at] for at in range(len(groups))),
        longest=max(ends),
        day_groups=day_groups,
        day_ticks=tuple(sum(groups[at].ticks for at in inside) for inside in day_groups),
        day_rooms=tuple(_rooms_for_all([groups[at] for at in inside]) for inside in day_groups),
    )


def _option(
    problem: Problem,
    track: Track,
    layout: Layout,
    groups: Sequence[Held],
    days: tuple[int, ...],
    start: int,
    now: Mapping[int, Now],
) -> Option:
    starts, masks, kept, moved = [], [], [], 0
    for group, (on, offset) in zip(groups, layout.places, strict=True):
        begins = days[on] * problem.day_ticks + start + offset
        starts.append(begins)
        masks.append(group.ones << begins)
        was = now.get(group.index)
        stays = was is not None and was.start == begins and not was.tele
        moved += was is not None and not stays
        kept.append(was.clinician if was is not None and stays else -1)
    neighbours = sum(1 for day in days if day + 1 in days) if track.days <= SPREAD_DAYS else 0
    day = (1 << problem.day_ticks) - 1
    return Option(
        layout=layout,
        days=days,
        start=start,
        cost=problem.weights.consecutive * neighbours + problem.weights.changed * moved,
        starts=tuple(starts),
        masks=tuple(masks),
        whole=union(masks),
        day_masks=tuple(union(masks[at] for at in inside) for inside in layout.day_groups),
        program_days=union(day << (one * problem.day_ticks) for one in days),
        kept=tuple(kept),
    )


def _rooms_for_all(groups: list[Held]) -> tuple[int, ...]:
    if not groups:
        return ()
    others = [set(group.rooms) for group in groups[1:]]
    return tuple(room for room in groups[0].rooms if all(room in fit for fit in others))
