"""Who saw this chart, and what did this account see."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from handrail.core.access import Actor
from handrail.core.hot import HotRead, hot
from handrail.core.ids import AccountId, ParticipantId
from handrail.core.permissions import Scope
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Code, Instant
from handrail.identity.errors import AccountNotFound
from handrail.participants.errors import ParticipantNotFound
from handrail.reporting.audit_queries import ACCOUNT_ENTRIES, CHART_ENTRIES
from handrail.reporting.audit_schemas import AccountAuditPage, ChartAuditPage, Outcome

charts = api_router("participants", tag="audit")
accounts = api_router("accounts", tag="audit")


@dataclass(frozen=True)
class _Wanted:
    values: tuple[object, ...]


def _wanted(
    since: Annotated[Instant | None, Query(alias="from", description="The first moment.")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="The moment after the last.")] = None,
    action: Annotated[Code | None, Query(description="An operation's code, as `read_roster`.")] = None,
    outcome: Outcome | None = None,
    cursor: Annotated[UUID | None, Query(description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Rows a page.")] = 50,
) -> _Wanted:
    return _Wanted((since, until, action, outcome, cursor, limit))


Wanted = Annotated[_Wanted, Depends(_wanted)]


def _self(actor: Actor) -> ParticipantId | None:
    """Return the one person an actor may ask about, or None for whoever may ask about everybody."""
    if actor.scope("audit:chart") is Scope.ORGANIZATION:
        return None
    return actor.participant_id or ParticipantId(UUID(int=0))


@charts.get(
    "/{participant_id}/audit-entries",
    summary="List who saw a chart",
    response_model=ChartAuditPage,
    responses=problems(ParticipantNotFound),
)
async def list_chart_audit_entries(
    read: Annotated[HotRead, Depends(hot("audit:chart"))], participant_id: ParticipantId, wanted: Wanted
) -> Response:
    """Who looked at or changed anything about a person, newest first; records merged into theirs count as theirs."""
    own = _self(read.actor)
    return await read.json(CHART_ENTRIES, participant_id, own, *wanted.values, missing=ParticipantNotFound)


@accounts.get(
    "/{account_id}/audit-entries",
    summary="List what an account did",
    response_model=AccountAuditPage,
    responses=problems(AccountNotFound),
)
async def list_account_audit_entries(
    read: Annotated[HotRead, Depends(hot("audit:account"))], account_id: AccountId, wanted: Wanted
) -> Response:
    """What somebody looked at, changed or was refused, the newest first."""
    return await read.json(ACCOUNT_ENTRIES, account_id, None, *wanted.values, missing=AccountNotFound)
