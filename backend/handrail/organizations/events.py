"""What happened here that later slices act on, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from handrail.core.ids import ClosureId, LocationId
from handrail.core.vocabulary import ClosureKind


@dataclass(frozen=True)
class OrganizationCreated:
    """A clinic begins; slices bring what they ship."""


@dataclass(frozen=True)
class ClosureAdded:
    """Sessions in `[starts_at, ends_at)` of the location (None: of every location) do not run as planned."""

    closure_id: ClosureId
    location_id: LocationId | None
    kind: ClosureKind
    starts_at: datetime
    ends_at: datetime
    public_title: str


@dataclass(frozen=True)
class ClosureRemoved:
    """What the closure did to sessions no longer holds."""

    closure_id: ClosureId
    location_id: LocationId | None
    kind: ClosureKind
    starts_at: datetime
    ends_at: datetime
