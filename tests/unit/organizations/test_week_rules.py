from datetime import date
from uuid import uuid4

import pytest

from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind, Weekday
from handrail.organizations.errors import ValidityReversed, WeekRuleImpossible
from handrail.organizations.rules import (
    Situation,
    WeekRule,
    applicable_rules,
    check_limits,
    limits_of_week,
    pick_rule,
    replaced_from,
)
from handrail.organizations.shipped import shipped_rules
from handrail.organizations.vocabulary import Confidence, Phase

TODAY = date(2026, 3, 2)


def rule(**values: object) -> WeekRule:
    defaults: dict[str, object] = {
        "id": uuid4(),
        "level_of_care": LevelOfCare.INTENSIVE_OUTPATIENT,
        "age_band": AgeBand.ADULT,
        "phase": Phase.STANDARD,
        "citation": "a text",
        "confidence": Confidence.PROBABLE,
    }
    return WeekRule(**{**defaults, **values})  # type: ignore[arg-type]


def situation(**values: object) -> Situation:
    defaults: dict[str, object] = {
        "level_of_care": LevelOfCare.INTENSIVE_OUTPATIENT,
        "age_band": AgeBand.ADULT,
        "phase": Phase.STANDARD,
        "on": TODAY,
    }
    return Situation(**{**defaults, **values})  # type: ignore[arg-type]


def test_payer_outranks_state_outranks_general() -> None:
    general, state, payer = rule(), rule(state="VA"), rule(payer="medicare")
    both = rule(state="VA", payer="medicare")
    found = applicable_rules([general, payer, both, state], situation(state="VA", payer="medicare"))
    assert found == (both, payer, state, general)


def test_rule_of_another_state_or_payer_does_not_apply() -> None:
    general = rule()
    rules = [rule(state="VA"), general, rule(payer="medicare")]
    assert pick_rule(rules, situation(state="TX", payer="aetna")) == general
    assert pick_rule(rules, situation()) == general


def test_rule_applies_only_on_its_days() -> None:
    old, new = rule(valid_to=date(2026, 2, 28)), rule(valid_from=date(2026, 3, 1))
    assert pick_rule([old, new], situation(on=date(2026, 2, 28))) == old
    assert pick_rule([old, new], situation(on=date(2026, 3, 1))) == new


def test_younger_of_two_equally_specific_rules_governs() -> None:
    old, new = rule(valid_from=date(2020, 1, 1)), rule(valid_from=date(2024, 1, 1))
    assert pick_rule([old, new], situation()) == new


def test_no_rule_for_another_age_phase_or_level() -> None:
    rules = [rule()]
    assert pick_rule(rules, situation(age_band=AgeBand.YOUTH)) is None
    assert pick_rule(rules, situation(phase=Phase.HOLIDAY)) is None
    assert pick_rule(rules, situation(level_of_care=LevelOfCare.OUTPATIENT)) is None
    assert limits_of_week([], situation()) is None


def test_what_a_specific_rule_leaves_open_the_general_one_decides() -> None:
    general = rule(
        min_minutes_per_week=540,
        max_minutes_per_week=1140,
        countable_kinds=(ServiceKind.GROUP,),
        week_starts_on=Weekday.MONDAY,
        citation="general",
    )
    state = rule(state="CO", group_cap=12, citation="Colorado")
    limits = limits_of_week([general, state], situation(state="CO"))
    assert limits is not None
    assert limits.group_cap is not None
    assert (limits.group_cap.value, limits.group_cap.citation) == (12, "Colorado")
    assert limits.min_minutes_per_week is not None
    assert (limits.min_minutes_per_week.value, limits.min_minutes_per_week.citation) == (540, "general")
    assert limits.countable_kinds == {ServiceKind.GROUP}
    assert limits.week_starts_on is Weekday.MONDAY


def test_zero_is_a_limit_and_none_is_not() -> None:
    limits = limits_of_week(
        [rule(min_minutes_per_week=540), rule(payer="x", min_minutes_per_week=0)], situation(payer="x")
    )
    assert limits is not None
    assert limits.min_minutes_per_week is not None
    assert limits.min_minutes_per_week.value == 0


def test_impossible_rules_are_refused() -> None:
    with pytest.raises(WeekRuleImpossible):
        check_limits(
            min_minutes_per_week=600,
            max_minutes_per_week=540,
            min_minutes_counted_day=None,
            valid_from=None,
            valid_to=None,
        )
    with pytest.raises(WeekRuleImpossible):
        check_limits(
            min_minutes_per_week=None,
            max_minutes_per_week=100,
            min_minutes_counted_day=180,
            valid_from=None,
            valid_to=None,
        )
    with pytest.raises(ValidityReversed):
        check_limits(
            min_minutes_per_week=None,
            max_minutes_per_week=None,
            min_minutes_counted_day=None,
            valid_from=TODAY,
            valid_to=date(2026, 3, 1),
        )


def test_replaced_rule_keeps_its_days_up_to_the_day_before() -> None:
    assert replaced_from(None, None, TODAY) == date(2026, 3, 1)
    with pytest.raises(ValidityReversed):
        replaced_from(TODAY, None, TODAY)
    with pytest.raises(ValidityReversed):
        replaced_from(None, date(2026, 1, 31), TODAY)


def test_shipped_rules_say_what_they_rest_on() -> None:
    rules = {values["shipped_key"]: values for values in shipped_rules()}
    assert (rules["asam-2.1-adult"]["min_minutes_per_week"], rules["asam-2.1-adult"]["max_minutes_per_week"]) == (
        540,
        1140,
    )
    assert rules["asam-2.1-youth"]["min_minutes_per_week"] == 360
    assert rules["virginia-adult"]["min_minutes_counted_day"] == 180
    assert rules["medicare-adult"]["payer"] == "medicare"
    assert all(values["citation"] and values["confidence"] in set(Confidence) for values in rules.values())
    assert all(
        values["countable_kinds"] for values in rules.values() if "state" not in values and "payer" not in values
    )


def test_taper_and_holiday_weeks_have_no_least() -> None:
    short = [values for values in shipped_rules() if values["phase"] != "standard"]
    assert len(short) == 4
    assert all("min_minutes_per_week" not in values for values in short)
