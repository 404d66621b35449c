"""What comes of a search: a week that is mended as far as it can be, judged for what has a place in it."""

from tests.unit.builder.weeks import SMALL, small

from handrail.builder.checker import check_week
from handrail.builder.disruption import Disruption, Loss
from handrail.builder.search import Budget, build
from handrail.builder.solution import PlannedWeek
from handrail.planning.searching import Order, search

MONDAY = (0, 96)


def test_a_group_that_finds_no_leader_in_a_longer_block_is_lost_and_the_next_one_stays_behind_its_gap() -> None:
    """Monday is lost: its groups follow those of the other day, and who may lead the first has gone home by then."""
    track = SMALL["tracks"][0] | {"window": [36, 52], "max_block_ticks": 16, "weekdays": [0, 1], "min_week_ticks": 0}
    early = SMALL["clinicians"][0] | {"id": "Cole", "credentials": ["guide"], "open": [[32, 44], [128, 140]]}
    first, *others = SMALL["activities"]
    problem = small(
        tracks=[track],
        clinicians=[*SMALL["clinicians"], early],
        activities=[first | {"credential": "guide"}, *others[:3]],
        participants=[],
    )
    found = build(problem, seed=1, budget=Budget(iterations=20)).solution
    assert found is not None
    assert found.tracks["morning"].start == 36
    week = PlannedWeek(tracks=found.tracks, sessions=found.sessions)
    lost = Disruption(closed=(Loss(id="riverside", span=MONDAY),))
    order = Order(problem=problem, current=week, disruption=lost, mend=True, seconds=1, moves=10)
    outcome = search(order, lambda _: None)
    assert outcome.lost == ("group 0.0",)
    assert outcome.broken == ()
    assert outcome.week.tracks["morning"].skipped == (0,)
    starts = {one.activity: one.start - 96 for one in outcome.week.sessions}
    assert starts == {"group 1.0": 36, "group 1.1": 40, "group 0.1": 48}
    assert check_week(problem, outcome.week), "of the whole problem something is missing"
