import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from handrail.diaries.catalogue import all_versions
from handrail.modalities import rules
from handrail.modalities.catalogue import catalogue_version, shipped_modalities, shipped_texts
from handrail.modalities.errors import (
    AgeOutsideModality,
    BirthDateUnknown,
    ModuleUnknown,
    PhaseUnknown,
    RangeReversed,
    RuleOfWhat,
)
from handrail.modalities.schemas import ModalityCreate, ShortName
from handrail.modalities.vocabulary import ON_DIARY_CARD, CatalogueLanguage

VERIFIED_SNOMED = {
    "228557008",  # cognitive and behavioral therapy
    "405780009",  # dialectical behavior therapy
    "449030000",  # eye movement desensitization and reprocessing
    "401157001",  # brief solution-focused psychotherapy
    "410224008",  # mental health education
    "76168009",  # group psychotherapy
    "108313002",  # family psychotherapy
    "10197000",  # psychiatric interview and evaluation
    "302440009",  # psychiatric pharmacologic management
}

BY_KEY = {modality["key"]: modality for modality in shipped_modalities()}


def keys(parts: Iterable[dict[str, Any]]) -> list[str]:
    return [part["key"] for part in parts]


@pytest.mark.parametrize("values", shipped_modalities(), ids=lambda values: values["key"])
def test_every_shipped_modality_could_have_been_typed_in(values: dict[str, Any]) -> None:
    modality = ModalityCreate.model_validate(values)
    rules.check_age_limits(modality.min_age, modality.max_age)
    for parts in (modality.phases, modality.modules, modality.records, modality.fidelity_items):
        rules.check_keys([part.key for part in parts], pointer="/")
    for module in modality.modules:
        rules.check_keys([skill.key for skill in module.skills], pointer="/")
    rules.check_completion(values["completion"], values["records"], keys(values["phases"]))
    assert modality.fidelity_items
    assert modality.sources or modality.key == "psychoeducation"


def test_catalogue_covers_the_field() -> None:
    assert BY_KEY.keys() >= {
        "cbt",
        "rebt",
        "dbt",
        "emdr",
        "cpt",
        "cpt-with-accounts",
        "tf-cbt",
        "motivational-interviewing",
        "solution-focused",
        "somatic-experiencing",
        "mindfulness",
        "relapse-prevention",
        "psychoeducation",
        "family-therapy",
        "medication-management",
        "psychiatric-evaluation",
        "recreation",
        "process-group",
    }
    assert len(BY_KEY) == len(shipped_modalities())
    assert date.fromisoformat(catalogue_version())


def test_only_verified_codes_are_shipped() -> None:
    assert {modality["snomed_code"] for modality in shipped_modalities()} - {None} == VERIFIED_SNOMED
    for without in ("cpt", "cpt-with-accounts", "tf-cbt", "rebt", "motivational-interviewing", "mindfulness"):
        assert BY_KEY[without]["snomed_code"] is None


def test_dbt_has_four_modules_and_its_diary_scales() -> None:
    assert keys(BY_KEY["dbt"]["modules"]) == [
        "mindfulness",
        "distress-tolerance",
        "emotion-regulation",
        "interpersonal-effectiveness",
    ]
    scales = {record["key"]: (record["least"], record["most"]) for record in BY_KEY["dbt"]["records"]}
    assert scales["misery"] == (0, 5)
    assert scales["skills-used"] == (0, 7)


def test_emdr_has_eight_phases_and_its_two_scales() -> None:
    assert keys(BY_KEY["emdr"]["phases"]) == [
        "history-and-planning",
        "preparation",
        "assessment",
        "desensitization",
        "installation",
        "body-scan",
        "closure",
        "reevaluation",
    ]
    scales = {record["key"]: (record["least"], record["most"]) for record in BY_KEY["emdr"]["records"]}
    assert (scales["sud"], scales["voc"]) == ((0, 10), (1, 7))


def test_cpt_has_twelve_sessions_in_both_versions_which_differ_in_the_accounts() -> None:
    without, with_accounts = BY_KEY["cpt"]["phases"], BY_KEY["cpt-with-accounts"]["phases"]
    assert len(without) == len(with_accounts) == 12
    differ = [place for place, (a, b) in enumerate(zip(without, with_accounts, strict=True), start=1) if a != b]
    assert differ == [4, 5]


def test_recreation_does_not_count_and_therapy_does() -> None:
    assert [key for key, modality in BY_KEY.items() if not modality["countable"]] == ["recreation"]


def test_tf_cbt_is_for_ages_3_to_18() -> None:
    tf_cbt = BY_KEY["tf-cbt"]
    assert (tf_cbt["min_age"], tf_cbt["max_age"]) == (3, 18)


@pytest.mark.parametrize(("born", "suits"), [(date(2007, 11, 24), True), (date(2007, 11, 23), False)])
def test_nobody_of_19_is_given_tf_cbt(born: date | None, suits: bool) -> None:
    on = date(2026, 11, 23)
    if suits:
        rules.check_ages([born], on, min_age=3, max_age=18)
    else:
        with pytest.raises(AgeOutsideModality):
            rules.check_ages([born], on, min_age=3, max_age=18)


def test_what_is_for_an_age_waits_for_the_birth_date_and_what_is_for_everybody_does_not() -> None:
    on = date(2026, 11, 23)
    with pytest.raises(BirthDateUnknown) as refused:
        rules.check_ages([date(2015, 1, 1), None], on, min_age=3, max_age=18)
    assert refused.value.facts == {"min_age": 3, "max_age": 18}, "and no person"
    rules.check_ages([None], on, min_age=None, max_age=None)


@pytest.mark.parametrize("values", shipped_modalities(), ids=lambda values: values["key"])
def test_every_protocol_gives_homework_and_says_what_dose_is_expected_or_why_none_is(values: dict[str, Any]) -> None:
    assert values["homework_kinds"]
    assert bool(values["expected"]) != bool(values["open_because"])
    assert all(one["source"] for one in values["expected"]), "a figure has its source"
    sessions = [one for one in values["expected"] if one["unit"] == "sessions"]
    if values["planned_sessions"] is not None:
        assert any(one["least"] <= values["planned_sessions"] <= one["most"] for one in sessions)


@pytest.mark.parametrize(
    ("key", "span"),
    [
        ("cbt", (12, 20)),
        ("emdr", (6, 12)),
        ("cpt", (12, 12)),
        ("tf-cbt", (12, 25)),
        ("motivational-interviewing", (1, 4)),
        ("solution-focused", (3, 6)),
        ("dbt", None),
        ("process-group", None),
    ],
)
def test_sessions_expected_are_those_published(key: str, span: tuple[int, int] | None) -> None:
    assert rules.expected_sessions(BY_KEY[key]["expected"]) == span


def test_dbt_has_its_standard_round_and_that_of_an_intensive_program() -> None:
    assert [(one["least"], one["unit"]) for one in BY_KEY["dbt"]["expected"]] == [(24, "weeks"), (8, "weeks")]


def test_no_protocol_records_what_alarms_on_a_diary_card() -> None:
    alarming = {rule.field for card in all_versions() for rule in (*card.alerts, *card.thresholds)}
    assert {"urge-suicide", "act-self-harm"} <= alarming <= ON_DIARY_CARD
    assert "self-harm-acts" in ON_DIARY_CARD, "as protocols called them"
    for modality in shipped_modalities():
        assert not ON_DIARY_CARD & set(keys(modality["records"]))


def test_what_is_of_one_or_worked_on_alone_is_not_recorded_for_a_group() -> None:
    scopes = {record["key"]: record["scope"] for record in BY_KEY["dbt"]["records"]}
    assert scopes["misery"] == "course"
    assert {record["scope"] for record in BY_KEY["emdr"]["records"]} == {"course"}
    for key in ("motivational-interviewing", "relapse-prevention"):
        assert {record["scope"] for record in BY_KEY[key]["records"]} == {"each"}
    for key in ("cbt", "mindfulness", "psychoeducation"):
        assert "group" in {record["scope"] for record in BY_KEY[key]["records"]}


SUD = {"key": "sud", "kind": "scale", "least": 0, "most": 10}
WORDS = {"key": "words", "kind": "text"}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"record": "words"}, RuleOfWhat),
        ({"record": "voc"}, RuleOfWhat),
        ({"least": 5, "most": 1}, RangeReversed),
        ({"anew_after": ["gone"]}, PhaseUnknown),
        ({"counts_in": ["gone"]}, PhaseUnknown),
        ({"widened": {"least": 0, "most": 1, "by": "sud"}}, RuleOfWhat),
    ],
)
def test_a_rule_of_completion_names_what_is_recorded(change: dict[str, Any], error: type[Exception]) -> None:
    rule = {"record": "sud", "least": 0, "most": 1, "anew_after": ["assessment"], "counts_in": [], "widened": None}
    rules.check_completion([rule], [SUD, WORDS], ["assessment"])
    with pytest.raises(error):
        rules.check_completion([rule | change], [SUD, WORDS], ["assessment"])


TOLD = ("name", "short_name", "description", "note", "open_because")
"""Where the catalogue holds words that people read. Sources stand as they were published."""


def told(part: Any, under: str | None = None) -> Iterator[str]:
    """Every text of a part of the catalogue that people read."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from told(value, name)
    elif isinstance(part, list):
        for one in part:
            yield from told(one)
    elif isinstance(part, str) and under in TOLD:
        yield part


@pytest.mark.parametrize("language", CatalogueLanguage)
def test_every_shipped_text_is_there_in_other_languages_and_nothing_else(language: CatalogueLanguage) -> None:
    texts = shipped_texts(language)
    assert texts.keys() == set(told(shipped_modalities()))
    assert all(text.strip() for text in texts.values())
    marks = re.compile(r"[{}%<>]|\d+")
    assert {text for text, other in texts.items() if marks.findall(text) != marks.findall(other)} == set()
    assert len(set(texts.values())) == len(texts), "what is sent from a Spanish form is told back"
    short = TypeAdapter(ShortName)
    for modality in shipped_modalities():
        short.validate_python(texts[modality["short_name"]])


def test_who_is_born_on_a_leap_day_is_older_on_1_march() -> None:
    assert rules.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert rules.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_module_and_phase_are_those_of_the_modality() -> None:
    with pytest.raises(ModuleUnknown):
        rules.check_part("emotion", None, modules={"mindfulness"}, phases=set())
    with pytest.raises(PhaseUnknown):
        rules.check_part(None, "closure", modules={"mindfulness"}, phases=set())


def test_scale_begins_below_its_end() -> None:
    with pytest.raises(RangeReversed):
        rules.check_scale(7, 1, pointer="/records/0/most")
