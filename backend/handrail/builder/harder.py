"""Invented weeks by seed with everything that a house asks for: breaks, second leaders, licences, caps, equipment,
preferences, a therapist of one's own, a day's closure, and sessions of 45, 50 and 90 minutes."""

from dataclasses import dataclass
from random import Random
from typing import Final

from handrail.builder.problem import (
    Activity,
    Clinician,
    Kind,
    Licensed,
    Lunch,
    Participant,
    Payer,
    Problem,
    Room,
    Site,
    Span,
    Track,
    Travel,
)

MINUTES: Final = 5
HOUR: Final = 60 // MINUTES
DAY: Final = 24 * HOUR
SITES: Final = ("riverside", "hillcrest")
WINDOWS: Final = ((9, 12.5), (13, 16.5), (17, 20.5))
SHIFTS: Final = ((8, 17), (9, 18), (11.5, 20.5), (12, 21))
LICENCES: Final = (("LCSW",), ("LPC",), ("LMFT",), ("LCSW", "LMFT"), ())
PAYERS: Final = (
    Payer(
        id="state",
        licences=(Licensed(kind=Kind.INDIVIDUAL, any_of=("LCSW", "LPC")),),
        group_cap=14,
    ),
    Payer(
        id="carrier",
        licences=(
            Licensed(kind=Kind.INDIVIDUAL, any_of=("LCSW", "LPC", "LMFT")),
            Licensed(kind=Kind.FAMILY, any_of=("LCSW", "LMFT")),
            Licensed(kind=Kind.GROUP, any_of=("LCSW", "LPC", "LMFT")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How a cohort meets: days a week, and the groups of a block as offset and ticks."""

    days: int
    groups: tuple[tuple[int, int], ...]
    longest: int | None = None

    @property
    def block(self) -> int:
        return max(offset + ticks for offset, ticks in self.groups)


PATTERNS: Final = (
    _Pattern(3, ((0, 10), (12, 10), (24, 10))),
    _Pattern(3, ((0, 18), (20, 9))),
    _Pattern(5, ((0, 10), (12, 10)), 34),
    _Pattern(2, ((0, 18), (20, 18))),
)


def harder(seed: int, scale: int = 1) -> Problem:
    """Return a week of 8 cohorts, 14 clinicians, 14 rooms and 90 participants, times `scale`; a site shuts a day."""
    chance = Random(f"harder {seed} {scale}")  # noqa: S311  the same week for the same seed; no secret
    shut, closed = chance.randrange(len(SITES)), chance.randrange(5)
    patterns = [PATTERNS[at % len(PATTERNS)] for at in range(8 * scale)]
    tracks = [_track(chance, at, pattern) for at, pattern in enumerate(patterns)]
    clinicians = [_clinician(chance, at) for at in range(14 * scale)]
    participants = [_participant(chance, at, tracks[at % len(tracks)]) for at in range(90 * scale)]
    groups = [one for track, pattern in zip(tracks, patterns, strict=True) for one in _groups(track, pattern)]
    return Problem(
        version=1,
        tick_min=MINUTES,
        days=5,
        sites=tuple(Site(id=name, closed=(_of(closed, 0, 24),) if at == shut else ()) for at, name in enumerate(SITES)),
        travel=(Travel.model_validate({"from": SITES[0], "to": SITES[1], "ticks": 4}),),
        rooms=tuple(_rooms(scale)),
        clinicians=tuple(clinicians),
        tracks=tuple(tracks),
        participants=tuple(participants),
        activities=(*groups, *(one for person in participants for one in _sessions(chance, person, clinicians))),
        payers=PAYERS,
    )


def _of(day: int, begins: float, ends: float) -> Span:
    return day * DAY + int(begins * HOUR), day * DAY + int(ends * HOUR)


def _track(chance: Random, at: int, pattern: _Pattern) -> Track:
    begins, ends = WINDOWS[(at // 2 + chance.randrange(2)) % 3]
    return Track(
        id=f"T{at + 1:02}",
        site=SITES[at % 2] if at % 4 < 2 else SITES[(at + at // 4) % 2],
        days=pattern.days,
        block_ticks=pattern.block,
        window=(int(begins * HOUR), int(ends * HOUR)),
        min_week_ticks=pattern.days * sum(ticks for _, ticks in pattern.groups),
        max_people=14,
        max_block_ticks=pattern.longest,
    )


def _rooms(scale: int) -> list[Room]:
    rooms = []
    for site in SITES:
        for at in range(3 * scale):
            tags: tuple[str, ...] = ("group", "screen") if at % 3 < 2 else ("group",)
            rooms.append(Room(id=f"{site} hall {at + 1}", site=site, cap=16, tags=tags, open=_all_day()))
        for at in range(4 * scale):
            tags = ("quiet",) if at % 2 else ()
            rooms.append(Room(id=f"{site} office {at + 1}", site=site, cap=4, tags=tags, open=_all_day()))
    return rooms


def _all_day() -> tuple[Span, ...]:
    return tuple(_of(day, 8, 21) for day in range(5))


def _clinician(chance: Random, at: int) -> Clinician:
    """Every seventh prescribes; every fifth has no licence and leads beside others or where nobody asks for one."""
    begins, ends = SHIFTS[at % len(SHIFTS)]
    credentials: tuple[str, ...] = (
        ("therapist", "md") if at % 7 == 0 else ("therapist", "family") if at % 2 else ("therapist",)
    )
    half = chance.choice(((begins, begins + 5), (ends - 5, ends)))
    return Clinician(
        id=f"C{at + 1:03}",
        credentials=credentials,
        licences=LICENCES[at % len(LICENCES)],
        open=tuple(_of(day, begins, ends) for day in range(5)),
        max_day=int(6.5 * HOUR),
        max_week=chance.choice((24, 27, 30)) * HOUR,
        lunch=Lunch(ticks=HOUR // 2, window=_of(0, begins + 2.5, begins + 6)),
        preferred=tuple(_of(day, *half) for day in range(5)) if at % 4 == 3 else (),
    )


def _participant(chance: Random, at: int, track: Track) -> Participant:
    morning = track.window[0] >= 13 * HOUR
    begins, ends = (8, 13) if morning else (13, 21)
    away = chance.choice(range(5))
    return Participant(
        id=f"P{at + 1:04}",
        track=track.id,
        unavailable=(_of(away, begins, ends),) if chance.random() < 0.3 else (),
        payer=chance.choice(("state", "carrier", None)),
        preferred=tuple(_of(day, begins, ends) for day in range(5)) if chance.random() < 0.3 else (),
    )


def _groups(track: Track, pattern: _Pattern) -> list[Activity]:
    """The first group of a day has two leaders in every second cohort; the second one needs a screen."""
    groups = []
    for day in range(pattern.days):
        for turn, (offset, ticks) in enumerate(pattern.groups):
            name = f"{track.id} group {day + 1}.{turn + 1}"
            one = Activity(
                id=name,
                kind=Kind.GROUP,
                ticks=ticks,
                track=track.id,
                credential="therapist",
                day_idx=day,
                offset=offset,
                tags=("group", "screen") if turn == 1 else ("group",),
            )
            groups.append(one)
            if turn == 0 and int(track.id[1:]) % 2:
                groups.append(one.model_copy(update={"id": f"{name} beside", "co_leads": name, "tags": ()}))
    return groups


def _relative(at: int) -> tuple[Span, ...]:
    """Every third family comes on four days of the week only."""
    return tuple(_of(day, 8, 21) for day in range(5) if day != at % 5) if at % 3 == 0 else ()


def _sessions(chance: Random, person: Participant, clinicians: list[Clinician]) -> list[Activity]:
    """45 or 50 minutes alone, in a quarter with one of three therapists of theirs; for a third 90 with the family; for
    a third half an hour about medication."""
    able = [one for one in clinicians if set(one.licences) & {"LCSW"} and "family" in one.credentials]
    kinds = [(Kind.INDIVIDUAL, chance.choice((9, 10)), "therapist")]
    if chance.random() < 0.33:
        kinds.append((Kind.FAMILY, 18, "family"))
    if chance.random() < 0.33:
        kinds.append((Kind.PSYCHIATRIC, 6, "md"))
    own = chance.random() < 0.25
    return [
        Activity(
            id=f"{person.id} {kind.value}",
            kind=kind,
            ticks=ticks,
            track=person.track,
            participant=person.id,
            credential=credential,
            tele_ok=chance.random() < 0.33,
            tags=("quiet",) if kind is Kind.FAMILY else (),
            open=_relative(int(person.id[1:])) if kind is Kind.FAMILY else (),
            clinicians=tuple(sorted(one.id for one in able))[:3] if own and kind is Kind.INDIVIDUAL else (),
            same_clinician_as=f"{person.id} individual" if kind is Kind.FAMILY else None,
        )
        for kind, ticks, credential in kinds
    ]
