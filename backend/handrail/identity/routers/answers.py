"""What routes that hand out a secret share."""

from fastapi import Request

from handrail.core.state import core_of
from handrail.core.units import Unit
from handrail.identity.schemas import EnrolmentIssued
from handrail.identity.services.enrolments import Issued


def withhold_answer(request: Request) -> None:
    """Keep the answer out of the store of idempotent answers: it holds a secret that is shown once.

    The key stays taken, so that a repeated request makes no second secret: it is refused, and a new link or token is
    asked for instead.
    """
    unit = request.state.unit
    assert isinstance(unit, Unit)
    unit.idempotency_key = None


def issued_read(request: Request, issued: Issued, *, page: str = "enrol") -> EnrolmentIssued:
    """Return a new link to a page of the web app, to be shown once."""
    settings = core_of(request).settings
    web_url = settings.web_origins[0] if settings.web_origins else settings.public_url
    return EnrolmentIssued(
        purpose=issued.enrolment.purpose,
        token=issued.secret.presented,
        link=issued.link(web_url, page=page),
        expires_at=issued.enrolment.expires_at,
    )
