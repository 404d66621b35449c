"""What each slice brings to the app, in the order of dependence. A new slice adds its own lines here."""

from fastapi import APIRouter

from handrail.core.access import Authenticator
from handrail.core.events import Handler
from handrail.core.jobs import JobHandler, Periodic
from handrail.episodes import handlers as episodes_handlers
from handrail.episodes.routers import episodes, leaves, patterns
from handrail.identity.authenticator import authenticate as _authenticate
from handrail.identity.routers import accounts, auth
from handrail.modalities import router as modalities
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
    modalities.router,
    *participants.ROUTERS,
    episodes.router,
    leaves.router,
    patterns.router,
)

EVENT_HANDLERS: tuple[tuple[type, Handler], ...] = (*episodes_handlers.HANDLERS,)

JOBS: dict[str, JobHandler] = {}

PERIODIC: tuple[Periodic, ...] = ()
