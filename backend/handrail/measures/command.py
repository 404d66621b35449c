"""`handrail measures`: which instruments there are, and scoring a file of answers, for migrations and audits.

`cli` mounts it. Nothing of a file is logged, and no message repeats what stands in it: only standard output does.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final

import typer

from handrail.measures.catalogue import instrument_of, newest_versions
from handrail.measures.reading import Row, expected, open_answers, scored_rows
from handrail.measures.rules.definition import Instrument
from handrail.measures.vocabulary import Licensing

InstrumentKey = Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Key of the instrument, as phq-9.")]
AnswersFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV in UTF-8: an id column, then item_1, item_2 … as the header.")
]

SOME_NOT_SCORED: Final = 3
"""Exit status when the file was read to its end and at least one row has no score."""

_WORDS: Final = {
    Licensing.TEXT_SHIPS: "questions here",
    Licensing.OPT_IN: "opt-in, own text",
    Licensing.SCORE_ONLY: "score only",
}
_OWN_TEXT: Final = "the clinic's own text"
"""Of one whose questions might ship and do not: nobody has read what they say at its owner."""


def print_instruments() -> None:
    """Name each instrument, what of it is here, and the header its files have."""
    for instrument in newest_versions():
        kept = _kept(instrument)
        languages = f" ({', '.join(instrument.languages)})" if instrument.languages else ""
        typer.echo(f"{instrument.key}  version {instrument.version}  {instrument.name}: {instrument.title['en']}")
        typer.echo(f"    {kept}{languages}; header {expected(instrument)}")


def _kept(instrument: Instrument) -> str:
    """Say what of an instrument is here, and not only what its licence would let ship."""
    if instrument.licence.kind is Licensing.TEXT_SHIPS and not instrument.languages:
        return _OWN_TEXT
    return _WORDS[instrument.licence.kind]


def score_file(key: str, path: Path) -> bool:
    """Print one JSON line a row, as it is read; return whether every row was scored."""
    instrument = instrument_of(key)
    if instrument.licence.kind is Licensing.OPT_IN:
        typer.echo(f"{instrument.name}: {instrument.licence.credit} {instrument.licence.terms}", err=True)
    rows = scored = 0
    with open_answers(path) as file:
        for row in scored_rows(instrument, file):
            typer.echo(_line(instrument, row))
            rows += 1
            scored += row.scored
    if rows > scored:
        typer.echo(f"{scored:,} of {rows:,} rows scored; the others say why.", err=True)
    return rows == scored


def _line(instrument: Instrument, row: Row) -> str:
    result = row.result
    told: dict[str, object] = {
        "id": row.id,
        "line": row.line,
        "instrument": instrument.key,
        "version": instrument.version,
        "total": None if result is None else _number(result.total),
        "prorated": result is not None and result.prorated,
        "band": None if result is None else result.band,
        "subscales": {} if result is None else result.subscales,
        "flags": [] if result is None else result.alerts,
        "flags_unknown": [alert.key for alert in instrument.alerts] if result is None else result.alerts_unknown,
        "positive": [] if result is None else result.positive,
        "reason": row.fault if result is None else result.reason,
        "items": [] if result is None else result.items,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _number(total: Fraction | None) -> int | float | None:
    """A whole number as such; a prorated or given one to two places."""
    if total is None:
        return None
    return total.numerator if total.denominator == 1 else round(float(total), 2)
