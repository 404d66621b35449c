"""Which sessions the builder may change. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from handrail.core.ids import CohortId, RoomId, StaffId
from handrail.planning.spans import DAY
from handrail.planning.vocabulary import GROUPS, SESSIONS_FOR_ONE, TICKS, BuildKind, Untouched
from handrail.planning.week import Standing, WeekSeen, Wish, Worker


def why_not(
    one: Standing, wish: Wish, workers: Mapping[StaffId, Worker], capacity: Mapping[RoomId, int]
) -> Untouched | None:
    """Say why the builder leaves a session alone though the calendar would let it change."""
    if wish.programs and one.program_id not in wish.programs:
        return Untouched.OTHER_PROGRAM
    if one.starts % TICKS[-1] or one.minutes % TICKS[-1] or one.starts // DAY != (one.ends - 1) // DAY:
        return Untouched.ODD_TIME
    return _without_lead(one, workers) or _without_room(one, wish, capacity)


def _without_lead(one: Standing, workers: Mapping[StaffId, Worker]) -> Untouched | None:
    if one.lead is None or one.lead not in workers:
        return Untouched.NO_LEAD
    return None if one.kind in workers[one.lead].leads else Untouched.LEAD_NOT_ABLE


def _without_room(one: Standing, wish: Wish, capacity: Mapping[RoomId, int]) -> Untouched | None:
    if one.telehealth:
        # A search holds groups in rooms only; a repair lets them be by video.
        return Untouched.BY_VIDEO if wish.kind is BuildKind.BUILD and one.kind not in SESSIONS_FOR_ONE else None
    if one.room is None or one.room not in capacity:
        return Untouched.NO_ROOM
    return Untouched.ROOM_TOO_SMALL if capacity[one.room] < one.chairs else None


def by_cohort(
    found: Iterable[Standing], week: WeekSeen, wish: Wish
) -> tuple[dict[CohortId, list[Standing]], list[Standing]]:
    """Return the plain groups of each cohort at its location, one after the other, and what is none of these."""
    of: dict[CohortId, list[Standing]] = defaultdict(list)
    single = []
    for one in found:
        by_video = one.telehealth and wish.kind is BuildKind.BUILD
        plain = len(one.cohorts) == 1 and one.kind in GROUPS and not by_video
        if plain:
            of[one.cohorts[0]].append(one)
        else:
            single.append(one)
    for cohort_id, all_groups in sorted(of.items()):
        home = next((one.site for one in week.cohorts if one.id == cohort_id), None)
        site = home if any(one.site == home for one in all_groups) else min(one.site for one in all_groups)
        single += [one for one in all_groups if one.site != site]
        groups = sorted((one for one in all_groups if one.site == site), key=lambda one: (one.starts, one.id))
        of[cohort_id] = apart = [groups[0]]
        for one in groups[1:]:
            (apart if one.starts >= apart[-1].ends else single).append(one)
    return dict(sorted(of.items())), single
