"""Why a record is not handed out."""

from handrail.core.errors import Conflict, NotFound


class OrganizationUnknown(NotFound):
    code, title = (
        "organization-unknown",
        "No organization has that short name; `handrail organization create` makes one",
    )


class PersonUnknown(NotFound):
    code, title = "participant-unknown", "That organization has no participant with this id"


class RecordMerged(Conflict):
    code, title = "record-merged", "This record was merged into another: export that one, which has both"


class OutputExists(Conflict):
    code, title = "output-exists", "The output file exists already: choose another --output"
