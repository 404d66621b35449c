"""Measures that are given, and risk screens."""

from typing import Annotated

from fastapi import Depends, Path, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import AdministrationId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.measures.alert_schemas import RiskScreenCreate, RiskScreenRead
from handrail.measures.errors import (
    AboutAnother,
    AdministrationNotFound,
    AlreadyInProgress,
    InstrumentNotInUse,
    InstrumentUnknown,
    LanguageNotThere,
    NoEarlierScreen,
    NotAnAnswer,
    NotHandedIn,
    NothingAnswered,
    NotInProgress,
    ScoreDateAhead,
    ScoreOutOfRange,
    ScreenIncomplete,
    TakesAnswers,
    TakesScoreOnly,
    UnknownItem,
)
from handrail.measures.routers.telling import Giver, Told, ToldHandIn, ToldScreen
from handrail.measures.schemas import (
    AdministrationCreate,
    AdministrationRead,
    AnswerWrite,
    CorrectionWrite,
    ItemNumber,
    ParticipantMeasures,
    Withdrawal,
    stored,
)
from handrail.measures.service import administrations, alerts, screens, series
from handrail.measures.service.administrations import SeenAdministration
from handrail.participants.errors import ParticipantNotFound

router = api_router("administrations", tag="measures")
of_participants = api_router("participants", tag="measures")

Reader = Annotated[Actor, Depends(allow("measure:read"))]


def _read(request: Request, seen: SeenAdministration) -> AdministrationRead:
    concerning(request, seen.administration.participant_id)
    return AdministrationRead.model_validate(
        {
            **stored(seen.administration, AdministrationRead),
            "answers": seen.answers,
            "corrections": seen.corrections,
            "alert_ids": seen.alert_ids,
        }
    )


@of_participants.get(
    "/{participant_id}/measures", summary="Read a participant's measures", responses=problems(ParticipantNotFound)
)
async def read_participant_measures(
    request: Request, participant_id: ParticipantId, actor: Reader, db: Db
) -> ParticipantMeasures:
    """Every score in its course with band and change, what is begun, and what is owed."""
    concerning(request, participant_id)
    return ParticipantMeasures.model_validate(await series.participant_measures(db, actor, participant_id))


@of_participants.post(
    "/{participant_id}/administrations",
    status_code=201,
    summary="Give a measure",
    responses=problems(
        ParticipantNotFound,
        EpisodeNotFound,
        AboutAnother,
        InstrumentUnknown,
        InstrumentNotInUse,
        TakesScoreOnly,
        TakesAnswers,
        LanguageNotThere,
        ScoreDateAhead,
        ScoreOutOfRange,
        AlreadyInProgress,
    ),
)
async def start_administration(
    request: Request, participant_id: ParticipantId, new: AdministrationCreate, actor: Giver, db: Db
) -> AdministrationRead:
    """Begin a measure in its newest version, or enter a score that was worked out elsewhere."""
    return _read(request, await administrations.start(db, actor, participant_id, new))


@router.get("/{administration_id}", summary="Read a measure", responses=problems(AdministrationNotFound))
async def read_administration(
    request: Request, administration_id: AdministrationId, actor: Reader, db: Db
) -> AdministrationRead:
    """One giving with its answers: what is begun is gone on with from here."""
    return _read(request, await administrations.get_administration(db, actor, administration_id))


@router.put(
    "/{administration_id}/answers/{item}",
    summary="Answer a question",
    responses=problems(AdministrationNotFound, UnknownItem, NotAnAnswer, NotInProgress),
)
async def answer_item(
    request: Request,
    administration_id: AdministrationId,
    item: Annotated[ItemNumber, Path(description="Number of the question.")],
    answer: AnswerWrite,
    actor: Giver,
    told: Told,
    db: Db,
) -> AdministrationRead:
    """Store one answer. An answer that cannot wait opens its alert in the same transaction; sent again, none.

    That one could not be stored is told to staff as well, without what it said.
    """
    return _read(request, await administrations.answer_item(db, actor, administration_id, item, answer.value))


@router.post(
    "/{administration_id}/complete",
    summary="Hand a measure in",
    responses=problems(AdministrationNotFound, NotInProgress, NothingAnswered),
)
async def complete_administration(
    request: Request,
    administration_id: AdministrationId,
    actor: Giver,
    told: ToldHandIn,
    db: Db,
    if_match: IfMatch,
) -> AdministrationRead:
    """Store what it came to, or why it cannot be scored: partial answers are never summed silently."""
    return _read(request, await administrations.complete(db, actor, administration_id, if_match=if_match))


@router.post(
    "/{administration_id}/not-stored",
    status_code=204,
    summary="Tell that something said in a measure could not be stored",
    responses=problems(AdministrationNotFound),
)
async def tell_answer_not_stored(request: Request, administration_id: AdministrationId, actor: Giver, db: Db) -> None:
    """Open the alert that something is missing, once while one is open. What it was is not said and not asked."""
    participant_id = await administrations.participant_of(db, actor, administration_id)
    concerning(request, participant_id)
    await alerts.tell_not_stored(db, participant_id, by=actor.account_id)


@router.post(
    "/{administration_id}/withdraw",
    summary="Withdraw a measure",
    responses=problems(AdministrationNotFound, NotInProgress),
)
async def withdraw_administration(
    request: Request, administration_id: AdministrationId, withdrawal: Withdrawal, actor: Giver, db: Db
) -> AdministrationRead:
    """Take it back with a reason; once it is handed in, who may correct it does. It then counts in no course.

    Alerts that its answers opened stay open.
    """
    seen = await administrations.withdraw(db, actor, administration_id, reason=withdrawal.reason)
    return _read(request, seen)


@router.post(
    "/{administration_id}/corrections",
    summary="Correct an answer",
    responses=problems(AdministrationNotFound, NotHandedIn, TakesScoreOnly, UnknownItem, NotAnAnswer),
)
async def correct_answer(
    request: Request,
    administration_id: AdministrationId,
    correction: CorrectionWrite,
    actor: Annotated[Actor, Depends(allow("measure:correct"))],
    db: Db,
    if_match: IfMatch,
) -> AdministrationRead:
    """Change an answer of what is handed in; what it replaces stays readable, and the score is worked out anew."""
    return _read(request, await administrations.correct(db, actor, administration_id, correction, if_match=if_match))


@of_participants.post(
    "/{participant_id}/risk-screens",
    status_code=201,
    summary="Enter a risk screen",
    responses=problems(ParticipantNotFound, EpisodeNotFound, AboutAnother, ScreenIncomplete, NoEarlierScreen),
)
async def record_risk_screen(
    request: Request, participant_id: ParticipantId, given: RiskScreenCreate, actor: Giver, told: ToldScreen, db: Db
) -> RiskScreenRead:
    """Enter six answers in their order; a moderate or high level opens an alert with them, known history does not.

    That a screen could not be stored is told to staff as well, without what it said.
    """
    screen = await screens.record(db, actor, participant_id, given)
    concerning(request, screen["participant_id"])
    return RiskScreenRead.model_validate(screen)


@of_participants.get(
    "/{participant_id}/risk-screens", summary="List risk screens", responses=problems(ParticipantNotFound)
)
async def list_risk_screens(
    request: Request, participant_id: ParticipantId, actor: Reader, db: Db, page: PageParams
) -> Page[RiskScreenRead]:
    """Screens of a person, the youngest first."""
    concerning(request, participant_id)
    return Page.of(await screens.list_screens(db, actor, participant_id, page), RiskScreenRead)
