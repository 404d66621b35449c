"""Which answers cannot wait, whose an alert is, and when it goes up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from handrail.measures.rules.definition import Alert, Instrument
from handrail.measures.vocabulary import ACKNOWLEDGE_WITHIN, ACT_WITHIN, AlertStatus, AlertUrgency

Hand = TypeVar("Hand")


def reached(instrument: Instrument, item: str, value: int | None, before: int | None = None) -> tuple[Alert, ...]:
    """Return the alerts that this one answer opens, whatever the other questions say and whether they are answered.

    What is no worse than the answer `before` it in the same measure was told already, and perhaps acted upon.
    """
    if value is None or (before is not None and value <= before):
        return ()
    return tuple(alert for alert in instrument.alerts if alert.item == item and value >= alert.at_least)


def hands(candidates: Sequence[Hand | None], able: Collection[Hand]) -> tuple[Hand, Hand | None]:
    """Return owner and backup: the first two, those before others who may document an action today.

    Somebody always can be told, even where nobody could close it: from there it goes up to who is on call.
    """
    known = list(dict.fromkeys(one for one in candidates if one is not None))
    ordered = sorted(known, key=lambda one: one not in able)
    return ordered[0], ordered[1] if len(ordered) > 1 else None


def first_due(urgency: AlertUrgency, opened_at: datetime) -> datetime:
    """Return until when somebody has to have taken an alert."""
    return opened_at + ACKNOWLEDGE_WITHIN[urgency]


def action_due(urgency: AlertUrgency, acknowledged_at: datetime) -> datetime:
    """Return until when whoever took it has to document what was done."""
    return acknowledged_at + ACT_WITHIN[urgency]


@dataclass(frozen=True)
class Standing:
    """What of an alert says whether it goes up."""

    status: AlertStatus
    due_at: datetime


def goes_up(alert: Standing, now: datetime) -> bool:
    """Whether an alert is for who is on call as well: its next step is due and not done."""
    return alert.status is AlertStatus.OPEN and alert.due_at <= now
