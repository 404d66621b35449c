"""What an import did, in numbers and reasons. Nothing here says whom a row was about."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from handrail.fhir.vocabulary import ImportedType, Refusal, Skipped

MOST_REFUSALS_LISTED: Final = 10_000
MOST_TYPES_COUNTED: Final = 200
_TYPE_NAME: Final = re.compile(r"^[A-Z][A-Za-z]{1,39}$")


@dataclass
class TypeCount:
    """Rows of one resource type."""

    read: int = 0
    accepted: int = 0
    """New here."""
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class RefusedRow:
    """Where a refused row stands: the file by its place in the order of paths, the row within it."""

    file: int
    row: int
    resource_type: str | None
    reason: Refusal


@dataclass
class Report:
    """The whole of one import."""

    files: int = 0
    seconds: float = 0.0
    types: dict[ImportedType, TypeCount] = field(default_factory=lambda: {kind: TypeCount() for kind in ImportedType})
    unreadable_rows: int = 0
    not_imported: Counter[str] = field(default_factory=Counter)
    skipped_values: Counter[Skipped] = field(default_factory=Counter)
    reasons: Counter[Refusal] = field(default_factory=Counter)
    refused_rows: list[RefusedRow] = field(default_factory=list)

    def refuse(self, *, file: int, row: int, kind: ImportedType | None, reason: Refusal) -> None:
        """Count a refused row and, up to a limit, list it."""
        if kind is None:
            self.unreadable_rows += 1
        else:
            self.types[kind].refused += 1
        self.reasons[reason] += 1
        if len(self.refused_rows) < MOST_REFUSALS_LISTED:
            self.refused_rows.append(RefusedRow(file, row, kind.value if kind else None, reason))

    def leave_out(self, resource_type: str) -> None:
        """Count a resource of a type that is not imported. A name that is none of FHIR's is not repeated."""
        known = bool(_TYPE_NAME.match(resource_type)) and (
            resource_type in self.not_imported or len(self.not_imported) < MOST_TYPES_COUNTED
        )
        self.not_imported[resource_type if known else "(other)"] += 1

    @property
    def refused(self) -> int:
        return self.unreadable_rows + sum(count.refused for count in self.types.values())

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values, the same for the same input but for `seconds`."""
        return {
            "format": 1,
            "files": self.files,
            "seconds": round(self.seconds, 3),
            "types": {kind.value: vars(count) for kind, count in self.types.items()},
            "unreadable_rows": self.unreadable_rows,
            "not_imported": dict(sorted(self.not_imported.items())),
            "skipped_values": {reason.value: count for reason, count in sorted(self.skipped_values.items())},
            "refusal_reasons": {reason.value: count for reason, count in sorted(self.reasons.items())},
            "refused_rows": [
                {"file": one.file, "row": one.row, "type": one.resource_type, "reason": one.reason.value}
                for one in self.refused_rows
            ],
            "refused_rows_not_listed": self.refused - len(self.refused_rows),
        }
