from datetime import date
from typing import Any

import pytest

from handrail.courses.errors import NothingRecorded, TargetNotWorkedThrough
from handrail.courses.rules import (
    MOST_POINTS,
    Noted,
    Place,
    Rating,
    Stay,
    check_entry,
    check_worked_through,
    left_to_do,
    place_now,
    ratings,
    stays,
)
from handrail.modalities.catalogue import shipped_modalities
from handrail.modalities.errors import RecordOnDiaryCard, RecordUnknown, RecordValueWrong
from handrail.modalities.rules import filled

_SHIPPED = next(one for one in shipped_modalities() if one["key"] == "emdr")
EMDR, PHASES, RULE = _SHIPPED["records"], _SHIPPED["phases"], _SHIPPED["completion"]
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def noted(on: date = MONDAY, phase: str | None = None, **values: Any) -> Noted:
    return Noted(on, phase, "memory", {key.replace("_", "-"): value for key, value in values.items()})


@pytest.mark.parametrize("values", [{"sud": 0}, {"sud": 10, "voc": 1}, {"body-scan-clear": False}, {"target": "word"}])
def test_what_a_modality_records_may_be_noted(values: dict[str, Any]) -> None:
    check_entry(EMDR, values, phase=None)


@pytest.mark.parametrize(
    "values", [{"sud": 11}, {"sud": -1}, {"sud": True}, {"voc": 0}, {"body-scan-clear": 1}, {"target": ""}]
)
def test_a_value_beyond_its_ends_or_of_another_kind_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(RecordValueWrong):
        check_entry(EMDR, values, phase=None)


def test_what_is_not_recorded_is_refused_and_so_is_nothing() -> None:
    with pytest.raises(RecordUnknown):
        check_entry(EMDR, {"craving": 3}, phase=None)
    with pytest.raises(NothingRecorded):
        check_entry(EMDR, {}, phase=None)
    check_entry(EMDR, {}, phase="preparation")


def test_a_scale_is_followed_from_its_first_value_to_its_latest() -> None:
    rows = ratings(EMDR, [noted(sud=7), noted(TUESDAY, sud=3, voc=4)])
    assert [(row.key, row.first, row.latest, row.latest_on) for row in rows] == [
        ("sud", 7, 3, TUESDAY),
        ("voc", 4, 4, TUESDAY),
    ]
    assert isinstance(rows[0], Rating)


def test_a_rating_tells_its_values_and_what_the_protocol_asks_of_it() -> None:
    rule = [{"record": "sud", "least": 0, "most": 0}, {"record": "voc", "least": 5, "most": 7}]
    sud, voc = ratings(EMDR, [noted(sud=7, voc=2), noted(TUESDAY, sud=3)], rule)
    assert [(one.on, one.value) for one in sud.points] == [(MONDAY, 7), (TUESDAY, 3)]
    assert (sud.least, sud.most, sud.goal) == (0, 10, 0)
    assert (voc.goal, len(voc.points)) == (None, 1), "a span is no goal"
    assert len(ratings(EMDR, [noted(sud=one % 10) for one in range(MOST_POINTS + 5)])[0].points) == MOST_POINTS


def test_the_phase_is_the_one_noted_last() -> None:
    entries = [Noted(MONDAY, "assessment", None, {}), Noted(TUESDAY, "desensitization", "memory", {}), noted(sud=2)]
    assert place_now(PHASES, entries) == Place("desensitization", "Desensitization", 4, "memory")
    assert place_now(PHASES, []) is None
    gone = place_now(PHASES[:3], entries)
    assert gone is not None
    assert (gone.name, gone.number) == ("desensitization", None), "a phase that the protocol no longer has"


def test_phases_follow_one_another_and_one_come_back_to_stands_again() -> None:
    days = [date(2026, 11, day) for day in (2, 4, 9, 11, 16)]
    keys = ["assessment", "desensitization", None, "desensitization", "assessment"]
    entries = [Noted(on, key, None, {}) for on, key in zip(days, keys, strict=True)]
    assert stays(PHASES, entries) == [
        Stay("assessment", "Assessment", 3, days[0], days[0], 1),
        Stay("desensitization", "Desensitization", 4, days[1], days[3], 2),
        Stay("assessment", "Assessment", 3, days[4], days[4], 1),
    ]
    assert stays(PHASES[:3], entries[1:2]) == [Stay("desensitization", "desensitization", None, days[1], days[1], 1)]
    assert stays(PHASES, [entries[2]]) == []


@pytest.mark.parametrize(
    ("last", "missing"),
    [
        ({"sud": 0, "voc": 7, "body_scan_clear": True}, []),
        ({"sud": 1, "voc": 7, "body_scan_clear": True}, ["sud"]),
        ({"sud": 1, "sud_fits": True, "voc": 7, "body_scan_clear": True}, []),
        ({"sud": 1, "sud_fits": False, "voc": 7, "body_scan_clear": True}, ["sud"]),
        ({"sud": 2, "sud_fits": True, "voc": 7, "body_scan_clear": True}, ["sud"]),
        ({"sud": 2, "voc": 7, "body_scan_clear": True}, ["sud"]),
        ({"sud": 0, "voc": 6, "body_scan_clear": False}, ["body-scan-clear", "voc"]),
        ({}, ["body-scan-clear", "sud", "voc"]),
    ],
)
def test_a_memory_is_worked_through_by_its_last_ratings(last: dict[str, Any], missing: list[str]) -> None:
    entries = [noted(sud=9, voc=1, body_scan_clear=False), noted(TUESDAY, "body-scan", **last)] if last else []
    if missing:
        with pytest.raises(TargetNotWorkedThrough) as refused:
            check_worked_through(RULE, entries)
        assert refused.value.facts == {"records": missing}
    else:
        check_worked_through(RULE, entries)


def test_belief_is_rated_again_at_installation() -> None:
    before = Noted(MONDAY, "assessment", None, {"voc": 7, "sud": 8})
    done = Noted(TUESDAY, "desensitization", None, {"sud": 0, "body-scan-clear": True})
    assert left_to_do(RULE, [before, done]) == ["voc"]
    assert left_to_do(RULE, [before, done, Noted(TUESDAY, "installation", None, {"voc": 7})]) == []


@pytest.mark.parametrize("phase", [None, "history-and-planning", "preparation", "assessment", "desensitization"])
def test_belief_rated_before_installation_or_in_no_phase_does_not_count(phase: str | None) -> None:
    done = noted(MONDAY, "desensitization", sud=0, body_scan_clear=True)
    assert left_to_do(RULE, [done, noted(TUESDAY, phase, voc=7)]) == ["voc"]


@pytest.mark.parametrize("phase", ["installation", "body-scan", "closure", "reevaluation"])
def test_belief_rated_at_installation_or_later_counts_until_work_on_the_memory_goes_on(phase: str) -> None:
    done = noted(MONDAY, "desensitization", sud=0, body_scan_clear=True)
    rated = noted(MONDAY, phase, voc=7)
    assert left_to_do(RULE, [done, rated]) == []
    for again in ("desensitization", "assessment"):
        assert left_to_do(RULE, [done, rated, noted(TUESDAY, again, sud=0)]) == ["voc"]
    after = [noted(TUESDAY, "desensitization", sud=0), noted(TUESDAY, "installation", voc=7)]
    assert left_to_do(RULE, [done, rated, *after]) == []
    assert left_to_do(RULE, [done, rated, noted(TUESDAY, "closure", voc=5)]) == ["voc"], "the last one counts"


def test_a_version_whose_rule_names_no_phases_counts_as_it_did() -> None:
    conditions = [{key: value for key, value in one.items() if key != "counts_in"} for one in RULE]
    older = filled(_SHIPPED | {"completion": conditions})["completion"]
    done = noted(MONDAY, "desensitization", sud=0, body_scan_clear=True)
    assert left_to_do(older, [noted(voc=7), done]) == []
    assert left_to_do(older, [noted(MONDAY, "assessment", voc=7), done]) == ["voc"]


@pytest.mark.parametrize("key", ["urge-suicide", "urge-self-harm", "self-harm-acts", "urge-use"])
def test_urges_and_acts_are_refused_also_where_the_protocol_records_them(key: str) -> None:
    older = [{"key": key, "name": "As an older version has it", "kind": "count"}]
    with pytest.raises(RecordOnDiaryCard) as refused:
        check_entry(older, {key: 1}, phase=None)
    assert refused.value.pointer == f"/values/{key}"


def test_other_modalities_are_held_to_no_such_ratings() -> None:
    dbt = next(one for one in shipped_modalities() if one["key"] == "dbt")["completion"]
    check_worked_through(dbt, [])
    assert left_to_do(dbt, []) is None


def test_a_version_published_before_the_rule_was_data_is_held_to_what_it_was() -> None:
    published = {name: _SHIPPED[name] for name in ("planned_sessions", "phases", "modules", "homework_kinds")}
    records = [{key: value for key, value in one.items() if key != "scope"} for one in EMDR]
    before = filled(published | {"records": records, "fidelity_items": []})
    last = {"sud": 1, "voc": 7, "body_scan_clear": True}
    check_worked_through(before["completion"], [noted(**last)])
    assert left_to_do(before["completion"], [noted(**last | {"sud": 2})]) == ["sud"]
    assert filled(published | {"records": records[:3], "fidelity_items": []})["completion"] == []


def test_an_organization_may_hold_its_targets_to_a_rule_of_its_own() -> None:
    rule = [{"record": "sud", "least": 0, "most": 2, "anew_after": [], "counts_in": [], "widened": None}]
    assert left_to_do(rule, [noted(sud=3)]) == ["sud"]
    assert left_to_do(rule, [noted(sud=3), noted(sud=2)]) == []


def test_words_that_another_version_recorded_are_no_rating() -> None:
    rule = [{"record": "target", "least": 0, "most": 1, "anew_after": [], "counts_in": [], "widened": None}]
    assert left_to_do(rule, [noted(target="The crossing")]) == ["target"]
    scale = {"key": "target", "name": "Target", "kind": "scale", "least": 0, "most": 1}
    assert ratings([scale], [noted(target="The crossing")]) == []
