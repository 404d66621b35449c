"""What six answers about suicide come to, and whether they tell anything new.

The order of the questions and the levels are those of the Columbia screener's triage for care settings
(cssrs.columbia.edu, read for the highest level; the others in two vendors' descriptions of it). The questions
themselves are not here: they are asked from the clinic's own form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handrail.measures.errors import ScreenIncomplete
from handrail.measures.vocabulary import AlertUrgency, Behaviour, RiskLevel

URGENCY: Final = {RiskLevel.HIGH: AlertUrgency.URGENT, RiskLevel.MODERATE: AlertUrgency.SOON}
"""Levels that open an alert."""


@dataclass(frozen=True)
class Screen:
    """The answers, in the order of the questions. Questions 3 to 5 are asked only after a yes to the second."""

    wish: bool
    thoughts: bool
    method: bool | None
    intent: bool | None
    plan: bool | None
    behaviour: Behaviour


def check(screen: Screen) -> None:
    """Refuse answers in another order than the questions have."""
    for name in ("method", "intent", "plan"):
        if (getattr(screen, name) is not None) != screen.thoughts:
            raise ScreenIncomplete(pointer=f"/{name}")


def level(screen: Screen) -> RiskLevel:
    """Return the highest level that an answer reaches. What nobody can date counts as recent (house rule)."""
    if screen.intent or screen.plan or screen.behaviour in {Behaviour.WITHIN_3_MONTHS, Behaviour.UNKNOWN_TIME}:
        return RiskLevel.HIGH
    if screen.method or screen.behaviour is Behaviour.BEFORE:
        return RiskLevel.MODERATE
    return RiskLevel.LOW if screen.wish or screen.thoughts else RiskLevel.NONE


def alarm(screen: Screen, earlier: Iterable[Behaviour]) -> AlertUrgency | None:
    """Return how urgent an alert is that these answers open, or None.

    History does not alarm again: what was done more than three months ago and stands in an earlier screen is known.
    Anything else is news, also when it was said before.
    """
    known = any(behaviour is not Behaviour.NO for behaviour in earlier)
    if known and screen.behaviour is Behaviour.BEFORE:
        screen = Screen(screen.wish, screen.thoughts, screen.method, screen.intent, screen.plan, Behaviour.NO)
    return URGENCY.get(level(screen))
