"""What each slice brings to the app, in the order of dependence. A new slice adds its own lines here."""

from fastapi import APIRouter

from handrail.core.access import Authenticator
from handrail.core.events import Handler
from handrail.core.jobs import JobHandler, Periodic
from handrail.identity.authenticator import authenticate as _authenticate
from handrail.identity.routers import accounts, auth
from handrail.organizations.routers import closures, locations, organization, rooms, week_rules
from handrail.programs import router as programs
from handrail.participants import router as participants

authenticate: Authenticator = _authenticate

ROUTERS: tuple[APIRouter, ...] = (
    organization.router,
    locations.router,
    rooms.router,
    closures.router,
    week_rules.router,
    auth.router,
    accounts.router,
    programs.templates_router,
    programs.router,
    *participants.ROUTERS,
)

EVENT_HANDLERS: tuple[tuple[type, Handler], ...] = ()

JOBS: dict[str, JobHandler] = {}

PERIODIC: tuple[Periodic, ...] = ()
