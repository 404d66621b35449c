"""What the directory of partners answers."""

from typing import Annotated

from pydantic import StringConstraints

from handrail.core.ids import PartnerOrganizationId
from handrail.core.schemas import Output, VersionedOutput
from handrail.fhir.vocabulary import PartnerKind

NamePrefix = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class PartnerIdentifier(Output):
    system: str
    value: str


class PartnerOrganizationRead(VersionedOutput):
    """A practice or hospital we work with, or one of its sites."""

    id: PartnerOrganizationId
    kind: PartnerKind
    name: str
    active: bool
    part_of_id: PartnerOrganizationId | None
    identifiers: list[PartnerIdentifier]
    phone: str | None
    email: str | None
    lines: list[str]
    city: str | None
    state: str | None
    postal_code: str | None
    country: str | None
