"""What is wrong with a definition. A wrong score is a hazard, so nothing unsound is ever used."""

import math
from collections.abc import Iterator

from handrail.measures.rules.definition import (
    Alert,
    Criterion,
    Cutoff,
    Evidence,
    Instrument,
    ReliableChange,
    Subscale,
    Words,
)
from handrail.measures.vocabulary import TOTAL, Licensing

LANGUAGES = {"en", "es"}
MOST_ITEMS = 200


def flaws(instrument: Instrument) -> list[str]:
    """Return what contradicts itself, is missing, or may not be here."""
    return [
        *_about_licence(instrument),
        *_about_items(instrument),
        *_about_scores(instrument),
        *_about_change(instrument),
        *_about_evidence(instrument),
    ]


def evidence_of(instrument: Instrument) -> dict[str, Evidence]:
    """Figure → where it comes from, for every figure of the instrument."""
    found: dict[str, Evidence] = {}
    if instrument.total is not None:
        found[TOTAL] = instrument.total.evidence
    if instrument.missing is not None:
        found["missing"] = instrument.missing.evidence
    if instrument.bands is not None:
        found["bands"] = instrument.bands.evidence
    if instrument.clinical_range is not None:
        found["clinical range"] = instrument.clinical_range.evidence
    for change in instrument.reliable_change:
        found[f"change {change.key}"] = change.evidence
    for figure in _labelled(instrument):
        found[f"{type(figure).__name__} {figure.key}"] = figure.evidence
    return found


def _labelled(instrument: Instrument) -> list[Subscale | Cutoff | Criterion | Alert]:
    return [*instrument.subscales, *instrument.cutoffs, *instrument.criteria, *instrument.alerts]


def _about_licence(instrument: Instrument) -> Iterator[str]:
    texts = [item.text for item in instrument.items] + [instrument.instruction]
    texts += [option.text for options in instrument.answers.values() for option in options]
    kind = instrument.licence.kind
    if kind is Licensing.TEXT_SHIPS and not (instrument.licence.credit or "").strip():
        yield "ships text without a credit line"
    if kind is not Licensing.TEXT_SHIPS and any(text is not None for text in texts):
        yield "holds text that its owner does not let us ship"
    if kind is Licensing.SCORE_ONLY and (instrument.items or instrument.total is None):
        yield "takes a score only, so it has a total and no items"
    if not (instrument.licence.terms.strip() and instrument.licence.source.strip()):
        yield "does not say what its owner allows, and where that is written"


def _about_items(instrument: Instrument) -> Iterator[str]:
    numbers = [item.number for item in instrument.items]
    if len(set(numbers)) != len(numbers) or len(numbers) > MOST_ITEMS:
        yield f"has an item twice, or more than {MOST_ITEMS}"
    for options in instrument.answers.values():
        if len({option.value for option in options}) != len(options) or len(options) < 2:
            yield "has a set of answers with the same value twice, or fewer than two answers"
    if unknown := {item.answers for item in instrument.items} ^ instrument.answers.keys():
        yield f"has sets of answers that nobody uses or nobody made: {sorted(unknown)}"
    named = {item for part in instrument.subscales for item in part.items}
    named |= {item for rule in instrument.criteria for need in rule.needs for item in need.items}
    named |= {alert.item for alert in instrument.alerts}
    if unknown := named - set(numbers):
        yield f"speaks of items it does not have: {sorted(unknown)}"
    if instrument.missing and instrument.missing.allowed and (instrument.subscales or instrument.criteria):
        yield "prorates a total and has subscales or criteria, which cannot be prorated"
    if {item for part in instrument.subscales for item in part.items} - {i.number for i in instrument.scored_items}:
        yield "has a subscale with an item that is not scored"


def _about_scores(instrument: Instrument) -> Iterator[str]:
    if instrument.items and instrument.missing is None:
        yield "does not say what becomes of partial answers"
    if instrument.missing and not 0 <= instrument.missing.allowed < len(instrument.scored_items):
        yield "allows more items to be missing than there are"
    total = instrument.total
    if total is None and (not instrument.subscales or instrument.bands or instrument.clinical_range):
        yield "has no total, so it needs subscales and can have no bands and no clinical range"
    if total is not None and instrument.items:
        sets = [
            instrument.points(item).values() for item in instrument.scored_items if item.answers in instrument.answers
        ]
        if (total.lowest, total.highest) != (sum(map(min, sets)), sum(map(max, sets))):
            yield "has another range than its items add up to"
    if total is not None and instrument.bands is not None:
        lowest = [band.lowest for band in instrument.bands.ranges]
        if lowest != sorted(set(lowest)) or lowest[0] != total.lowest or lowest[-1] > total.highest:
            yield "has bands that leave out totals or overlap"
    parts = {part.key for part in instrument.subscales} | ({TOTAL} if total else set())
    for cutoff in instrument.cutoffs:
        if cutoff.on not in parts or (cutoff.at_least is None) == (cutoff.at_most is None):
            yield f"has a cut-off ({cutoff.key}) on nothing it scores, or without exactly one limit"


def _about_change(instrument: Instrument) -> Iterator[str]:
    if instrument.reliable_change and instrument.total is None:
        yield "has figures of change and no total"
    limits = instrument.clinical_range
    if limits is not None and (limits.at_least is None) == (limits.at_most is None):
        yield "has a clinical range without exactly one limit"
    for figure in instrument.reliable_change:
        least = least_reliable(figure)
        if figure.points < 1 or not (_in_both(figure.formula) and _in_both(figure.level)):
            yield f"has a figure of change ({figure.key}) without points, formula or level"
        if least is not None and figure.points != round(least) and figure.points != math.ceil(least):
            yield f"has a figure of change ({figure.key}) that its own formula does not give"


def least_reliable(figure: ReliableChange) -> float | None:
    """What z × √2 × SD × √(1 − r) gives, where all of it is known."""
    if figure.z is None or figure.sd is None or figure.reliability is None:
        return None
    return figure.z * math.sqrt(2) * figure.sd * math.sqrt(1 - figure.reliability)


def _about_evidence(instrument: Instrument) -> Iterator[str]:
    for name, evidence in evidence_of(instrument).items():
        if not (evidence.citation.strip() and _in_both(evidence.population)):
            yield f"has a figure ({name}) without citation or population"
    labels = [instrument.title, instrument.about]
    labels += [band.label for band in (instrument.bands.ranges if instrument.bands else ())]
    labels += [figure.label for figure in _labelled(instrument)]
    if not all(_in_both(label) for label in labels):
        yield "has a label that is not in English and Spanish"


def _in_both(words: Words) -> bool:
    return words.keys() == LANGUAGES and all(text.strip() for text in words.values())
