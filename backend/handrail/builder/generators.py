"""Invented problems by seed, for tests and the benchmark: an ordinary week, larger ones, and weeks known to exist."""

from random import Random
from typing import Final

from handrail.builder.problem import Activity, Clinician, Kind, Participant, Problem, Room, Site, Track, Travel

DAY: Final = 96
HOUR: Final = 4
SITES: Final = ("riverside", "hillcrest")
WINDOWS: Final = ((9, 12.5), (13, 16.5), (17, 20.5))
"""When cohorts may meet: morning, afternoon, evening."""
SHIFTS: Final = ((8, 17), (9, 18), (11.5, 20.5), (12, 21))


def base(seed: int, scale: int = 1) -> Problem:
    """Return a week of 24 cohorts, 30 clinicians, 14 rooms, 300 participants and 728 activities, times `scale`."""
    chance = Random(f"base {seed} {scale}")  # noqa: S311  the same week for the same seed; no secret
    tracks = _tracks(chance, scale)
    participants = [_participant(chance, at, tracks) for at in range(300 * scale)]
    return Problem(
        version=1,
        tick_min=15,
        days=5,
        sites=tuple(Site(id=name) for name in SITES),
        travel=(Travel.model_validate({"from": SITES[0], "to": SITES[1], "ticks": 2}),),
        rooms=tuple(_rooms(scale)),
        clinicians=tuple(_clinician(chance, at, scale) for at in range(30 * scale)),
        tracks=tuple(tracks),
        participants=tuple(participants),
        activities=(*_groups(chance, tracks), *_sessions(chance, participants, scale)),
    )


def crowded(seed: int) -> Problem:
    """Return an ordinary week in which six cohorts want Riverside's mornings: three more room-days than there are."""
    problem = base(seed)
    morning = (int(WINDOWS[0][0] * HOUR), int(WINDOWS[0][1] * HOUR))
    there = [one.id for one in problem.tracks if one.site == SITES[0]]
    wanted = sorted(there, key=lambda name: name not in _meeting(problem, morning))[:6]
    tracks = tuple(one.model_copy(update={"window": morning}) if one.id in wanted else one for one in problem.tracks)
    participants = tuple(
        one.model_copy(update={"unavailable": ()}) if one.track in wanted else one for one in problem.participants
    )
    return problem.model_copy(update={"tracks": tracks, "participants": participants})


def _meeting(problem: Problem, window: tuple[int, int]) -> set[str]:
    return {one.id for one in problem.tracks if one.site == SITES[0] and one.window == window}


def spans(begins: float, ends: float, days: list[int]) -> tuple[tuple[int, int], ...]:
    """Return these hours of these days in ticks."""
    return tuple((day * DAY + int(begins * HOUR), day * DAY + int(ends * HOUR)) for day in days)


def _tracks(chance: Random, scale: int) -> list[Track]:
    """Spread cohorts over sites and windows: four in each and, at most, one more where there is one less elsewhere."""
    slots = [(site, window) for site in SITES for window in range(3) for _ in range(4 * scale)]
    for site in SITES:
        more, less = chance.sample(range(3), 2)
        if chance.random() < 0.7:
            slots[slots.index((site, less))] = (site, more)
    chance.shuffle(slots)
    return [
        Track(
            id=f"T{at + 1:02}",
            site=site,
            days=3,
            block_ticks=3 * HOUR,
            window=(int(WINDOWS[window][0] * HOUR), int(WINDOWS[window][1] * HOUR)),
            min_week_ticks=9 * HOUR,
        )
        for at, (site, window) in enumerate(slots)
    ]


def _rooms(scale: int) -> list[Room]:
    rooms = []
    for site in SITES:
        rooms += [
            Room(id=f"{site} hall {at + 1}", site=site, cap=16, tags=("group",), open=_all_day())
            for at in range(3 * scale)
        ]
        rooms += [Room(id=f"{site} office {at + 1}", site=site, cap=4, open=_all_day()) for at in range(4 * scale)]
    return rooms


def _all_day() -> tuple[tuple[int, int], ...]:
    return spans(8, 21, list(range(5)))


def _clinician(chance: Random, at: int, scale: int) -> Clinician:
    if at < 3 * scale:
        credentials: tuple[str, ...] = ("therapist", "md")
    else:
        more = (("dbt", 0.35), ("cadc", 0.35), ("family", 0.6))
        credentials = ("therapist", *(name for name, share in more if chance.random() < share))
    begins, ends = SHIFTS[at % len(SHIFTS)]
    days = sorted(chance.sample(range(5), 4 if chance.random() < 0.25 else 5))
    return Clinician(
        id=f"C{at + 1:03}",
        credentials=credentials,
        open=spans(begins, ends, days),
        max_day=7 * HOUR,
        max_week=(24 if at < 3 * scale else chance.choice((28, 30, 32))) * HOUR,
    )


def _participant(chance: Random, at: int, tracks: list[Track]) -> Participant:
    track = tracks[at % len(tracks)]
    unavailable: tuple[tuple[int, int], ...] = ()
    if chance.random() < 0.3:
        begins = chance.randrange(8, 18)
        away = range(begins * HOUR, (begins + 3) * HOUR)
        if away.stop <= track.window[0] or away.start >= track.window[1]:
            unavailable = spans(begins, begins + 3, sorted(chance.sample(range(5), 3)))
    return Participant(id=f"P{at + 1:04}", track=track.id, unavailable=unavailable)


def _groups(chance: Random, tracks: list[Track]) -> list[Activity]:
    """Nine groups a cohort; in a quarter of the cohorts one a day is DBT, in another quarter addiction counselling."""
    groups = []
    for at, track in enumerate(tracks):
        special = {0: "dbt", 1: "cadc"}.get(at % 4, "therapist")
        for day in range(track.days):
            skill = chance.randrange(3)
            groups += [
                Activity(
                    id=f"{track.id} group {day + 1}.{turn + 1}",
                    kind=Kind.GROUP,
                    ticks=HOUR,
                    track=track.id,
                    credential=special if turn == skill else "therapist",
                    day_idx=day,
                    offset=turn * HOUR,
                    tags=("group",),
                )
                for turn in range(3)
            ]
    return groups


def _sessions(chance: Random, participants: list[Participant], scale: int) -> list[Activity]:
    """An individual session each, 112 of 300 with their family, 100 with a psychiatrist; a third may be by video."""
    family = {one.id for one in chance.sample(participants, 112 * scale)}
    psychiatric = {one.id for one in chance.sample(participants, 100 * scale)}
    sessions = []
    for one in participants:
        kinds = [(Kind.INDIVIDUAL, HOUR, "therapist")]
        if one.id in family:
            kinds.append((Kind.FAMILY, HOUR, "family"))
        if one.id in psychiatric:
            kinds.append((Kind.PSYCHIATRIC, HOUR // 2, "md"))
        sessions += [
            Activity(
                id=f"{one.id} {kind.value}",
                kind=kind,
                ticks=ticks,
                track=one.track,
                participant=one.id,
                credential=credential,
                tele_ok=chance.random() < 0.33,
                same_clinician_as=f"{one.id} individual" if kind is Kind.FAMILY else None,
            )
            for kind, ticks, credential in kinds
        ]
    return sessions
