"""The weekly minimum that a cohort's people keep. Pure: values in, values out.

What stands, stays: whoever has fewer hours already, as a group was cancelled or the week has begun, may have these.
"""

from collections.abc import Iterable, Mapping, Sequence

from handrail.builder.problem import Activity, Kind, Track
from handrail.core.ids import ProgramId
from handrail.core.vocabulary import ServiceKind
from handrail.planning.week import WeekSeen

_NOT_COUNTED = frozenset({ServiceKind.PSYCHIATRIC_EVALUATION, ServiceKind.MEDICATION_MANAGEMENT})


def with_minimum(
    tracks: Iterable[Track],
    activities: Sequence[Activity],
    week: WeekSeen,
    programs: Mapping[str, ProgramId | None],
    tick: int,
) -> tuple[Track, ...]:
    """Return the tracks with the hours of the week that everybody of them has in it, up to the rule of the week."""
    rules: dict[ProgramId | None, int] = {**dict(week.least)}
    return tuple(
        one.model_copy(update={"min_week_ticks": _least(one, activities, week, rules[program], tick)})
        if (program := programs.get(one.id)) in rules
        else one
        for one in tracks
    )


def _least(track: Track, activities: Sequence[Activity], week: WeekSeen, rule: int, tick: int) -> int:
    groups = [one for one in activities if one.track == track.id and one.kind is Kind.GROUP]
    planned = {one.id for one in groups}
    together = sum(one.ticks for one in groups if one.co_leads is None)
    own: dict[str, int] = {}
    for one in activities:
        if one.track == track.id and one.participant is not None:
            planned.add(one.id)
            own[one.participant] = own.get(one.participant, 0) + one.ticks * (one.kind is not Kind.PSYCHIATRIC)
    besides = dict.fromkeys(own, 0)
    for standing in week.sessions:
        if str(standing.id) not in planned and standing.kind not in _NOT_COUNTED:
            for person in standing.people:
                besides[str(person)] = besides.get(str(person), 0) + standing.minutes
    return min((max(min((rule - besides[who]) // tick, together + own[who]), 0) for who in own), default=0)
