"""Why a measure cannot be scored at all."""

from handrail.core.errors import NotFound, Unprocessable


class InstrumentUnknown(NotFound):
    code, title = "instrument-unknown", "There is no such instrument: `handrail measures list` names them"


class TotalsNotComparable(Unprocessable):
    code, title = "totals-not-comparable", "A change is between two totals that this instrument can have"


class FileRefused(Exception):
    """A file of answers that cannot be read. The message says where and how to mend it, and repeats nothing of it."""
