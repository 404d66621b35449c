"""A week has one name, whichever process looks at it."""

import os
import subprocess
import sys

SAYS = """
from datetime import UTC, date, datetime
from uuid import UUID
from handrail.core.vocabulary import ServiceKind
from handrail.planning.service.loading import digests
from handrail.planning.week import WeekSeen, Worker
one, other = (UUID(int=at) for at in (1, 2))
leads = frozenset(ServiceKind) - {UNABLE}
week = WeekSeen(
    houses=(), monday=date(2026, 3, 2), time_zone="UTC", as_of=datetime(2026, 3, 1, tzinfo=UTC), passed=0, sessions=(),
    workers=(Worker(id=one, open=((0, 60),), off=(), leads=leads),), places=(), takers=(), cohorts=(), needs=(),
    apart=frozenset({(one, other), (other, one)}),
)
print(digests(week))
"""


def _said(seed: int, unable: str = "None") -> str:
    command = [sys.executable, "-c", SAYS.replace("UNABLE", unable)]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_who_worked_a_week_out_and_who_applies_it_see_the_same() -> None:
    first, second = (_said(seed) for seed in (1, 2))
    assert first == second
    assert _said(1, "ServiceKind.SKILLS") != first, "what somebody may lead counts"
