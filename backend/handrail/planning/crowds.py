"""How many come to a group, and how many may by the rule that booking keeps. Pure: values in, values out.

What stands, stays: a group that is larger already, as somebody was booked beyond the cap, may be held; no group moves
to a day on which fewer may be in it than are.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from handrail.calendar.vocabulary import CAPPED_KINDS
from handrail.core.vocabulary import ServiceKind
from handrail.planning.spans import DAY
from handrail.planning.week import Running, Standing, WeekSeen


def standing(week: WeekSeen, one: Standing, weekdays: Iterable[int]) -> dict[str, Any]:
    """Return what the builder is told of a group that stands, which could be held on these days."""
    caps = [cap for day in weekdays if (cap := _cap(week, one, one.kind, day)) is not None]
    most = max(min(caps), len(one.people)) if caps else None
    return {"attending": len(one.people), "max_people": most or None}


def days_with_room(week: WeekSeen, groups: Sequence[Standing], weekdays: Iterable[int]) -> list[int]:
    """Return the days on which all who are booked may be in each of these groups, and those on which they stand."""
    stands = {one.starts // DAY for one in groups}

    def fits(day: int) -> bool:
        caps = ((len(one.people), _cap(week, one, one.kind, day)) for one in groups)
        return all(cap is None or people <= cap for people, cap in caps)

    return [day for day in weekdays if day in stands or fits(day)]


def days_for_all(week: WeekSeen, running: Running, weekdays: Sequence[int], count: int) -> list[int]:
    """Return the days on which all members may be in each group of a cohort that has no week yet.

    Where they are fewer than it needs, all days are: then the builder tells the cap that makes it impossible.
    """
    fit = [day for day in weekdays if all(_room(week, running, one.kind, day) >= 0 for one in running.blocks)]
    return fit if len(fit) >= count else list(weekdays)


def new(week: WeekSeen, running: Running, kind: ServiceKind, weekdays: Sequence[int]) -> dict[str, Any]:
    """Return what the builder is told of a new group: of the day on which its members are nearest to the cap."""
    day = min(weekdays, key=lambda one: (_room(week, running, kind, one), one))
    return {"attending": running.coming[day], "max_people": _cap(week, running, kind, day)}


_ANY = 1000


def _room(week: WeekSeen, running: Running, kind: ServiceKind, day: int) -> int:
    cap = _cap(week, running, kind, day)
    return (_ANY if cap is None else cap) - running.coming[day]


def _cap(week: WeekSeen, group: Standing | Running, kind: ServiceKind, day: int) -> int | None:
    """Return the least of the caps of a group on a day: the state's, and those of who pays for its people."""
    if kind not in CAPPED_KINDS:
        return None
    found = [caps[day] for one, caps in week.caps if one == group.program_id]
    found += [caps[day] for one, payer, caps in week.payers_caps if one == group.program_id and payer in group.payers]
    return min((cap for cap in found if cap is not None), default=None)
