from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.attendance.schemas import LastSessions, MakeUps, ParticipantLedger, WeekLedgerRead
from handrail.attendance.service import lately, ledger, make_ups
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import EpisodeId, ParticipantId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.participants.errors import ParticipantNotFound

episodes = api_router("episodes", tag="attendance")
participants = api_router("participants", tag="attendance")

Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


@episodes.get("/{episode_id}/ledger", summary="Read a week of an episode", responses=problems(EpisodeNotFound))
async def read_episode_ledger(
    actor: Annotated[Actor, Depends(allow("ledger:read"))],
    episode_id: EpisodeId,
    request: Request,
    db: Db,
    week: Day = None,
) -> WeekLedgerRead:
    """Hours and days of the payer's week around the date `week`, by default this week."""
    found = await ledger.episode_week(db, actor, episode_id, on=week)
    concerning(request, found.participant_id)
    return WeekLedgerRead.model_validate(found.values())


@episodes.get("/{episode_id}/make-ups", summary="Find what would mend a week", responses=problems(EpisodeNotFound))
async def read_make_ups(
    actor: Annotated[Actor, Depends(allow("ledger:read"))],
    episode_id: EpisodeId,
    request: Request,
    db: Db,
    week: Day = None,
) -> MakeUps:
    """Groups ahead in the payer's week around the date `week`, by default this week, that the person could still join.

    A make-up mends hours; whether it also mends a day that counts is said of each.
    """
    found = await make_ups.make_ups(db, actor, episode_id, on=week)
    concerning(request, found.participant_id)
    return MakeUps.model_validate(found)


@participants.get(
    "/{participant_id}/ledger", summary="Read weeks of a participant", responses=problems(ParticipantNotFound)
)
async def read_participant_ledger(
    actor: Annotated[Actor, Depends(allow("ledger:read"))],
    participant_id: ParticipantId,
    request: Request,
    db: Db,
    *,
    until: Day = None,
    weeks: Annotated[int, Query(ge=1, le=53)] = 4,
) -> ParticipantLedger:
    """The last weeks of every episode up to `until`, by default this week."""
    found = await ledger.participant_weeks(db, actor, participant_id, until=until, weeks=weeks)
    concerning(request, participant_id)
    return ParticipantLedger(
        participant_id=participant_id, weeks=[WeekLedgerRead.model_validate(one.values()) for one in found]
    )


@participants.get(
    "/{participant_id}/last-sessions",
    summary="Read what became of somebody's last sessions",
    responses=problems(ParticipantNotFound),
)
async def read_last_sessions(
    actor: Annotated[Actor, Depends(allow("attendance:read"))],
    participant_id: ParticipantId,
    request: Request,
    db: Db,
) -> LastSessions:
    """Sessions of the last four weeks that are over, with the marks: who came, for how long."""
    found = await lately.last_sessions(db, actor, participant_id)
    concerning(request, participant_id)
    return LastSessions(participant_id=participant_id, sessions=found)
