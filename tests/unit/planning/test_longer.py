"""How long blocks become in a week in which closures take days."""

from handrail.planning.longer import Room, room_for
from handrail.planning.spans import DAY

NINE, NOON = 9 * 60, 12 * 60
TWO_A_DAY = [(day, offset, 80) for day in range(3) for offset in (0, 100)]


def _room(*closed: tuple[int, int], most: int = 480, early: int = 0) -> Room:
    return room_for(
        TWO_A_DAY,
        block=180,
        window=(NINE - early, NOON),
        weekdays=[0, 2, 4],
        days=3,
        closed=closed,
        most=most,
    )


USUAL = Room((NINE, NOON))


def test_nothing_is_longer_where_every_day_is_left_or_none_may_be_longer() -> None:
    assert _room() == USUAL
    assert _room((NOON, DAY)) == USUAL
    assert _room((0, DAY), most=170) == USUAL


def test_the_groups_of_a_lost_day_are_shared_by_those_that_are_left() -> None:
    assert _room((0, DAY)) == Room((NINE, NOON + 80), 260)
    assert _room((0, DAY), (2 * DAY, 3 * DAY), most=600) == Room((NINE, NOON + 4 * 80), 180 + 4 * 80)


def test_blocks_get_no_longer_than_they_may() -> None:
    assert _room((0, DAY), most=200) == Room((NINE, NOON + 20), 200)
    assert _room((0, DAY), most=200, early=30) == Room((NINE - 30, NOON + 20), 200), "also where they may begin earlier"


def test_a_day_on_which_the_longer_time_would_let_a_whole_block_begin_later_is_not_lost() -> None:
    assert _room((0, NINE + 60)) == USUAL
    assert _room((0, NINE + 90)) != USUAL


def test_a_week_that_is_closed_altogether_has_no_longer_blocks() -> None:
    assert _room((0, 7 * DAY)) == USUAL
