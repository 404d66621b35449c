from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind, Track, Weekday
from handrail.organizations.rules import Situation, WeekLimits, WeekRule, limits_of_week
from handrail.organizations.shipped import shipped_rules
from handrail.organizations.vocabulary import Confidence, Phase
from handrail.programs.errors import (
    AssignmentReversed,
    BlocksDoNotFillDay,
    BreakCounted,
    LengthReversed,
    ModalityNotForAge,
    NamedTwice,
    OutsideProgramShape,
    PhaseDaysExceedProgram,
    ProgramDayTooShort,
    TooFewDays,
    TrackDaysDiffer,
    TrackTwice,
    WeekAboveMaximum,
    WeekBelowMinimum,
)
from handrail.programs.rules import (
    Block,
    PlannedPhase,
    PlannedTrack,
    check_assignment,
    check_blocks,
    check_length,
    check_modalities,
    check_once,
    check_phases,
    check_shape,
    check_tracks,
    check_week,
    countable_minutes,
)
from handrail.programs.shipped import shipped_templates
from handrail.programs.vocabulary import BlockKind

TODAY = date(2026, 3, 2)


def shipped() -> list[WeekRule]:
    rules = []
    for values in shipped_rules():
        day = values.get("valid_from")
        rules.append(
            WeekRule(
                id=uuid4(),
                level_of_care=LevelOfCare(values["level_of_care"]),
                age_band=AgeBand(values["age_band"]),
                phase=Phase(values["phase"]),
                citation=values["citation"],
                confidence=Confidence(values["confidence"]),
                state=values.get("state"),
                payer=values.get("payer"),
                min_minutes_per_week=values.get("min_minutes_per_week"),
                max_minutes_per_week=values.get("max_minutes_per_week"),
                min_days_per_week=values.get("min_days_per_week"),
                min_minutes_counted_day=values.get("min_minutes_counted_day"),
                group_cap=values.get("group_cap"),
                countable_kinds=tuple(ServiceKind(kind) for kind in values["countable_kinds"]),
                valid_from=date.fromisoformat(day) if day else None,
            )
        )
    return rules


def limits(
    age_band: AgeBand = AgeBand.ADULT,
    *,
    phase: Phase = Phase.STANDARD,
    state: str | None = None,
    payer: str | None = None,
) -> WeekLimits:
    found = limits_of_week(
        shipped(), Situation(LevelOfCare.INTENSIVE_OUTPATIENT, age_band, phase, TODAY, state=state, payer=payer)
    )
    assert found is not None
    return found


def test_three_times_two_hours_is_no_adult_week() -> None:
    with pytest.raises(WeekBelowMinimum) as refused:
        check_week(limits(), phase=Phase.STANDARD, days_per_week=3, minutes_a_day=120)
    facts = refused.value.facts
    assert (facts["planned_minutes"], facts["required_minutes"]) == (360, 540)
    assert facts["reason"] == "below_level_of_care"
    assert "ASAM" in str(facts["citation"])


def test_five_times_four_hours_is_partial_hospitalization() -> None:
    with pytest.raises(WeekAboveMaximum) as refused:
        check_week(limits(), phase=Phase.STANDARD, days_per_week=5, minutes_a_day=240)
    facts = refused.value.facts
    assert (facts["planned_minutes"], facts["allowed_minutes"]) == (1200, 1140)
    assert facts["reason"] == "partial_hospitalization"


def test_three_times_two_hours_is_a_week_for_youth() -> None:
    assert check_week(limits(AgeBand.YOUTH), phase=Phase.STANDARD, days_per_week=3, minutes_a_day=120) == 360


def test_the_bounds_themselves_are_within() -> None:
    assert check_week(limits(), phase=Phase.STANDARD, days_per_week=3, minutes_a_day=180) == 540
    assert check_week(limits(), phase=Phase.STANDARD, days_per_week=5, minutes_a_day=228) == 1140
    with pytest.raises(WeekBelowMinimum):
        check_week(limits(), phase=Phase.STANDARD, days_per_week=3, minutes_a_day=179)
    with pytest.raises(WeekAboveMaximum):
        check_week(limits(), phase=Phase.STANDARD, days_per_week=5, minutes_a_day=229)


def test_taper_and_holiday_weeks_may_be_short_but_not_long() -> None:
    for phase in (Phase.TAPER, Phase.HOLIDAY):
        assert check_week(limits(phase=phase), phase=phase, days_per_week=1, minutes_a_day=120) == 120
        with pytest.raises(WeekAboveMaximum):
            check_week(limits(phase=phase), phase=phase, days_per_week=5, minutes_a_day=240)


def test_virginia_asks_for_three_hours_a_service_day() -> None:
    with pytest.raises(ProgramDayTooShort) as refused:
        check_week(limits(state="VA"), phase=Phase.STANDARD, days_per_week=5, minutes_a_day=150)
    assert refused.value.facts["required_minutes"] == 180
    assert check_week(limits(state="TX"), phase=Phase.STANDARD, days_per_week=5, minutes_a_day=150) == 750


def test_a_payer_may_ask_for_a_number_of_days() -> None:
    with pytest.raises(TooFewDays):
        check_week(limits(state="AZ", payer="ahcccs"), phase=Phase.STANDARD, days_per_week=1, minutes_a_day=600)


GROUP = frozenset({ServiceKind.GROUP})


def test_breaks_and_uncounted_kinds_do_not_count() -> None:
    blocks = [
        Block(BlockKind.CHECK_IN, 15, countable=False),
        Block(BlockKind.THERAPY, 75, countable=True),
        Block(BlockKind.BREAK, 15, countable=False),
        Block(BlockKind.THERAPY, 60, countable=True, service_kind=ServiceKind.RECREATION),
    ]
    assert countable_minutes(blocks, GROUP) == 75
    check_blocks(blocks, minutes_per_day=165)


def test_a_break_cannot_be_counted() -> None:
    blocks = [Block(BlockKind.THERAPY, 105, countable=True), Block(BlockKind.BREAK, 15, countable=True)]
    with pytest.raises(BreakCounted) as refused:
        check_blocks(blocks, minutes_per_day=120)
    assert refused.value.pointer == "/blocks/1/countable"


def test_blocks_fill_the_day() -> None:
    with pytest.raises(BlocksDoNotFillDay):
        check_blocks([Block(BlockKind.THERAPY, 100, countable=True)], minutes_per_day=120)


@given(
    st.lists(
        st.builds(
            Block,
            st.sampled_from(BlockKind),
            st.integers(1, 240),
            st.booleans(),
            st.sampled_from(ServiceKind),
        ),
        max_size=12,
    )
)
def test_countable_minutes_never_exceed_the_day(blocks: list[Block]) -> None:
    assert 0 <= countable_minutes(blocks, frozenset(ServiceKind)) <= sum(block.minutes for block in blocks)


@pytest.mark.parametrize(("days", "minutes"), [(2, 180), (6, 180), (3, 119), (3, 241)])
def test_an_iop_runs_three_to_five_days_of_two_to_four_hours(days: int, minutes: int) -> None:
    with pytest.raises(OutsideProgramShape):
        check_shape(LevelOfCare.INTENSIVE_OUTPATIENT, days_per_week=days, minutes_per_day=minutes)
    check_shape(LevelOfCare.OUTPATIENT, days_per_week=days, minutes_per_day=minutes)


def test_a_taper_has_fewer_days() -> None:
    check_phases([PlannedPhase(Phase.TAPER, 2)], days_per_week=3)
    with pytest.raises(PhaseDaysExceedProgram):
        check_phases([PlannedPhase(Phase.TAPER, 4)], days_per_week=3)


def test_a_track_meets_on_every_program_day() -> None:
    week = (Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY)
    check_tracks([PlannedTrack(Track.DAY, week)], days_per_week=3)
    with pytest.raises(TrackDaysDiffer):
        check_tracks([PlannedTrack(Track.DAY, week[:2])], days_per_week=3)
    with pytest.raises(TrackDaysDiffer):
        check_tracks([PlannedTrack(Track.DAY, (Weekday.MONDAY,) * 3)], days_per_week=3)
    with pytest.raises(TrackTwice):
        check_tracks([PlannedTrack(Track.DAY, week)] * 2, days_per_week=3)


def test_length_is_in_order() -> None:
    check_length(8, 10, 12)
    with pytest.raises(LengthReversed):
        check_length(8, 13, 12)


def test_tf_cbt_is_for_children() -> None:
    check_modalities(["tf-cbt"], AgeBand.YOUTH)
    with pytest.raises(ModalityNotForAge):
        check_modalities(["cbt", "tf-cbt"], AgeBand.ADULT)


def test_a_service_is_owed_in_one_way() -> None:
    check_once(["individual", "family"], pointer="/required_services")
    with pytest.raises(NamedTwice) as refused:
        check_once(["individual", "family", "individual"], pointer="/required_services")
    assert refused.value.pointer == "/required_services/2"


def test_assignment_lasts_a_day_or_more() -> None:
    check_assignment(TODAY, TODAY)
    with pytest.raises(AssignmentReversed):
        check_assignment(TODAY, date(2026, 3, 1))


@pytest.mark.parametrize("state", [None, "VA", "NY", "CO", "AZ"])
@pytest.mark.parametrize("key", list(shipped_templates()))
def test_every_shipped_template_keeps_every_shipped_rule(key: str, state: str | None) -> None:
    template = shipped_templates()[key]
    blocks = [Block(block.kind, block.minutes, block.countable, block.service_kind) for block in template.blocks]
    check_shape(template.level_of_care, days_per_week=template.days_per_week, minutes_per_day=template.minutes_per_day)
    check_blocks(blocks, minutes_per_day=template.minutes_per_day)
    check_length(template.length.least, template.length.usual, template.length.most)
    check_tracks(
        [PlannedTrack(one.track, tuple(one.weekdays)) for one in template.tracks], days_per_week=template.days_per_week
    )
    check_modalities([part.modality for part in template.curriculum], template.age_band)
    for payer in (None, "medicare", "ahcccs"):
        weeks = [(Phase.STANDARD, template.days_per_week)] + [(one.phase, one.days_per_week) for one in template.phases]
        for phase, days in weeks:
            found = limits(template.age_band, phase=phase, state=state, payer=payer)
            counted = countable_minutes(blocks, found.countable_kinds)
            assert 180 <= counted <= 240
            check_week(found, phase=phase, days_per_week=days, minutes_a_day=counted)


def test_five_templates_are_shipped() -> None:
    templates = shipped_templates()
    assert set(templates) == {"depression-cbt", "dbt", "trauma", "addiction", "daily-short"}
    assert [key for key, values in templates.items() if values.part2] == ["addiction"]
    assert all(track.starts_at.tzinfo is None for values in templates.values() for track in values.tracks)


def test_the_short_program_gives_three_hours_of_group_every_weekday() -> None:
    short = shipped_templates()["daily-short"]
    assert (short.days_per_week, short.length.least, short.length.most) == (5, 2, 3)
    assert (
        sum(block.minutes for block in short.blocks if block.service_kind is ServiceKind.GROUP and block.countable)
        == 180
    )
