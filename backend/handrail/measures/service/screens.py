"""Suicide-risk screens: six answers, what they come to, and the alert, in one transaction."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import AccountId, ParticipantId, RiskScreenId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import service as episodes
from handrail.measures.alert_schemas import RiskScreenCreate, RiskScreenRead
from handrail.measures.errors import AboutAnother, NoEarlierScreen, ScreenVoided
from handrail.measures.models import RiskScreen
from handrail.measures.queries import administrations as queries
from handrail.measures.queries import alerts as alert_queries
from handrail.measures.rules.triage import Screen, alarm, check, level
from handrail.measures.schemas import stored
from handrail.measures.service import alerts
from handrail.measures.vocabulary import AlertSource
from handrail.participants import service as participants


def read(screen: RiskScreen, names: dict[AccountId, str]) -> dict[str, Any]:
    """Return a screen with the name of who entered it."""
    return {**stored(screen, RiskScreenRead), "screened_by_name": names.get(screen.screened_by, "")}


async def record(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, given: RiskScreenCreate
) -> dict[str, Any]:
    """Enter the answers as they were given; a level that cannot wait opens an alert with them."""
    await participants.get_visible_participant(db, actor, participant_id, permission="measure:give")
    episode = await episodes.get_visible_episode(db, actor, given.episode_id, permission="measure:give")
    if not await participants.same_person(db, participant_id, episode.participant_id):
        raise AboutAnother(pointer="/episode_id")
    screen = Screen(given.wish, given.thoughts, given.method, given.intent, given.plan, given.behaviour)
    check(screen)
    earlier = await queries.earlier_behaviour(db, episode.participant_id)
    if given.since_last_contact and not earlier:
        raise NoEarlierScreen()
    at = now()
    row = RiskScreen(
        participant_id=episode.participant_id,
        screened_by=actor.account_id,
        screened_at=at,
        level=level(screen),
        **given.model_dump(),
    )
    db.add(row)
    await db.flush()
    urgency = alarm(screen, earlier)
    if urgency is not None:
        await alerts.open_alert(
            db,
            participant_id=episode.participant_id,
            episode=episode,
            source=AlertSource.SCREEN,
            rule_key=alerts.SCREEN,
            urgency=urgency,
            by=actor.account_id,
            at=at,
            risk_screen_id=row.id,
        )
    return read(row, await alert_queries.names_of(db, {row.screened_by}))


async def person_of(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> ParticipantId:
    """Return the record that stands for somebody whom the actor may screen."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission="measure:give")
    return person.person_id


async def void(db: AsyncSession, actor: Actor, screen_id: RiskScreenId, *, reason: str) -> dict[str, Any]:
    """Take a screen back that was entered by mistake. What it opened stays open: that is for a person to decide."""
    screen = await queries.get_screen(db, actor, screen_id, "measure:correct")
    if screen.voided_at is not None:
        raise ScreenVoided()
    screen.voided_at, screen.void_reason = now(), reason
    await db.flush()
    return read(screen, await alert_queries.names_of(db, {screen.screened_by}))


async def list_screens(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, page: PageParams
) -> Rows[dict[str, Any]]:
    """Screens of a person, the youngest first."""
    await participants.get_visible_participant(db, actor, participant_id, permission="measure:read")
    rows = await queries.page_of_screens(db, participant_id, page)
    names = await alert_queries.names_of(db, {screen.screened_by for screen in rows})
    return Rows([read(screen, names) for screen in rows], rows.next_cursor)
