"""A participant's totals of one instrument over time, each with what it says beside the first of its episode."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from handrail.measures.rules.change import Change, change, firm
from handrail.measures.rules.definition import Instrument


@dataclass(frozen=True)
class Scored:
    """One total."""

    episode: Hashable
    on: date
    total: Fraction | None


@dataclass(frozen=True)
class Mark:
    """What a total says beside the first one."""

    first: bool
    change: Change | None
    turning_point: str | None
    """`improved` or `deteriorated`: the first total of its episode that is reliably so."""


def marks(instrument: Instrument, totals: Sequence[Scored]) -> list[Mark]:
    """Return what each total says, earliest first. Totals are of one version; another one starts anew."""
    baselines: dict[Hashable, Fraction] = {}
    told: set[tuple[Hashable, str]] = set()
    found = []
    for one in totals:
        if one.total is None or instrument.total is None:
            found.append(Mark(first=False, change=None, turning_point=None))
            continue
        if one.episode not in baselines:
            baselines[one.episode] = one.total
            found.append(Mark(first=True, change=None, turning_point=None))
            continue
        since_first = change(instrument, baselines[one.episode], one.total)
        turn = _turn(instrument, since_first)
        if turn is not None and (one.episode, turn) in told:
            turn = None
        if turn is not None:
            told.add((one.episode, turn))
        found.append(Mark(first=False, change=since_first, turning_point=turn))
    return found


def _turn(instrument: Instrument, since_first: Change) -> str | None:
    if firm(instrument, since_first.reliably_improved):
        return "improved"
    return "deteriorated" if firm(instrument, since_first.reliably_deteriorated) else None
