"""Solutions with one thing made wrong, to show that the checker finds it. Each names the rule that it breaks."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from handrail.builder.problem import Activity, Kind, Problem
from handrail.builder.solution import Session, Solution


class Mutant:
    """A solution to spoil."""

    def __init__(self, problem: Problem, solution: Solution, chance: Random) -> None:
        self.problem = problem
        self.solution = solution
        self.chance = chance
        self.activities = {one.id: one for one in problem.activities}
        self.tracks = {one.id: one for one in problem.tracks}
        self.clinicians = {one.id: one for one in problem.clinicians}
        self.rooms = {one.id: one for one in problem.rooms}
        self.sessions = list(solution.sessions)
        self.order = list(range(len(self.sessions)))
        chance.shuffle(self.order)

    def of(self, *, group: bool | None = None, tele: bool | None = None) -> Iterator[tuple[int, Session, Activity]]:
        """Yield sessions in random order, without those who lead beside somebody."""
        for at in self.order:
            session = self.sessions[at]
            activity = self.activities[session.activity]
            if (
                activity.co_leads is None
                and group in (None, activity.kind is Kind.GROUP)
                and tele in (None, session.tele)
            ):
                yield at, session, activity

    def with_session(self, at: int, **changes: object) -> Solution:
        """Return the solution with a session changed."""
        sessions = self.sessions.copy()
        sessions[at] = sessions[at].model_copy(update=changes)
        return self.with_sessions(sessions)

    def with_sessions(self, sessions: list[Session]) -> Solution:
        return self.solution.model_copy(update={"sessions": tuple(sessions)})

    def with_track(self, name: str, **changes: object) -> Solution:
        """Return the solution with a cohort's days changed."""
        tracks = {**self.solution.tracks, name: self.solution.tracks[name].model_copy(update=changes)}
        return self.solution.model_copy(update={"tracks": tracks})

    def site(self, activity: Activity) -> str:
        return activity.site or self.tracks[activity.track].site


Mutation = Callable[[Mutant], Solution | None]


def _left_out(mutant: Mutant) -> Solution | None:
    return mutant.with_sessions(mutant.sessions[1:])


def _held_twice(mutant: Mutant) -> Solution | None:
    return mutant.with_sessions([*mutant.sessions, mutant.sessions[mutant.order[0]]])


def _short_week(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(group=True):
        if mutant.tracks[activity.track].min_week_ticks:
            kept = [one for one in mutant.sessions if mutant.activities[one.activity].track != activity.track]
            return mutant.with_sessions([*kept, mutant.sessions[at]])
    return None


def _without_credential(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of():
        for name, clinician in mutant.clinicians.items():
            if activity.credential not in clinician.credentials:
                return mutant.with_session(at, clinician=name)
    return None


def _off_work(mutant: Mutant) -> Solution | None:
    for at, session, _ in mutant.of(group=False):
        first = min((begins for begins, _ in mutant.clinicians[session.clinician].open), default=0)
        if first:
            return mutant.with_session(at, start=first - 1)
    return None


def _two_at_once(mutant: Mutant) -> Solution | None:
    for at, session, _ in mutant.of(group=False):
        for _, other, _ in mutant.of():
            if other.activity != session.activity:
                return mutant.with_session(at, clinician=other.clinician, start=other.start)
    return None


def _one_room_twice(mutant: Mutant) -> Solution | None:
    for at, session, _ in mutant.of(group=False, tele=False):
        for _, other, _ in mutant.of(tele=False):
            if other.activity != session.activity:
                return mutant.with_session(at, room=other.room, start=other.start)
    return None


def _in_group(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(group=False):
        for _, other, group in mutant.of(group=True):
            if group.track == activity.track:
                return mutant.with_session(at, start=other.start)
    return None


def _cannot_come(mutant: Mutant) -> Solution | None:
    away = {one.id: one.unavailable for one in mutant.problem.participants}
    for at, _, activity in mutant.of(group=False):
        spans = away[activity.participant or ""]
        if spans:
            return mutant.with_session(at, start=spans[0][0])
    return None


def _out_of_its_hours(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(group=False):
        if activity.open:
            return mutant.with_session(at, start=max(ends for _, ends in activity.open))
    return None


def _small_room(mutant: Mutant) -> Solution | None:
    smallest = min(mutant.problem.rooms, key=lambda one: one.cap)
    for at, _, activity in mutant.of(group=True):
        people = sum(1 for one in mutant.problem.participants if one.track == activity.track)
        if people + 1 > smallest.cap:
            return mutant.with_session(at, room=smallest.id)
    return None


def _unfit_room(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(tele=False):
        for name, room in mutant.rooms.items():
            if not set(activity.tags) <= set(room.tags):
                return mutant.with_session(at, room=name)
    return None


def _other_site(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(tele=False):
        for name, room in mutant.rooms.items():
            if room.site != mutant.site(activity):
                return mutant.with_session(at, room=name)
    return None


def _nowhere(mutant: Mutant) -> Solution | None:
    return next((mutant.with_session(at, room=None) for at, _, _ in mutant.of(tele=False)), None)


def _forbidden_video(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of(tele=False):
        if not activity.tele_ok:
            return mutant.with_session(at, room=None, tele=True)
    return None


def _locked_room(mutant: Mutant) -> Solution | None:
    for at, session, _ in mutant.of(group=False, tele=False):
        first = min(begins for begins, _ in mutant.rooms[session.room or ""].open)
        if first:
            return mutant.with_session(at, start=first - 1)
    return None


def _closed_site(mutant: Mutant) -> Solution | None:
    closed = {one.id: one.closed for one in mutant.problem.sites}
    for at, _, activity in mutant.of(group=False, tele=False):
        spans = closed[mutant.site(activity)]
        if spans:
            return mutant.with_session(at, start=mutant.chance.choice(spans)[0])
    return None


def _out_of_block(mutant: Mutant) -> Solution | None:
    return next((mutant.with_session(at, start=one.start + 1) for at, one, _ in mutant.of(group=True)), None)


def _a_day_less(mutant: Mutant) -> Solution | None:
    name = mutant.chance.choice(sorted(mutant.solution.tracks))
    return mutant.with_track(name, days=mutant.solution.tracks[name].days[:-1])


def _late_block(mutant: Mutant) -> Solution | None:
    name = mutant.chance.choice(sorted(mutant.solution.tracks))
    return mutant.with_track(name, start=mutant.tracks[name].window[1])


def _another_clinician(mutant: Mutant) -> Solution | None:
    for at, session, activity in mutant.of(group=False):
        if activity.same_clinician_as is not None:
            other = mutant.chance.choice([name for name in mutant.clinicians if name != session.clinician])
            return mutant.with_session(at, clinician=other)
    return None


def _long_day(mutant: Mutant) -> Solution | None:
    day = mutant.problem.day_ticks
    for _, chosen, _ in mutant.of():
        held = [one for one in mutant.sessions if one.clinician == chosen.clinician]
        if sum(mutant.activities[one.activity].ticks for one in held) > mutant.clinicians[chosen.clinician].max_day:
            return mutant.with_sessions(
                [one.model_copy(update={"start": one.start % day}) if one in held else one for one in mutant.sessions]
            )
    return None


def _long_week(mutant: Mutant) -> Solution | None:
    clinician = mutant.chance.choice(mutant.problem.clinicians)
    sessions, ticks = mutant.sessions.copy(), 0
    for at, _, activity in mutant.of():
        sessions[at] = sessions[at].model_copy(update={"clinician": clinician.id})
        ticks += activity.ticks
        if ticks > clinician.max_week:
            return mutant.with_sessions(sessions)
    return None


def _no_time_for_the_way(mutant: Mutant) -> Solution | None:
    apart = {frozenset((way.origin, way.to)) for way in mutant.problem.travel if way.ticks}
    for _, first, one in mutant.of(tele=False):
        ends = first.start + one.ticks
        for at, second, other in mutant.of(tele=False):
            there = frozenset((mutant.site(one), mutant.site(other)))
            mine = [s for s in mutant.sessions if s.clinician == first.clinician and not s.tele and s.start >= ends]
            follows = any(s.start < ends + other.ticks for s in mine)
            if there in apart and not follows and second.activity != first.activity:
                return mutant.with_session(at, clinician=first.clinician, start=ends)
    return None


def _not_named(mutant: Mutant) -> Solution | None:
    for at, _, activity in mutant.of():
        if activity.clinicians:
            others = [name for name in mutant.clinicians if name not in activity.clinicians]
            return mutant.with_session(at, clinician=mutant.chance.choice(others)) if others else None
    return None


def _without_licence(mutant: Mutant) -> Solution | None:
    payers = {one.id: one for one in mutant.problem.payers}
    paying = {one.id: payers[one.payer] for one in mutant.problem.participants if one.payer is not None}
    for at, _, activity in mutant.of(group=False):
        payer = paying.get(activity.participant or "")
        for asked in payer.licences if payer is not None else ():
            without = [name for name, one in mutant.clinicians.items() if not set(asked.any_of) & set(one.licences)]
            if asked.kind is activity.kind and without:
                return mutant.with_session(at, clinician=mutant.chance.choice(without))
    return None


def _led_alone(mutant: Mutant) -> Solution | None:
    leaders = {one.activity: one.clinician for one in mutant.sessions}
    for at in mutant.order:
        group = mutant.activities[mutant.sessions[at].activity].co_leads
        if group is not None:
            return mutant.with_session(at, clinician=leaders[group])
    return None


def _led_from_afar(mutant: Mutant) -> Solution | None:
    for at in mutant.order:
        session = mutant.sessions[at]
        if mutant.activities[session.activity].co_leads is not None:
            return mutant.with_session(at, room=next(name for name in mutant.rooms if name != session.room))
    return None


def _no_break(mutant: Mutant) -> Solution | None:
    """Sessions all through the window, nearer to each other than the break is long."""
    for clinician in mutant.problem.clinicians:
        lunch = clinician.lunch
        if lunch is None:
            continue
        for first in range(0, mutant.problem.days * mutant.problem.day_ticks, mutant.problem.day_ticks):
            begins, ends = first + lunch.window[0], first + lunch.window[1]
            if not any(opens <= begins and ends <= closes for opens, closes in clinician.open):
                continue
            sessions, free = mutant.sessions.copy(), begins
            for at, session, activity in mutant.of(group=False):
                if free + lunch.ticks > ends:
                    return mutant.with_sessions(sessions)
                start = free + lunch.ticks - 1
                sessions[at] = session.model_copy(update={"clinician": clinician.id, "start": start})
                free = start + activity.ticks
    return None


def _a_day_skipped(mutant: Mutant) -> Solution | None:
    for name, plan in mutant.solution.tracks.items():
        if not plan.skipped:
            return mutant.with_track(name, days=plan.days[1:], skipped=(0,))
    return None


def _another_preference(mutant: Mutant) -> Solution | None:
    parts = mutant.solution.cost_parts
    return mutant.solution.model_copy(
        update={"cost_parts": parts.model_copy(update={"preferences": parts.preferences + 1})}
    )


def _wrong_cost(mutant: Mutant) -> Solution | None:
    parts = mutant.solution.cost_parts
    return mutant.solution.model_copy(update={"cost_parts": parts.model_copy(update={"tele": parts.tele + 1})})


def _wrong_bound(mutant: Mutant) -> Solution | None:
    return mutant.solution.model_copy(update={"bound": mutant.solution.cost_parts.total + 1})


MUTATIONS: Final[tuple[tuple[str, Mutation], ...]] = (
    ("activity", _left_out),
    ("activity", _held_twice),
    ("weekly minimum", _short_week),
    ("credential", _without_credential),
    ("clinician open", _off_work),
    ("clash", _two_at_once),
    ("clash", _one_room_twice),
    ("clash", _in_group),
    ("participant", _cannot_come),
    ("session open", _out_of_its_hours),
    ("room capacity", _small_room),
    ("room tags", _unfit_room),
    ("site", _other_site),
    ("room", _nowhere),
    ("telehealth", _forbidden_video),
    ("room open", _locked_room),
    ("site closed", _closed_site),
    ("track block", _out_of_block),
    ("track days", _a_day_less),
    ("track window", _late_block),
    ("same clinician", _another_clinician),
    ("max_day", _long_day),
    ("max_week", _long_week),
    ("travel", _no_time_for_the_way),
    ("clinicians", _not_named),
    ("licence", _without_licence),
    ("co-leader", _led_alone),
    ("co-leader", _led_from_afar),
    ("lunch", _no_break),
    ("track days", _a_day_skipped),
    ("cost", _another_preference),
    ("cost", _wrong_cost),
    ("bound", _wrong_bound),
)


def mutants(problem: Problem, solution: Solution, seed: int, count: int) -> Iterator[tuple[str, Solution]]:
    """Yield so many spoilt solutions, all kinds in turn, each with the rule it breaks."""
    chance = Random(f"mutants {seed}")  # noqa: S311  the same week for the same seed; no secret
    made = at = 0
    while made < count and at < count * 2:
        rule, mutate = MUTATIONS[at % len(MUTATIONS)]
        at += 1
        spoilt = mutate(Mutant(problem, solution, chance))
        if spoilt is not None:
            made += 1
            yield rule, spoilt
