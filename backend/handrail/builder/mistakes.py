"""What is wrong with a problem as a whole: ids used twice or unknown, spans turned round, blocks that cannot be."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from handrail.builder.problem import Activity, Problem, Track

GROUP = "group"


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def mistakes(problem: "Problem") -> Iterator[str]:
    """Yield what no single value shows: ids used twice or unknown, spans turned round, blocks that cannot be."""
    lists: dict[str, Sequence[_Named]] = {
        "sites": problem.sites,
        "rooms": problem.rooms,
        "clinicians": problem.clinicians,
        "tracks": problem.tracks,
        "participants": problem.participants,
        "activities": problem.activities,
        "payers": problem.payers,
    }
    for name, members in lists.items():
        seen: set[str] = set()
        for index, one in enumerate(members):
            if one.id in seen:
                yield f"{name}[{index}].id: {one.id!r} stands twice; give each its own id"
            seen.add(one.id)
    yield from _span_mistakes(problem)
    yield from _place_mistakes(problem)
    yield from _track_mistakes(problem)
    yield from _activity_mistakes(problem)
    yield from _people_mistakes(problem)
    if problem.current is not None:
        known = {one.id for one in problem.activities}
        for index, session in enumerate(problem.current.sessions):
            if session.activity not in known:
                yield f"current.sessions[{index}].activity: there is no activity {session.activity!r}; leave it out"


def _span_mistakes(problem: "Problem") -> Iterator[str]:
    end = problem.days * problem.day_ticks
    places = [(f"sites[{at}].closed", site.closed) for at, site in enumerate(problem.sites)]
    places += [(f"rooms[{at}].open", room.open) for at, room in enumerate(problem.rooms)]
    places += [(f"clinicians[{at}].open", clinician.open) for at, clinician in enumerate(problem.clinicians)]
    places += [(f"participants[{at}].unavailable", one.unavailable) for at, one in enumerate(problem.participants)]
    places += [(f"clinicians[{at}].preferred", one.preferred) for at, one in enumerate(problem.clinicians)]
    places += [(f"participants[{at}].preferred", one.preferred) for at, one in enumerate(problem.participants)]
    places += [(f"activities[{at}].open", one.open) for at, one in enumerate(problem.activities)]
    places += [
        (f"clinicians[{at}].by_site[{index}].open", hours.open)
        for at, one in enumerate(problem.clinicians)
        for index, hours in enumerate(one.by_site)
    ]
    for where, spans in places:
        for index, (begins, ends) in enumerate(spans):
            if not begins < ends <= end:
                yield f"{where}[{index}]: [{begins}, {ends}] is no span of the week; write [start, end], up to {end}"


def _place_mistakes(problem: "Problem") -> Iterator[str]:
    sites = {one.id for one in problem.sites}
    for index, room in enumerate(problem.rooms):
        if room.site not in sites:
            yield f"rooms[{index}].site: there is no site {room.site!r}; add it to sites or name another"
    for index, clinician in enumerate(problem.clinicians):
        named = [hours.site for hours in clinician.by_site]
        for site in named:
            if site not in sites:
                yield f"clinicians[{index}].by_site: there is no site {site!r}; add it to sites or name another"
        if len(set(named)) < len(named):
            yield f"clinicians[{index}].by_site: a site stands twice; write its hours in one open"
    ways = {}
    for index, way in enumerate(problem.travel):
        for key, site in (("from", way.origin), ("to", way.to)):
            if site not in sites:
                yield f"travel[{index}].{key}: there is no site {site!r}; add it to sites or name another"
        ways[way.origin, way.to] = way.ticks
    for (origin, to), ticks in ways.items():
        for between in sites - {origin, to}:
            around = travel_ticks(ways, origin, between) + travel_ticks(ways, between, to)
            if around < ticks:
                yield (
                    f"travel: from {origin!r} to {to!r} takes {ticks} ticks, by way of {between!r} only {around}; "
                    "write the shorter time, and a time for every pair of sites"
                )


def travel_ticks(ways: dict[tuple[str, str], int], origin: str, to: str) -> int:
    """Return the ticks of a way; a way that is not given takes as long as the way back, or none."""
    return 0 if origin == to else ways.get((origin, to), ways.get((to, origin), 0))


def _track_mistakes(problem: "Problem") -> Iterator[str]:
    sites = {one.id for one in problem.sites}
    tracks = {one.id for one in problem.tracks}
    for index, track in enumerate(problem.tracks):
        at = f"tracks[{index}]"
        if track.site not in sites:
            yield f"{at}.site: there is no site {track.site!r}; add it to sites or name another"
        if track.days > problem.days:
            yield f"{at}.days: {track.days} days do not fit into a week of {problem.days}; ask for fewer"
        if track.weekdays and len({day for day in track.weekdays if day < problem.days}) < track.days:
            yield f"{at}.weekdays: {list(track.weekdays)} are fewer than {track.days} days; name more or ask for fewer"
        begins, ends = track.window
        if not (begins + track.block_ticks <= ends <= problem.day_ticks):
            yield (
                f"{at}.window: [{begins}, {ends}] does not hold a block of {track.block_ticks} ticks; "
                f"write ticks of the day, up to {problem.day_ticks}"
            )
        longest = track.max_block_ticks
        if longest is not None and not track.block_ticks <= longest <= ends - begins:
            yield (
                f"{at}.max_block_ticks: {longest} is not between the block's {track.block_ticks} ticks and the "
                f"window's {ends - begins}; change it or the window"
            )
    for index, participant in enumerate(problem.participants):
        if participant.track not in tracks:
            yield f"participants[{index}].track: there is no track {participant.track!r}; add it or name another"


def _people_mistakes(problem: "Problem") -> Iterator[str]:
    payers = {one.id for one in problem.payers}
    for index, one in enumerate(problem.participants):
        if one.payer is not None and one.payer not in payers:
            yield f"participants[{index}].payer: there is no payer {one.payer!r}; add it to payers or name another"
    for index, clinician in enumerate(problem.clinicians):
        if clinician.max_days and len(clinician.max_days) != problem.days:
            yield f"clinicians[{index}].max_days: names {len(clinician.max_days)} days of {problem.days}; write each"
        lunch = clinician.lunch
        if lunch is not None:
            begins, ends = lunch.window
            if any(day >= problem.days for day in lunch.days):
                yield f"clinicians[{index}].lunch.days: names a day after the week's last one; leave it out"
            if not (begins + lunch.ticks <= ends <= problem.day_ticks):
                yield (
                    f"clinicians[{index}].lunch: [{begins}, {ends}] does not hold a break of {lunch.ticks} ticks; "
                    f"write ticks of the day, up to {problem.day_ticks}"
                )
    for index, payer in enumerate(problem.payers):
        kinds = [one.kind for one in payer.licences]
        if len(set(kinds)) < len(kinds):
            yield f"payers[{index}].licences: a kind of session stands twice; write its licences in one any_of"


def _activity_mistakes(problem: "Problem") -> Iterator[str]:
    tracks = {one.id: one for one in problem.tracks}
    clinicians = {one.id for one in problem.clinicians}
    for index, one in enumerate(problem.activities):
        at = f"activities[{index}]"
        if one.track not in tracks:
            yield f"{at}.track: there is no track {one.track!r}; add it to tracks or name another"
            continue
        for name in one.clinicians:
            if name not in clinicians:
                yield f"{at}.clinicians: there is no clinician {name!r}; add them or name another"
        if one.kind == GROUP:
            yield from _group_mistakes(at, one, tracks[one.track])
        elif one.max_people is not None or one.co_leads is not None or one.attending is not None:
            yield f"{at}: only groups have attending, max_people and co_leads; take them out"
    yield from _session_mistakes(problem)
    yield from _second_mistakes(problem)
    yield from _overlaps(problem)


def _group_mistakes(at: str, one: "Activity", track: "Track") -> Iterator[str]:
    if one.day_idx is None or one.offset is None or one.participant or one.same_clinician_as or one.open or one.site:
        yield f"{at}: a group has day_idx and offset, no participant, site, same_clinician_as or open; mend its keys"
    elif one.day_idx >= track.days or one.offset + one.ticks > track.block_ticks:
        yield f"{at}: does not lie in the {track.days} blocks of {track.block_ticks} ticks; move or shorten it"


def _session_mistakes(problem: "Problem") -> Iterator[str]:
    members = {one.id: one.track for one in problem.participants}
    activities = {one.id: one for one in problem.activities}
    sites = {one.id for one in problem.sites}
    for index, one in enumerate(problem.activities):
        if one.kind == GROUP:
            continue
        at = f"activities[{index}]"
        if one.site is not None and one.site not in sites:
            yield f"{at}.site: there is no site {one.site!r}; add it to sites or name another"
        if one.day_idx is not None or one.offset is not None:
            yield f"{at}: only groups have day_idx and offset; take them out"
        if one.participant is None or members.get(one.participant) != one.track:
            yield f"{at}.participant: {one.participant!r} is nobody of track {one.track!r}; name one of its people"
        if one.same_clinician_as is not None:
            other = activities.get(one.same_clinician_as)
            if other is None or other.kind == GROUP or other.participant != one.participant:
                yield f"{at}.same_clinician_as: names no session of the same participant; name one that is no group"
            elif (other.track, other.site) != (one.track, one.site):
                yield f"{at}.same_clinician_as: names a session at another site; write the same track and site"


def _second_mistakes(problem: "Problem") -> Iterator[str]:
    activities = {one.id: one for one in problem.activities}
    for index, one in enumerate(problem.activities):
        if one.co_leads is None or one.kind != GROUP:
            continue
        other = activities.get(one.co_leads)
        if other is None or other.kind != GROUP or other.co_leads is not None:
            yield f"activities[{index}].co_leads: {one.co_leads!r} is no group that somebody leads; name one"
        elif _place(one) != _place(other):
            yield (
                f"activities[{index}]: gives {other.id!r} a second leader, at another place or of another length; "
                "write the same track, day_idx, offset and ticks"
            )


def _place(one: "Activity") -> tuple[object, ...]:
    return one.track, one.day_idx, one.offset, one.ticks


def _overlaps(problem: "Problem") -> Iterator[str]:
    blocks: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    for one in problem.activities:
        whole = one.kind == GROUP and one.co_leads is None
        if whole and one.day_idx is not None and one.offset is not None:
            inside = blocks.setdefault((one.track, one.day_idx), [])
            inside.append((one.offset, one.offset + one.ticks, one.id))
    for inside in blocks.values():
        for (_, ends, first), (begins, _, second) in pairwise(sorted(inside)):
            if begins < ends:
                yield f"activities: groups {first!r} and {second!r} of a track overlap; change an offset"
