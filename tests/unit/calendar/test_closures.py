"""What closures leave of sessions and days."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from handrail.calendar.rules.closures import ClosureSpan, Effect, Plan, begun_later, day_status, effect_of
from handrail.calendar.vocabulary import ProgramDayStatus
from handrail.core.ids import ClosureId, new_id
from handrail.core.vocabulary import ClosureKind

NINE = datetime(2026, 6, 1, 13, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


GROUP = Plan(NINE, NINE + minutes(90))


def closure(kind: ClosureKind, start: int, end: int) -> ClosureSpan:
    return ClosureSpan(kind, NINE + minutes(start), NINE + minutes(end), ClosureId(new_id()))


def test_closed_program_cancels_and_names_the_closure() -> None:
    storm = closure(ClosureKind.CLOSED, -60, 600)
    effect = effect_of(GROUP, [storm])
    assert effect.cancelled
    assert effect.closure_id == storm.id
    assert (effect.starts_at, effect.minutes) == (GROUP.starts_at, 0)


def test_delayed_opening_shortens_and_does_not_move() -> None:
    effect = effect_of(GROUP, [closure(ClosureKind.DELAYED, -600, 30)])
    assert (effect.starts_at, effect.ends_at) == (NINE + minutes(30), GROUP.ends_at)
    assert effect.minutes == 60


def test_session_chosen_to_begin_later_is_as_long_as_planned_and_on_its_day() -> None:
    delay = closure(ClosureKind.DELAYED, -600, 30)
    assert begun_later(GROUP, delay, "America/New_York") == Plan(NINE + minutes(30), NINE + minutes(120))
    # At 22:35 in New York the session would still be on when the next day begins.
    late = closure(ClosureKind.DELAYED, -600, 13 * 60 + 35)
    assert begun_later(GROUP, late, "America/New_York") is None
    assert begun_later(GROUP, late, "America/Phoenix") == Plan(NINE + minutes(815), NINE + minutes(905))
    for other in (closure(ClosureKind.DELAYED, -600, 0), closure(ClosureKind.EARLY_END, 30, 600)):
        assert begun_later(GROUP, other, "America/New_York") is None


def test_early_end_shortens() -> None:
    effect = effect_of(GROUP, [closure(ClosureKind.EARLY_END, 60, 600)])
    assert (effect.starts_at, effect.ends_at) == (NINE, NINE + minutes(60))


def test_less_than_a_quarter_of_an_hour_does_not_take_place() -> None:
    assert effect_of(GROUP, [closure(ClosureKind.DELAYED, -600, 76)]).cancelled
    assert not effect_of(GROUP, [closure(ClosureKind.DELAYED, -600, 75)]).cancelled


def test_session_that_was_planned_shorter_stays_when_only_its_mode_changes() -> None:
    check_in = Plan(NINE, NINE + minutes(10))
    effect = effect_of(check_in, [closure(ClosureKind.BY_VIDEO, -600, 600)])
    assert (effect.cancelled, effect.telehealth, effect.minutes) == (False, True, 10)


def test_video_keeps_the_times() -> None:
    effect = effect_of(GROUP, [closure(ClosureKind.BY_VIDEO, -600, 600)])
    assert effect.telehealth
    assert (effect.starts_at, effect.ends_at) == (GROUP.starts_at, GROUP.ends_at)


def test_closure_that_ends_when_the_session_starts_changes_nothing() -> None:
    assert effect_of(GROUP, [closure(ClosureKind.CLOSED, -60, 0)]) == Effect(GROUP.starts_at, GROUP.ends_at, False)
    assert effect_of(GROUP, [closure(ClosureKind.CLOSED, 90, 180)]) == Effect(GROUP.starts_at, GROUP.ends_at, False)


spans = st.builds(
    lambda kind, start, length: closure(kind, start, start + length),
    st.sampled_from(list(ClosureKind)),
    st.integers(-120, 120),
    st.integers(1, 240),
)


@given(st.lists(spans, max_size=4))
def test_order_in_which_closures_were_entered_does_not_matter(closures: list[ClosureSpan]) -> None:
    effects = {effect_of(GROUP, order) for order in permutations(closures)}
    assert len(effects) == 1
    (effect,) = effects
    assert GROUP.starts_at <= effect.starts_at < effect.ends_at <= GROUP.ends_at


def test_kind_of_day_follows_from_its_blocks() -> None:
    blocks = [Plan(NINE + minutes(60 * i), NINE + minutes(60 * i + 60)) for i in range(3)]

    def status(*closures: ClosureSpan) -> ProgramDayStatus:
        return day_status(blocks, [effect_of(block, closures) for block in blocks])

    assert status() is ProgramDayStatus.NORMAL
    assert status(closure(ClosureKind.CLOSED, -60, 600)) is ProgramDayStatus.CLOSED
    assert status(closure(ClosureKind.CLOSED, 120, 600)) is ProgramDayStatus.EARLY_END
    assert status(closure(ClosureKind.DELAYED, -60, 30)) is ProgramDayStatus.DELAYED
    assert status(closure(ClosureKind.DELAYED, -60, 60)) is ProgramDayStatus.DELAYED
    assert status(closure(ClosureKind.EARLY_END, 150, 600)) is ProgramDayStatus.EARLY_END
    assert status(closure(ClosureKind.BY_VIDEO, -60, 600)) is ProgramDayStatus.BY_VIDEO
