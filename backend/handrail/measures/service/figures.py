"""The figures of an instrument, each with its citation and the people it was found for."""

from typing import Any

from handrail.measures.rules.definition import Criterion, Cutoff, Evidence, Instrument, ReliableChange, Subscale


def all_of(instrument: Instrument) -> dict[str, Any]:
    """Every figure by which a score of the instrument is read."""
    return {
        "bands": list(instrument.bands.ranges) if instrument.bands else [],
        "bands_evidence": instrument.bands.evidence if instrument.bands else None,
        "subscales": [_subscale(instrument, part) for part in instrument.subscales],
        "cutoffs": [_cutoff(one) for one in instrument.cutoffs],
        "criteria": [_criterion(one) for one in instrument.criteria],
        "clinical_range": clinical_range(instrument),
        "reliable_change": [_change(one) for one in instrument.reliable_change],
    }


def clinical_range(instrument: Instrument) -> dict[str, Any] | None:
    """The totals of people who need treatment."""
    limits = instrument.clinical_range
    if limits is None:
        return None
    return {"at_least": limits.at_least, "at_most": limits.at_most, **_evidence(limits.evidence)}


def firmest_change(instrument: Instrument) -> dict[str, Any] | None:
    """The figure from which a change is called reliable, where the instrument carries several."""
    figure = max(instrument.reliable_change, key=lambda one: one.points, default=None)
    return None if figure is None else _change(figure)


def _change(figure: ReliableChange) -> dict[str, Any]:
    return {
        "key": figure.key,
        "points": figure.points,
        "level": figure.level,
        "formula": figure.formula,
        "sd": figure.sd,
        "reliability": figure.reliability,
        "z": figure.z,
        **_evidence(figure.evidence),
    }


def _cutoff(figure: Cutoff) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "on": figure.on,
        "at_least": figure.at_least,
        "at_most": figure.at_most,
        **_evidence(figure.evidence),
    }


def _criterion(rule: Criterion) -> dict[str, Any]:
    return {"key": rule.key, "label": rule.label, "needs": list(rule.needs), **_evidence(rule.evidence)}


def _subscale(instrument: Instrument, part: Subscale) -> dict[str, Any]:
    lowest, highest = instrument.range_of(part)
    return {
        "key": part.key,
        "label": part.label,
        "lowest": lowest,
        "highest": highest,
        "higher": part.higher or instrument.higher,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"citation": evidence.citation, "population": evidence.population, "confidence": evidence.confidence}
