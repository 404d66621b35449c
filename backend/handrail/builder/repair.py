"""Repairing a running week: what an absence, a lost room or a late opening hits is held otherwise, and little else."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from handrail.builder.cohorts import days_left, planned_option
from handrail.builder.columns import Columns
from handrail.builder.disruption import Disruption, disrupted
from handrail.builder.exchange import Exchange
from handrail.builder.grid import Grid
from handrail.builder.parts import Cohort, Held, Unit
from handrail.builder.problem import Mistakes, Problem
from handrail.builder.sessions import ANY_PRICE, Sessions
from handrail.builder.solution import CostParts, PlannedWeek, Session, Solution
from handrail.builder.ticks import bits
from handrail.builder.week import NOWHERE, Column, Week

PUSH_STEPS: Final = 40
NO_CEILING: Final = 1_000_000
BEGINNINGS: Final = 5
"""So often a new cohort is given a week before none is found: options are overlooked at random."""


@dataclass(frozen=True, slots=True)
class Change:
    """A session that is held otherwise than planned, or not at all, and why."""

    activity: str
    before: Session
    after: Session | None
    hit: bool
    """False: it only makes way for one that is hit."""
    words: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """The week after the repair; what found no place is not in it."""

    problem: Problem
    """The problem as it is now: less is open, and the week as it was is the current one."""
    week: PlannedWeek
    cost_parts: CostParts
    hit: int
    changes: tuple[Change, ...]

    def solution(self) -> Solution:
        """Return the week as a solution of the problem as it is now; no bound is known."""
        return Solution(
            tracks=self.week.tracks, sessions=self.week.sessions, cost_parts=self.cost_parts, bound=0, cpu_s=0.0
        )

    @property
    def lost(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.after is None)


def repair(problem: Problem, week: PlannedWeek, disruption: Disruption, *, seed: int = 1) -> Repaired:
    """Repair a week that kept the rules of the problem before. Cohorts keep their days and times."""
    return _Repair(disrupted(problem, week, disruption), week, disruption, seed).run()


def complete(problem: Problem, week: PlannedWeek, disruption: Disruption, *, seed: int = 1) -> Repaired:
    """Repair a week that does not hold everything yet, and give the rest a place; what stands stays unless it is hit or
    has to make way."""
    return _Repair(disrupted(problem, week, disruption), week, disruption, seed, growing=True).run()


class _Repair:
    def __init__(
        self, problem: Problem, before: PlannedWeek, disruption: Disruption, seed: int, *, growing: bool = False
    ) -> None:
        self.growing = growing
        """What the week does not hold is new; otherwise it is a mistake of the week."""
        self.chance = Random(seed)  # noqa: S311  the same week for the same seed; no secret
        self.grid = Grid(problem)
        self.before = {one.activity: one for one in before.sessions}
        self.planned = before
        self.week = Week(self.grid)
        self.sessions = Sessions(self.grid, self.chance, lambda: False)
        self.absent = [(one.id, bits([one.span])) for one in disruption.absent]
        self.rooms = [(one.id, bits([one.span])) for one in disruption.rooms]
        self.closed = [(one.id, bits([one.span])) for one in disruption.closed]
        self.why: dict[str, str] = {}
        self.waiting: list[Unit] = []

    def run(self) -> Repaired:
        groups = [(cohort, group, start) for cohort in self.grid.cohorts for group, start in self._as_planned(cohort)]
        hit = [one for one in groups if not self._stays(one[1], one[0].site, one[2])]
        self._load()
        for cohort, group, start in hit:
            self._hold(cohort, group, start)
        self._beside(groups)
        self._seconds(groups)
        for cohort in self.grid.cohorts:
            self._close(cohort)
        self._begin_new()
        moving = [unit for unit in self.waiting if not self.sessions.keep(self.week, unit)]
        missing = [unit for unit in moving if not self.sessions.place(self.week, unit, ANY_PRICE)]
        exchange = Exchange(self.grid, self.sessions)
        self._push_in([unit for unit in missing if not exchange.admit(self.week, unit, ANY_PRICE)])
        after = self.week.planned()
        return Repaired(
            problem=self.grid.problem,
            week=after,
            cost_parts=self.week.cost_parts(),
            hit=len(self.why),
            changes=tuple(self._changes(after)),
        )

    def _as_planned(self, cohort: Cohort) -> Iterator[tuple[Held, int]]:
        """Give the cohort its days and start again."""
        if self.growing and cohort.id not in self.planned.tracks:
            return iter(())
        plan = self.planned.tracks.get(cohort.id)
        track = self.grid.problem.tracks[cohort.index]
        here = any(name == track.site for name, _ in self.closed)
        left = days_left(self.grid.problem, track) if here else range(self.grid.days)
        closed = frozenset(range(self.grid.days)) - set(left)
        option = planned_option(self.grid.problem, cohort, plan, self.grid.now, closed) if plan else None
        if option is None:
            raise Mistakes([f"tracks.{cohort.id}: its days and start do not fit the problem; check the week first"])
        nobody = (NOWHERE,) * len(cohort.groups)
        self.week.columns[cohort.index] = Column(option, nobody, nobody, 0)
        self.week.block[cohort.index] = option.whole
        return zip(cohort.groups, option.starts, strict=True)

    def _begin_new(self) -> None:
        """Give cohorts that the week does not hold their days; what stands stays. Where their groups do not all find
        two leaders, those find one."""
        columns = Columns(self.chance)
        for cohort in self.grid.cohorts:
            if self.week.columns[cohort.index] is not None or self._begins(columns, cohort):
                continue
            single = self.grid.with_one_leader(cohort)
            if len(single.groups) < len(cohort.groups) and self._begins(columns, single):
                for group in cohort.groups:
                    if group.second >= 0:
                        self._hold(cohort, group, self.week.start[group.second])

    def _begins(self, columns: Columns, cohort: Cohort) -> bool:
        tries = (columns.best(self.week, cohort, NO_CEILING) for _ in range(BEGINNINGS))
        column = next((one for one in tries if one is not None), None)
        if column is not None:
            self.week.meet(cohort, column)
        return column is not None

    def _stays(self, held: Held, site: int, start: int | None = None) -> bool:
        """Hold a session as planned if nothing hits it; else note what does. `start`: of a group, in days that closures
        may have made other ones."""
        session = self.before.get(held.id)
        now = self.grid.now.get(held.index)
        if self.growing and session is None:
            return False
        if session is None or now is None:
            raise Mistakes([f"sessions: {held.id} is missing; check the week first"])
        mask = held.ones << session.start
        why = [f"{name} is away" for name, lost in self.absent if name == session.clinician and lost & mask]
        why += [f"{name} cannot be used" for name, lost in self.rooms if name == session.room and lost & mask]
        here = self.grid.problem.sites[site].id
        why += [f"{here} is closed" for name, lost in self.closed if name == here and lost & mask and not session.tele]
        if start not in (None, session.start) and not why:
            why.append(f"{here} is closed")
        if why:
            self.why[held.id] = " and ".join(dict.fromkeys(why))
            return False
        self.week.hold(held, now.start, now.clinician, now.room, site)
        return True

    def _load(self) -> None:
        """Hold participants' sessions as planned; units of which one is hit wait for a place."""
        for unit in self.grid.units:
            stay = [held for held in unit.sessions if self._stays(held, unit.site)]
            block = self.week.block[unit.cohort]
            in_group = any(held.ones << self.week.start[held.index] & block for held in stay)
            for held in stay:
                self.week.participant_free[unit.participant] ^= held.ones << self.week.start[held.index]
                self.week.seen_by[self.week.clinician[held.index]].add(unit.index)
                if self.week.room[held.index] != NOWHERE:
                    self.week.seen_in[self.week.room[held.index]].add(unit.index)
            if len(stay) < len(unit.sessions) or in_group:
                self.week.drop(unit)
                self.waiting.append(unit)

    def _hold(self, cohort: Cohort, group: Held, start: int) -> None:
        """Hold a group at its time: its leader and room if they can, else those that change least."""
        now = self.grid.now.get(group.index)
        mask = group.ones << start
        if group.second >= 0:
            if self.week.start[group.second] == NOWHERE:
                return
            room = self.week.room[group.second]
        else:
            was = NOWHERE if now is None else now.room
            rooms = (at for at in (was, *group.rooms) if at in group.rooms and self._room_free(at, mask))
            room = next(rooms, NOWHERE)
            if room == NOWHERE and not group.tele_ok:
                room = self._clear_room(group, mask)
                if room == NOWHERE:
                    return
        leader = self._leader(cohort, group, mask, NOWHERE if now is None else now.clinician)
        if leader == NOWHERE and group.second < 0:
            leader = self._from_beside(cohort, group, mask)
        if leader != NOWHERE:
            self.week.hold(group, start, leader, room, cohort.site)

    def _from_beside(self, cohort: Cohort, group: Held, mask: int) -> int:
        """Let a group that finds no leader be led by its second one, whose place somebody else may take."""
        for second in cohort.groups:
            at = self.week.clinician[second.index]
            if second.second == group.index and at in group.leaders:
                start, room = self.week.start[second.index], self.week.room[second.index]
                self.week.release(second, cohort.site)
                leader = self._leader(cohort, group, mask, at)
                if leader != NOWHERE:
                    self.why.setdefault(second.id, self.why.get(group.id, ""))
                    return leader
                self.week.hold(second, start, at, room, cohort.site)
        return NOWHERE

    def _beside(self, groups: list[tuple[Cohort, Held, int]]) -> None:
        """Seek another second leader where the one there was leads the group now."""
        for cohort, group, start in groups:
            if group.second >= 0 and self.week.start[group.index] == NOWHERE:
                self._hold(cohort, group, start)

    def _seconds(self, groups: list[tuple[Cohort, Held, int]]) -> None:
        """Second leaders are where their group is; where it is not held they are free."""
        for cohort, group, _ in groups:
            if group.second < 0 or self.week.start[group.index] == NOWHERE:
                continue
            if self.week.start[group.second] == NOWHERE:
                self.week.release(group, cohort.site)
                self.why.setdefault(group.id, self.why.get(self.grid.held[group.second].id, ""))
            else:
                self.week.room[group.index] = self.week.room[group.second]

    def _room_free(self, room: int, mask: int) -> bool:
        return not mask & ~self.week.room_free[room]

    def _elsewhere(self, unit: Unit, room: int, mask: int) -> bool:
        """Return whether a unit's sessions in a room at a time find other rooms at theirs."""
        return all(
            any(at != room and self._room_free(at, held.ones << self.week.start[held.index]) for at in held.rooms)
            for held in unit.sessions
            if self.week.room[held.index] == room and held.ones << self.week.start[held.index] & mask
        )

    def _clear_room(self, group: Held, mask: int) -> int:
        """Return a room out of which only participants' sessions have to go, as few as can be of those that find no
        other room at their time, then as few as can be; they wait for a place."""
        best, out, least = NOWHERE, list[Unit](), (0, 0)
        for room in group.rooms:
            inside = [self.grid.units[at] for at in sorted(self.week.seen_in[room])]
            units = [unit for unit in inside if self._mask(unit, room=room) & mask]
            free = self.week.room_free[room]
            for unit in units:
                free |= self._mask(unit, room=room)
            rank = sum(not self._elsewhere(unit, room, mask) for unit in units), len(units)
            if not mask & ~free and (best == NOWHERE or rank < least):
                best, out, least = room, units, rank
        self._wait(out)
        return best

    def _leader(self, cohort: Cohort, group: Held, mask: int, now: int) -> int:
        """Return the leader it has; else one who is free: of the cohort first, then who has most of the day left; else
        one whose sessions with participants can wait, the fewest."""
        day = (mask.bit_length() - 1) // self.grid.day_ticks
        team = {self.week.clinician[one.index] for one in cohort.groups}
        able: list[tuple[tuple[int, bool, bool, float, int], int, list[Unit]]] = []
        for c in sorted(group.leaders):
            units = [self.grid.units[at] for at in sorted(self.week.seen_by[c])]
            units = [unit for unit in units if self._mask(unit, clinician=c) & mask]
            free, there = self.week.clinician_free[c], self.week.reach(c, cohort.site)
            for unit in units:
                free |= self._mask(unit, clinician=c)
                there |= self._mask(unit, clinician=c)
            if mask & ~(free & self.grid.hours_at[c][cohort.site]) or not self.grid.rests(c, free & ~mask):
                continue
            ticks = sum(held.ticks for unit in units for held in unit.sessions)
            left = min(self.week.day_left[c][day], self.week.week_left[c]) + ticks
            for unit in self._that_day(c, day, units) if left < group.ticks else ():
                if left < group.ticks:
                    units.append(unit)
                    left += unit.ticks
            if left >= group.ticks:
                rank = (
                    len(units) if c != now else -1,
                    bool(mask & ~there),
                    c not in team,
                    self.grid.scarcity[c],
                    -left,
                )
                able.append((rank, c, units))
        # Whether the way there is long enough shows only once what stands around it has gone.
        return next(
            (c for _, c, units in sorted(able, key=lambda one: one[:2]) if self._clears(c, units, cohort, group, mask)),
            NOWHERE,
        )

    def _clears(self, c: int, units: list[Unit], cohort: Cohort, group: Held, mask: int) -> bool:
        """Return whether a clinician can lead at that time once these sessions wait; if not, nothing has changed."""
        day = (mask.bit_length() - 1) // self.grid.day_ticks
        before, waiting = self.week.copy(), len(self.waiting)
        self._wait(units)
        for unit in self._nearest(c, day, mask):
            if not mask & ~self.week.reach(c, cohort.site):
                break
            self._wait([unit])  # at another site, so soon before or after that there is no time for the way
        left = min(self.week.day_left[c][day], self.week.week_left[c])
        if not mask & ~self.week.reach(c, cohort.site) and left >= group.ticks:
            return True
        self.week = before
        del self.waiting[waiting:]
        return False

    def _nearest(self, c: int, day: int, mask: int) -> list[Unit]:
        """Return whom the clinician sees on a day, those nearest to a time first."""
        middle = mask.bit_length()
        return sorted(
            self._that_day(c, day, []), key=lambda one: abs(self._mask(one, clinician=c).bit_length() - middle)
        )

    def _that_day(self, c: int, day: int, units: list[Unit]) -> list[Unit]:
        """Return whom else the clinician sees on a day, the longest first; they can wait if the day is too long."""
        mask = self.grid.day_mask[day]
        others = [self.grid.units[at] for at in sorted(self.week.seen_by[c])]
        others = [unit for unit in others if unit not in units and self._mask(unit, clinician=c) & mask]
        return sorted(others, key=lambda one: -one.ticks)

    def _mask(self, unit: Unit, *, room: int = NOWHERE, clinician: int = NOWHERE) -> int:
        mask = 0
        for held in unit.sessions:
            there = room == NOWHERE or self.week.room[held.index] == room
            if there and clinician in (NOWHERE, self.week.clinician[held.index]):
                mask |= held.ones << self.week.start[held.index]
        return mask

    def _wait(self, units: list[Unit]) -> None:
        for unit in units:
            self.week.drop(unit)
            self.waiting.append(unit)

    def _close(self, cohort: Cohort) -> None:
        """Write who leads and where into the cohort's column."""
        column = self.week.columns[cohort.index]
        if column is not None:
            leaders = tuple(self.week.clinician[group.index] for group in cohort.groups)
            rooms = tuple(self.week.room[group.index] for group in cohort.groups)
            self.week.columns[cohort.index] = Column(column.option, leaders, rooms, 0)

    def _push_in(self, missing: list[Unit]) -> None:
        """Place what found no free time by moving others, one after the other; what remains is lost."""
        for unit in missing:
            trial = self.week.copy()
            if self.sessions.push_in(trial, [unit], PUSH_STEPS, ANY_PRICE):
                self.week = trial

    def _changes(self, after: PlannedWeek) -> Iterator[Change]:
        now = {one.activity: one for one in after.sessions}
        for name, before in self.before.items():
            session = now.get(name)
            if session != before:
                why = self.why.get(name)
                reason = f"{why}: " if why else "makes way: "
                yield Change(name, before, session, why is not None, f"{reason}{self._how(before, session)}")

    def _how(self, before: Session, after: Session | None) -> str:
        if after is None:
            return "found no place; cancel it or call somebody in"
        parts = []
        if after.start != before.start:
            parts.append(f"moves from tick {before.start} to {after.start}")
        if after.clinician != before.clinician:
            parts.append(f"{after.clinician} holds it instead of {before.clinician}")
        if after.tele and not before.tele:
            parts.append("is held by video")
        elif after.room != before.room:
            parts.append(f"is in {after.room}" + (f" instead of {before.room}" if before.room else ""))
        return ", ".join(parts)
