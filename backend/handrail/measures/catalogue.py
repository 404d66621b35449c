"""The instruments that Handrail ships, each version a data file of its own."""

from functools import cache
from importlib import resources

from pydantic import TypeAdapter

from handrail.measures.errors import InstrumentUnknown
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.soundness import flaws

_INSTRUMENT = TypeAdapter(Instrument)


def read_instrument(text: str) -> Instrument:
    """Read a definition and hold it to its own words."""
    instrument = _INSTRUMENT.validate_json(text)
    if found := flaws(instrument):
        raise ValueError(f"{instrument.key} version {instrument.version} " + "; it ".join(found))
    return instrument


@cache
def all_versions() -> tuple[Instrument, ...]:
    """Return every version of every instrument, by key and version."""
    files = resources.files("handrail.measures").joinpath("instruments").iterdir()
    read = [read_instrument(file.read_text("utf-8")) for file in files if file.name.endswith(".json")]
    return tuple(sorted(read, key=lambda instrument: (instrument.key, instrument.version)))


def newest_versions() -> tuple[Instrument, ...]:
    """Return the newest version of every instrument, by key."""
    return tuple({instrument.key: instrument for instrument in all_versions()}.values())


def instrument_of(key: str, version: int | None = None) -> Instrument:
    """Return an instrument in the version that answers were given under, or its newest."""
    found = [one for one in all_versions() if one.key == key and version in {None, one.version}]
    if not found:
        raise InstrumentUnknown
    return found[-1]
