"""What later slices hear of the catalogue of therapies."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class MeasuresAsked:
    """A protocol is about to ask for measures: whoever knows them refuses one that does not exist."""

    instrument_keys: Sequence[str]
