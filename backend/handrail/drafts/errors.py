from handrail.core.errors import Conflict, NotFound, Unprocessable


class DraftNotFound(NotFound):
    """Nothing was kept for this form."""

    code, title = "draft-not-found", "Nothing was kept for this form"


class DraftTooLarge(Unprocessable):
    code, title = "draft-too-large", "A draft holds at most 64 kB"


class TooManyDrafts(Conflict):
    """The account keeps as many drafts as it may."""

    code, title = "too-many-drafts", "Finish or discard some of your drafts first"
