"""The builder's problem of a week, with what its ids stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.builder.disruption import Disruption
from handrail.builder.problem import Problem
from handrail.builder.solution import PlannedWeek
from handrail.core.ids import CohortId, SessionId
from handrail.planning.pairs import Second
from handrail.planning.vocabulary import Untouched
from handrail.planning.week import Block, Need, Running, Standing


@dataclass(frozen=True)
class NewGroup:
    """A group that a cohort is to have, by its program's template."""

    cohort_id: CohortId
    program: Running
    block: Block


@dataclass(frozen=True)
class Made:
    """The problem, with what its ids stand for."""

    problem: Problem
    current: PlannedWeek
    disruption: Disruption
    tick: int
    """Minutes."""
    sessions: Mapping[str, Standing]
    needs: Mapping[str, Need]
    groups: Mapping[str, NewGroup]
    seconds: Mapping[str, Second]
    """Who is to lead beside somebody."""
    no_chair: Mapping[str, Second]
    """Groups that lack a second leader, in a room that has no chair for one."""
    untouched: Mapping[SessionId, Untouched]
