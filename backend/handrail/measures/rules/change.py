"""What the difference between two totals of one instrument says, by the figures the instrument carries.

Reliable: more than the measure's own noise (Jacobson & Truax, J Consult Clin Psychol 1991;59:12-19). Recovered: left
the clinical range. Clinically significant: both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from handrail.measures.errors import TotalsNotComparable
from handrail.measures.rules.definition import Instrument, ReliableChange
from handrail.measures.rules.scoring import within
from handrail.measures.vocabulary import Higher


@dataclass(frozen=True)
class Change:
    """From a first total to a later one. Where the instrument has no figure for a question, the answer is None."""

    points: Fraction
    """Later minus first."""
    improvement: Fraction
    """How many points better; negative when worse."""
    reliably_improved: tuple[str, ...] | None
    """Keys of the figures that the improvement reaches."""
    reliably_deteriorated: tuple[str, ...] | None
    recovered: bool | None
    """Was in the clinical range and is no more; None also when the first total was outside it."""
    clinically_significant: tuple[str, ...] | None
    """Keys of the figures by which somebody who recovered also improved reliably."""


def improvement(instrument: Instrument, first: Fraction, later: Fraction) -> Fraction:
    """By how many points somebody is better."""
    return later - first if instrument.higher is Higher.BETTER else first - later


def reliably_improved(instrument: Instrument, figure: ReliableChange, first: Fraction, later: Fraction) -> bool:
    """Whether somebody is better by at least the figure."""
    return improvement(instrument, first, later) >= figure.points


def reliably_deteriorated(instrument: Instrument, figure: ReliableChange, first: Fraction, later: Fraction) -> bool:
    """Whether somebody is worse by at least the figure."""
    return improvement(instrument, first, later) <= -figure.points


def firm(instrument: Instrument, reached: Sequence[str] | None) -> bool:
    """Whether a change, by the keys of the figures it reaches, reaches the firmest one the instrument carries.

    A smaller figure says that a change is possible; only this one is called reliable (PCL-5: 15 to 17 points of change
    are possible and 18 firm, Marx et al. 2022; CORE-10: 6 points are a 90 % figure, Barkham et al. 2013).
    """
    most = max((figure.points for figure in instrument.reliable_change), default=None)
    return any(figure.key in (reached or ()) and figure.points == most for figure in instrument.reliable_change)


def in_clinical_range(instrument: Instrument, total: Fraction) -> bool | None:
    """Whether a total is one of people who need treatment."""
    limits = instrument.clinical_range
    return None if limits is None else within(total, at_least=limits.at_least, at_most=limits.at_most)


def recovered(instrument: Instrument, first: Fraction, later: Fraction) -> bool | None:
    """Whether somebody left the clinical range; None for somebody who was never in it."""
    if not in_clinical_range(instrument, first):
        return None
    return not in_clinical_range(instrument, later)


def change(instrument: Instrument, first: Fraction | int, later: Fraction | int) -> Change:
    """Return what two totals of one instrument and version say."""
    limits = instrument.total
    if limits is None or not all(limits.lowest <= total <= limits.highest for total in (first, later)):
        raise TotalsNotComparable
    first, later = Fraction(first), Fraction(later)
    figures = instrument.reliable_change
    better = tuple(figure.key for figure in figures if reliably_improved(instrument, figure, first, later))
    worse = tuple(figure.key for figure in figures if reliably_deteriorated(instrument, figure, first, later))
    left = recovered(instrument, first, later)
    return Change(
        points=later - first,
        improvement=improvement(instrument, first, later),
        reliably_improved=better if figures else None,
        reliably_deteriorated=worse if figures else None,
        recovered=left,
        clinically_significant=(better if left else ()) if figures and left is not None else None,
    )
