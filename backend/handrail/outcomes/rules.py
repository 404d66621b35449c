"""Whether a course is on track, and what a group of courses came to. Nothing here says what caused it.

To tell clinicians whose course is not on track, and to ask what they do about it, helps those people (Lambert et al.,
Psychotherapy 2018;55:520-537). The two signals are Handrail's own, made of the instrument's figures: reliably worse
than where it began; or half the planned time over and nothing reliably better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gamma, sqrt
from statistics import NormalDist, correlation, fmean, stdev
from typing import Final

from handrail.measures.rules.change import change, firm, improvement, in_clinical_range
from handrail.measures.rules.definition import Instrument
from handrail.outcomes.vocabulary import LEAST_PEOPLE, OffTrack

Z_95: Final = NormalDist().inv_cdf(0.975)


def off_track(instrument: Instrument, totals: Sequence[Fraction], *, half_over: bool) -> OffTrack | None:
    """Return why a course, its totals earliest first, needs a second look; None where no figure can say."""
    if len(totals) < 2 or not instrument.reliable_change or instrument.total is None:
        return None
    since_first = change(instrument, totals[0], totals[-1])
    if since_first.reliably_deteriorated:  # by any figure: better to look once too often
        return OffTrack.WORSE
    needed = in_clinical_range(instrument, totals[0]) is not False
    return OffTrack.NO_GAIN if half_over and needed and not firm(instrument, since_first.reliably_improved) else None


def covers(answered: OffTrack, now: OffTrack) -> bool:
    """Whether an answer to one signal is one to the other: who got worse since is looked at again."""
    return answered is OffTrack.WORSE or now is OffTrack.NO_GAIN


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (J Am Stat Assoc 1927;22:209-212). Shares are 0 to 1."""

    count: int
    of: int
    share: float
    lowest: float
    highest: float


def share(count: int, of: int) -> Share:
    """Return a share with its interval; `of` is at least 1."""
    part, z2 = count / of, Z_95**2
    middle = (part + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 / (1 + z2 / of) * sqrt(part * (1 - part) / of + z2 / (4 * of**2))
    return Share(count, of, part, max(0.0, min(part, middle - half)), min(1.0, max(part, middle + half)))


@dataclass(frozen=True)
class Effect:
    """Improvement in standard deviations of the first totals, with its 95 % interval; positive is better."""

    size: float
    lowest: float
    highest: float


def effect(instrument: Instrument, pairs: Sequence[tuple[Fraction, Fraction]]) -> Effect | None:
    """Return the standardized mean gain of (first, last) totals; None where all began alike.

    Gain over the standard deviation of the first totals, corrected for few people; its variance by Becker
    (Br J Math Stat Psychol 1988;41:257-278).
    """
    n = len(pairs)
    first, last = [float(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    spread = stdev(first) if n > 2 else 0.0
    if spread == 0:
        return None
    mean = fmean(float(improvement(instrument, *pair)) for pair in pairs)
    freedom = n - 1
    # gamma() ends at 171; by then the correction is nearer to 1 than to any figure shown.
    few = gamma(freedom / 2) / (sqrt(freedom / 2) * gamma((freedom - 1) / 2)) if freedom < 300 else 1.0
    size = few * mean / spread
    together = correlation(first, last) if stdev(last) > 0 else 0.0
    half = Z_95 * sqrt(2 * max(0.0, 1 - together) / n + size**2 / (2 * n))
    return Effect(size, size - half, size + half)


@dataclass(frozen=True)
class Course:
    """The totals of one episode, earliest first, and how much of a modality it received."""

    totals: tuple[Fraction, ...]
    minutes: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a group came to."""

    people: int
    """Who gave it at least once."""
    followed: Share
    """Who gave it at least twice, of everybody admitted: whoever never did or left before is in no figure below."""
    improved: Share | None
    deteriorated: Share | None
    recovered: Share | None
    """Of those who began in the clinical range."""
    effect: Effect | None


def outcome(instrument: Instrument, courses: Sequence[Course]) -> Outcome | None:
    """Return what a group came to, from first to last total; None for fewer than `LEAST_PEOPLE`.

    Each figure needs as many people of its own.
    """
    begun = [course for course in courses if course.totals]
    if len(begun) < LEAST_PEOPLE:
        return None
    pairs = [(course.totals[0], course.totals[-1]) for course in begun if len(course.totals) > 1]
    followed = share(len(pairs), len(courses))
    if len(pairs) < LEAST_PEOPLE or instrument.total is None:
        return Outcome(len(begun), followed, None, None, None, None)
    found = [change(instrument, *pair) for pair in pairs]
    left = [one.recovered for one in found if one.recovered is not None]
    known = bool(instrument.reliable_change)
    return Outcome(
        people=len(begun),
        followed=followed,
        improved=share(sum(firm(instrument, one.reliably_improved) for one in found), len(found)) if known else None,
        deteriorated=share(sum(firm(instrument, one.reliably_deteriorated) for one in found), len(found))
        if known
        else None,
        recovered=share(sum(left), len(left)) if len(left) >= LEAST_PEOPLE else None,
        effect=effect(instrument, pairs),
    )


@dataclass(frozen=True)
class DoseGroup:
    """People who received about as much, and what they came to."""

    least_minutes: int
    most_minutes: int
    outcome: Outcome


def by_dose(instrument: Instrument, courses: Sequence[Course]) -> list[DoseGroup]:
    """Return thirds of a group by what they received, least first; none where a third would be too few.

    People with as many minutes stay together: a third is never cut through equals.
    """
    ordered = sorted((course for course in courses if course.totals), key=lambda course: course.minutes)
    groups: list[DoseGroup] = []
    begins = 0
    for third in (1, 2, 3):
        ends = max(begins, len(ordered) * third // 3)
        while 0 < ends < len(ordered) and ordered[ends].minutes == ordered[ends - 1].minutes:
            ends += 1
        part = ordered[begins:ends]
        begins = ends
        if not part:
            continue
        found = outcome(instrument, part)
        if found is None:
            return []
        groups.append(DoseGroup(part[0].minutes, part[-1].minutes, found))
    return groups if len(groups) > 1 else []
