"""From answers to scores: exact, and total, in that every set of answers has a result or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from handrail.measures.rules.definition import Cutoff, Instrument, Item, Need, Subscale
from handrail.measures.vocabulary import TOTAL, Gap, Reason

_REASON_OF: Final = {Gap.UNREADABLE: Reason.NOT_A_NUMBER, Gap.NOT_APPLICABLE: Reason.NOT_AN_ANSWER}

Answer = int | Fraction | Gap
Answers = Mapping[str, Answer]
"""Item number → answer. An item that is not named is missing. A score-only instrument has the one item `total`."""


@dataclass(frozen=True)
class Result:
    """What a set of answers says."""

    total: Fraction | None
    """None with a reason, and for an instrument that has no total."""
    band: str | None
    subscales: Mapping[str, int | None]
    """A subscale whose items are not all answered is None, never a part of the sum."""
    alerts: tuple[str, ...]
    """Answers somebody must act on, whether or not the rest could be scored."""
    alerts_unknown: tuple[str, ...]
    """Alerts whose question has no readable answer: silence is not a no."""
    positive: tuple[str, ...]
    """Cut-offs and criteria that are met."""
    prorated: bool = False
    reason: Reason | None = None
    items: tuple[str, ...] = ()
    """The items the reason is about."""


def score(instrument: Instrument, answers: Answers) -> Result:
    """Score the answers to one administration.

    An answer that the instrument does not have, anywhere, leaves the whole without a total: it may mean that columns
    have slipped. Partial answers give a total only by the instrument's own rule (`Missing`), and then it says so.
    """
    if instrument.by_score_only:
        return _given(instrument, answers)
    reason, items = _fault(instrument, answers)
    subscales = {part.key: _sum_of(instrument, part, answers) for part in instrument.subscales}
    if reason is not None and reason is not Reason.INCOMPLETE:
        subscales = dict.fromkeys(subscales)
    total = None if reason is not None or instrument.total is None else _total(instrument, answers)
    missing = bool(_missing(instrument, answers))
    return Result(
        total=total,
        band=_band(instrument, total),
        subscales=subscales,
        alerts=tuple(alert.key for alert in instrument.alerts if _reaches(answers, alert.item, alert.at_least)),
        alerts_unknown=tuple(
            alert.key for alert in instrument.alerts if isinstance(answers.get(alert.item, Gap.MISSING), Gap)
        ),
        positive=_positive(instrument, answers, total, subscales, complete=reason is None and not missing),
        prorated=total is not None and missing,
        reason=reason,
        items=items,
    )


def _given(instrument: Instrument, answers: Answers) -> Result:
    assert instrument.total is not None
    given = answers.get(TOTAL, Gap.MISSING)
    reason = None
    if unknown := sorted(answers.keys() - {TOTAL}):
        reason = Reason.UNKNOWN_ITEM
    elif isinstance(given, Gap):
        reason = _REASON_OF.get(given, Reason.INCOMPLETE)
    elif not instrument.total.lowest <= given <= instrument.total.highest or (
        Fraction(given).denominator != 1 and not instrument.total.decimals
    ):
        reason = Reason.NOT_AN_ANSWER
    total = None if reason is not None or isinstance(given, Gap) else Fraction(given)
    return Result(
        total=total,
        band=_band(instrument, total),
        subscales={},
        alerts=(),
        alerts_unknown=(),
        positive=_positive(instrument, {}, total, {}, complete=reason is None),
        reason=reason,
        items=() if reason is None else tuple(unknown) or (TOTAL,),
    )


def _fault(instrument: Instrument, answers: Answers) -> tuple[Reason | None, tuple[str, ...]]:
    """Return the first reason why there is no score, gravest first, and all items it is about."""
    known = {item.number for item in instrument.items}
    faults: dict[Reason, list[str]] = {reason: [] for reason in Reason}
    faults[Reason.UNKNOWN_ITEM] += sorted(answers.keys() - known)
    for item in instrument.items:
        given = answers.get(item.number, Gap.MISSING)
        if given is Gap.MISSING or (given is Gap.NOT_APPLICABLE and item.may_not_apply):
            continue
        if isinstance(given, Gap):
            faults[_REASON_OF[given]].append(item.number)
        elif given not in instrument.points(item):
            faults[Reason.NOT_AN_ANSWER].append(item.number)
    missing = _missing(instrument, answers)
    allowed = instrument.missing.allowed if instrument.missing else 0
    if len(missing) > allowed:
        faults[Reason.INCOMPLETE] += missing
    return next(((reason, tuple(items)) for reason, items in faults.items() if items), (None, ()))


def _missing(instrument: Instrument, answers: Answers) -> list[str]:
    return [item.number for item in instrument.scored_items if answers.get(item.number, Gap.MISSING) is Gap.MISSING]


def _points(instrument: Instrument, item: Item, answers: Answers) -> int | None:
    """What an item adds: nothing where it does not apply, None without a permitted answer."""
    given = answers.get(item.number, Gap.MISSING)
    if given is Gap.NOT_APPLICABLE and item.may_not_apply:
        return 0
    return None if isinstance(given, Gap) else instrument.points(item).get(int(given))


def _total(instrument: Instrument, answers: Answers) -> Fraction:
    """The sum; where an item is missing and may be, the mean of the answered times the number of items."""
    points = [_points(instrument, item, answers) for item in instrument.scored_items]
    answered = [value for value in points if value is not None]
    return Fraction(len(points) * sum(answered), len(answered))


def _sum_of(instrument: Instrument, part: Subscale, answers: Answers) -> int | None:
    points = [_points(instrument, item, answers) for item in instrument.items if item.number in part.items]
    answered = [value for value in points if value is not None]
    return sum(answered) if len(answered) == len(points) else None


def _band(instrument: Instrument, total: Fraction | None) -> str | None:
    if total is None or instrument.bands is None:
        return None
    return [band.key for band in instrument.bands.ranges if band.lowest <= total][-1]


def _reaches(answers: Answers, item: str, threshold: int) -> bool:
    """Whether the answer is at or above the threshold, even where the instrument has no such answer."""
    given = answers.get(item, Gap.MISSING)
    return not isinstance(given, Gap) and given >= threshold


def _positive(
    instrument: Instrument,
    answers: Answers,
    total: Fraction | None,
    subscales: Mapping[str, int | None],
    *,
    complete: bool,
) -> tuple[str, ...]:
    values: dict[str, Fraction | int | None] = {**subscales, TOTAL: total}
    met = [cutoff.key for cutoff in instrument.cutoffs if _beyond(cutoff, values[cutoff.on])]
    if complete:
        met += [rule.key for rule in instrument.criteria if all(_met(need, answers) for need in rule.needs)]
    return tuple(met)


def _beyond(cutoff: Cutoff, value: Fraction | int | None) -> bool:
    return value is not None and within(value, at_least=cutoff.at_least, at_most=cutoff.at_most)


def within(value: Fraction | int, *, at_least: int | None, at_most: int | None) -> bool:
    """Whether a value lies in a range that is open where there is no limit."""
    return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)


def _met(need: Need, answers: Answers) -> bool:
    count = sum(_reaches(answers, item, threshold) for item, threshold in need.items.items())
    return within(count, at_least=need.at_least, at_most=need.at_most)
