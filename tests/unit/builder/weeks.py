"""Small problems and built weeks that the builder's tests share."""

import json
from functools import cache
from typing import Any

from handrail.builder.generators import base
from handrail.builder.harder import harder
from handrail.builder.problem import Problem
from handrail.builder.search import Budget, build
from handrail.builder.solution import Solution

SMALL: dict[str, Any] = {
    "version": 1,
    "tick_min": 15,
    "days": 5,
    "sites": [{"id": "riverside"}],
    "rooms": [
        {"id": "hall", "site": "riverside", "cap": 12, "tags": ["group"], "open": [[32, 80], [128, 176], [224, 272]]},
        {"id": "office", "site": "riverside", "cap": 3, "open": [[32, 80], [128, 176], [224, 272]]},
    ],
    "clinicians": [
        {
            "id": "Reed",
            "credentials": ["therapist", "family"],
            "open": [[32, 72], [128, 168], [224, 264]],
            "max_day": 24,
            "max_week": 72,
        },
        {"id": "Moss", "credentials": ["md"], "open": [[32, 64], [224, 256]], "max_day": 24, "max_week": 40},
    ],
    "tracks": [
        {
            "id": "morning",
            "site": "riverside",
            "days": 2,
            "block_ticks": 8,
            "window": [36, 48],
            "min_week_ticks": 16,
        }
    ],
    "participants": [{"id": "A", "track": "morning", "unavailable": [[48, 80]]}, {"id": "B", "track": "morning"}],
    "activities": [
        *(
            {
                "id": f"group {day}.{turn}",
                "kind": "group",
                "ticks": 4,
                "track": "morning",
                "credential": "therapist",
                "day_idx": day,
                "offset": 4 * turn,
                "tags": ["group"],
            }
            for day in range(2)
            for turn in range(2)
        ),
        {
            "id": "A alone",
            "kind": "individual",
            "ticks": 3,
            "track": "morning",
            "participant": "A",
            "credential": "therapist",
        },
        {
            "id": "A family",
            "kind": "family",
            "ticks": 6,
            "track": "morning",
            "participant": "A",
            "credential": "family",
            "same_clinician_as": "A alone",
        },
        {
            "id": "B medication",
            "kind": "psychiatric",
            "ticks": 2,
            "track": "morning",
            "participant": "B",
            "credential": "md",
            "tele_ok": True,
        },
    ],
}


def small(**changes: object) -> Problem:
    """Return a small problem with some keys changed."""
    return Problem.model_validate_json(json.dumps({**SMALL, **changes}))


@cache
def harder_week() -> tuple[Problem, Solution]:
    """Return a small week with everything that a house asks for, built in few moves."""
    problem = harder(7)
    built = build(problem, seed=7, budget=Budget(iterations=12))
    assert built.solution is not None
    return problem, built.solution


@cache
def ordinary() -> tuple[Problem, Solution]:
    """Return an ordinary week of base size, built in few moves."""
    problem = base(1)
    built = build(problem, seed=1, budget=Budget(iterations=300))
    assert built.solution is not None
    return problem, built.solution
