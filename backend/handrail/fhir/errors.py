"""What an import refuses, row by row."""

from handrail.core.errors import NotFound
from handrail.fhir.vocabulary import Refusal


class PartnerOrganizationNotFound(NotFound):
    code, title = "partner-organization-not-found", "No such partner"


class RowRefused(Exception):
    """This row of a file is not taken; the next one is."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
