"""Every instrument that ships is sound: figures with citation and population, text only where the owner allows it."""

import dataclasses
import math
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

from handrail.measures.catalogue import all_versions, instrument_of, newest_versions, read_instrument
from handrail.measures.errors import InstrumentUnknown
from handrail.measures.rules.definition import Instrument, Item, Licence, Option
from handrail.measures.rules.soundness import evidence_of, flaws, least_reliable
from handrail.measures.vocabulary import Licensing
from handrail.organizations.vocabulary import Confidence

TEXT_MAY_SHIP = {"phq-9", "gad-7", "phq-15", "pcl-5", "audit-c", "bam", "bam-iop"}
OPT_IN = {"core-10", "audit", "dast-10"}
VERIFIED_LOINC = {
    "phq-9": ("44249-1", "44261-6"),
    "gad-7": ("69737-5", "70274-6"),
    "audit-c": ("72109-2", "75626-2"),
    "phq-15": ("69728-4", "70273-8"),
}

every_version = pytest.mark.parametrize("one", all_versions(), ids=lambda one: f"{one.key}.v{one.version}")


def texts_of(one: Instrument) -> list[Any]:
    found = [item.text for item in one.items] + [one.instruction]
    found += [option.text for options in one.answers.values() for option in options]
    return [text for text in found if text is not None]


def test_versions_are_there_once() -> None:
    keys = [(one.key, one.version) for one in all_versions()]
    assert len(keys) == len(set(keys)) == 20
    assert {one.key for one in newest_versions()} == {key for key, _ in keys}


def test_an_unknown_instrument_or_version_is_refused() -> None:
    assert instrument_of("phq-9", 1) is instrument_of("phq-9")
    for key, version in (("phq-90", None), ("phq-9", 2)):
        with pytest.raises(InstrumentUnknown):
            instrument_of(key, version)


@every_version
def test_every_figure_has_citation_and_population(one: Instrument) -> None:
    assert flaws(one) == []
    evidence = evidence_of(one)
    assert evidence
    for figure in evidence.values():
        assert len(figure.citation) > 8
        assert all(len(text) > 5 for text in figure.population.values())


@every_version
def test_text_is_here_only_where_its_owner_allows_it(one: Instrument) -> None:
    kind = one.licence.kind
    expected = Licensing.TEXT_SHIPS if one.key in TEXT_MAY_SHIP else Licensing.SCORE_ONLY
    assert kind is (Licensing.OPT_IN if one.key in OPT_IN else expected)
    if kind is not Licensing.TEXT_SHIPS:
        assert texts_of(one) == []
        assert one.languages == ()
    if kind is not Licensing.SCORE_ONLY:
        assert one.licence.credit


def test_credits_say_what_their_owners_ask_for() -> None:
    assert "No permission required to reproduce, translate, display or distribute" in str(
        instrument_of("phq-9").licence.credit
    )
    assert instrument_of("core-10").licence.credit == (
        "© CORE System Trust: https://www.coresystemtrust.org.uk/copyright.pdf"
    )
    assert "ptsd.va.gov" in str(instrument_of("pcl-5").licence.credit)
    assert {key for key in TEXT_MAY_SHIP if instrument_of(key).languages} == TEXT_MAY_SHIP - {"bam-iop"}
    assert instrument_of("phq-9").languages == instrument_of("gad-7").languages == ("en", "es")


@every_version
def test_codes_stand_only_where_they_were_verified(one: Instrument) -> None:
    codes = None if one.loinc is None else (one.loinc.panel, one.loinc.total)
    assert codes == VERIFIED_LOINC.get(one.key)
    if one.loinc is None:
        assert not any(item.loinc for item in one.items)


@every_version
def test_a_figure_of_change_is_what_its_formula_gives(one: Instrument) -> None:
    for figure in one.reliable_change:
        least = least_reliable(figure)
        if least is None:
            assert "not" in figure.formula["en"] + figure.level["en"]
        else:
            assert figure.points in {round(least), math.ceil(least)}


def test_figures_of_change_and_recovery() -> None:
    figures = {one.key: [figure.points for figure in one.reliable_change] for one in newest_versions()}
    assert {key: points for key, points in figures.items() if points} == {
        "phq-9": [6],
        "gad-7": [4],
        "pcl-5": [15, 18],
        "core-10": [6, 7],
        "ors": [5],
    }
    levels = [figure.level["en"] for figure in instrument_of("core-10").reliable_change]
    assert levels == ["90 %", "95 %"]
    assert instrument_of("core-10").reliable_change[1].evidence.confidence is Confidence.HOUSE


def test_the_seven_day_form_is_scored_as_the_thirty_day_one() -> None:
    long, short = instrument_of("bam"), instrument_of("bam-iop")
    assert [(part.key, part.items) for part in long.subscales] == [(part.key, part.items) for part in short.subscales]
    assert long.total is short.total is None


PHQ_9 = instrument_of("phq-9")
UNSOUND = {
    "ships text without a credit line": {"licence": Licence(Licensing.TEXT_SHIPS, "free", "a page")},
    "holds text that its owner does not let us ship": {"licence": Licence(Licensing.OPT_IN, "ask", "a page", "© X")},
    "has another range than its items add up to": {"items": (*PHQ_9.items[:8], Item("9", "often", scored=False))},
    "speaks of items it does not have": {"items": PHQ_9.items[:8], "answers": {"often": PHQ_9.answers["often"]}},
    "does not say what becomes of partial answers": {"missing": None},
    "same value twice": {"answers": {**PHQ_9.answers, "often": (Option(0), Option(0))}},
    "in English and Spanish": {"title": {"en": "only English"}},
    "nobody uses or nobody made": {"answers": {"often": PHQ_9.answers["often"]}},
    "more items to be missing": {"missing": dataclasses.replace(PHQ_9.missing, allowed=9)} if PHQ_9.missing else {},
}


@pytest.mark.parametrize("flaw", UNSOUND)
def test_an_unsound_definition_is_found(flaw: str) -> None:
    assert any(flaw in told for told in flaws(dataclasses.replace(PHQ_9, **UNSOUND[flaw])))


def test_a_figure_its_formula_does_not_give_is_found() -> None:
    core = instrument_of("core-10")
    wrong = dataclasses.replace(core.reliable_change[1], points=5)
    assert any("its own formula" in told for told in flaws(dataclasses.replace(core, reliable_change=(wrong,))))


@pytest.mark.parametrize("population", [{"en": "Adults"}, {"en": "Adults", "es": " "}])
def test_a_figure_without_population_is_found(population: dict[str, str]) -> None:
    assert PHQ_9.total is not None
    bare = dataclasses.replace(PHQ_9.total, evidence=dataclasses.replace(PHQ_9.total.evidence, population=population))
    assert any("citation or population" in told for told in flaws(dataclasses.replace(PHQ_9, total=bare)))


@pytest.mark.parametrize("place", ['"key": "phq-9"', '"lowest": 0', '"value": 0', '"confidence": "verified"'])
def test_a_misspelt_field_is_refused_wherever_it_stands(place: str) -> None:
    text = resources.files("handrail.measures").joinpath("instruments/phq-9.v1.json").read_text("utf-8")
    assert read_instrument(text) == PHQ_9
    with pytest.raises(ValidationError, match="reliability_change"):
        read_instrument(text.replace(place, f'"reliability_change": 5, {place}', 1))
