"""Giving a measure: begun, answered question by question, handed in, corrected or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.errors import Forbidden
from handrail.core.events import announce
from handrail.core.ids import AdministrationId, AlertId, EpisodeId, InstrumentTextId, ParticipantId
from handrail.episodes import service as episodes
from handrail.episodes.models import Episode
from handrail.measures import catalogue
from handrail.measures.errors import (
    AboutAnother,
    AlreadyInProgress,
    InstrumentNotInUse,
    LanguageNotThere,
    NotAnAnswer,
    NotHandedIn,
    NothingAnswered,
    NotInProgress,
    ScoreDateAhead,
    ScoreOutOfRange,
    TakesAnswers,
    TakesScoreOnly,
    UnknownItem,
)
from handrail.measures.events import ScoresChanged
from handrail.measures.models import Administration, AnswerCorrection, MeasureAnswer
from handrail.measures.queries import administrations as queries
from handrail.measures.queries import alerts as alert_queries
from handrail.measures.rules.alarms import reached
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.scoring import Answer, Result, score
from handrail.measures.schemas import AdministrationCreate, CorrectionWrite
from handrail.measures.service import alerts, texts
from handrail.measures.vocabulary import (
    SETTLED,
    TOTAL,
    AdministrationStatus,
    AlertSource,
    AlertUrgency,
    Gap,
    GivingMode,
    Licensing,
)
from handrail.participants import service as participants

HUNDREDTH = Decimal("0.01")
GIVE = "measure:give"
"""What whoever gives a measure needs; a participant answers their own by another permission of that reach."""
CORRECT = "measure:correct"


@dataclass(frozen=True)
class SeenAdministration:
    """One giving of a measure with everything that hangs on it."""

    administration: Administration
    answers: Sequence[MeasureAnswer]
    corrections: Sequence[AnswerCorrection]
    alert_ids: Sequence[AlertId]


def instrument_of(administration: Administration) -> Instrument:
    """Return the version it was, and will be, answered under."""
    return catalogue.instrument_of(administration.instrument_key, administration.instrument_version)


async def start(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    new: AdministrationCreate,
    *,
    permission: str = GIVE,
) -> SeenAdministration:
    """Begin a measure, or enter the score of one. One that is begun is gone on with, so that none is lost."""
    await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission=permission)
    if not await participants.same_person(db, participant_id, episode.participant_id):
        raise AboutAnother(pointer="/episode_id")
    instrument = catalogue.instrument_of(new.instrument_key)
    text = await _check_usable(db, instrument, new)
    at, today = now(), await queries.day_of(db, episode.id)
    if new.taken_on is not None and new.taken_on > today:
        raise ScoreDateAhead(pointer="/taken_on")
    administration = Administration(
        participant_id=episode.participant_id,
        episode_id=episode.id,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        instrument_text_id=text,
        mode=new.mode,
        language=new.language,
        status=AdministrationStatus.IN_PROGRESS,
        given_by=actor.account_id,
        started_at=at,
        taken_on=new.taken_on or today,
        subscales={},
        flags=[],
        flags_unknown=[],
        positive=[],
    )
    if new.mode is GivingMode.SCORE_ONLY:
        _enter_score(instrument, administration, new, at=at)
    elif begun := await queries.in_progress(db, episode.id, instrument.key):
        raise AlreadyInProgress(administration_id=str(begun))
    with refusing({"uq_administrations_in_progress": AlreadyInProgress()}):
        db.add(administration)
        await db.flush()
    if administration.status in SETTLED:
        await announce(db, ScoresChanged(episode.id, at))
    return await _seen(db, administration)


async def _check_usable(db: AsyncSession, instrument: Instrument, new: AdministrationCreate) -> InstrumentTextId | None:
    """Return the organization's own words it is asked with, where the instrument's are not here."""
    if instrument.licence.kind is Licensing.OPT_IN and instrument.key not in await queries.instruments_in_use(db):
        raise InstrumentNotInUse()
    if instrument.by_score_only and new.mode is not GivingMode.SCORE_ONLY:
        raise TakesScoreOnly(pointer="/mode")
    if not instrument.by_score_only and new.mode is GivingMode.SCORE_ONLY:
        raise TakesAnswers(pointer="/mode")
    if instrument.by_score_only or new.language in instrument.languages:
        return None
    own = {one.language: one.id for one in await texts.in_use_of(db, instrument)}
    if instrument.licence.kind is Licensing.TEXT_SHIPS and new.language not in own:
        raise LanguageNotThere(pointer="/language")
    return own.get(new.language)


def _enter_score(
    instrument: Instrument, administration: Administration, new: AdministrationCreate, *, at: datetime
) -> None:
    assert new.total is not None, "the schema asks for it"
    result = score(instrument, {TOTAL: Fraction(str(new.total))})
    if result.reason is not None:
        raise ScoreOutOfRange(pointer="/total")
    _store(administration, result)
    administration.completed_at = at


async def get_administration(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, *, permission: str = "measure:read"
) -> SeenAdministration:
    found = await queries.visible_administration(db, actor, administration_id, permission=permission)
    return await _seen(db, found)


async def answer_item(
    db: AsyncSession,
    actor: Actor,
    administration_id: AdministrationId,
    item: str,
    value: int | None,
    *,
    permission: str = GIVE,
) -> SeenAdministration:
    """Store one answer, and in the same transaction open what it alarms. Sent again it changes nothing."""
    administration = await _locked(db, actor, administration_id, permission)
    instrument = instrument_of(administration)
    _check_answer(instrument, item, value)
    before = await _answer(db, administration, item)
    if administration.status is not AdministrationStatus.IN_PROGRESS:
        if before is not None and before.value == value:
            return await _seen(db, administration)
        raise NotInProgress()
    at, said = now(), before.value if before else None
    _put(db, administration, before, item, value, at=at)
    administration.answered_at = at
    await db.flush()
    await _alarm(db, actor, administration, instrument, item, value, said, at=at)
    return await _seen(db, administration)


async def complete(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, *, if_match: int, permission: str = GIVE
) -> SeenAdministration:
    """Hand a measure in: its score is stored with the version it was answered under, or why there is none."""
    administration = await _locked(db, actor, administration_id, permission)
    expect_version(administration, if_match)
    if administration.status is not AdministrationStatus.IN_PROGRESS:
        raise NotInProgress()
    at = now()
    administration.completed_at = at
    await _settle(db, actor, administration, at=at)
    await announce(db, ScoresChanged(administration.episode_id, at))
    return await _seen(db, administration)


async def participant_of(db: AsyncSession, actor: Actor, administration_id: AdministrationId) -> ParticipantId:
    """Return whose measure it is that the actor gives."""
    return (await queries.visible_administration(db, actor, administration_id, permission=GIVE)).participant_id


async def withdraw(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, *, reason: str
) -> SeenAdministration:
    """Take a measure back. Alerts that its answers opened stay open: who answered is no safer for it.

    One that is handed in counts in no course and no outcome from now on; only who may correct it takes it back.
    """
    administration = await _locked(db, actor, administration_id, GIVE)
    if administration.status is AdministrationStatus.WITHDRAWN:
        raise NotInProgress()
    if administration.status in SETTLED:
        if not actor.may(CORRECT):
            raise Forbidden()
        await _locked(db, actor, administration_id, CORRECT)
    administration.status, administration.withdraw_reason = AdministrationStatus.WITHDRAWN, reason
    await db.flush()
    await announce(db, ScoresChanged(administration.episode_id, now()))
    return await _seen(db, administration)


async def correct(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, given: CorrectionWrite, *, if_match: int
) -> SeenAdministration:
    """Change an answer of what is handed in. What it replaces is kept, with the reason and who gave it."""
    administration = await _locked(db, actor, administration_id, CORRECT)
    expect_version(administration, if_match)
    if administration.status not in SETTLED:
        raise NotHandedIn()
    instrument = instrument_of(administration)
    if instrument.by_score_only:
        raise TakesScoreOnly(pointer="/item")
    _check_answer(instrument, given.item, given.value, pointer="/item")
    before = await _answer(db, administration, given.item)
    at, said = now(), before.value if before else None
    db.add(
        AnswerCorrection(
            administration_id=administration.id,
            item=given.item,
            was_answered=before is not None,
            replaced=said,
            replaced_total=administration.total,
            value=given.value,
            reason=given.reason,
            corrected_by=actor.account_id,
            corrected_at=at,
        )
    )
    _put(db, administration, before, given.item, given.value, at=at)
    administration.answered_at = at
    await db.flush()
    await _alarm(db, actor, administration, instrument, given.item, given.value, said, at=at)
    await _settle(db, actor, administration, at=at)
    await announce(db, ScoresChanged(administration.episode_id, at))
    return await _seen(db, administration)


async def _locked(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, permission: str
) -> Administration:
    return await queries.visible_administration(db, actor, administration_id, permission=permission, lock=True)


def _check_answer(instrument: Instrument, item: str, value: int | None, *, pointer: str | None = None) -> None:
    question = next((one for one in instrument.items if one.number == item), None)
    if question is None:
        raise UnknownItem(pointer=pointer)
    if not (question.may_not_apply if value is None else value in instrument.points(question)):
        raise NotAnAnswer(pointer="/value")


async def _answer(db: AsyncSession, administration: Administration, item: str) -> MeasureAnswer | None:
    return next((one for one in await queries.answers_of(db, administration.id) if one.item == item), None)


def _put(
    db: AsyncSession,
    administration: Administration,
    before: MeasureAnswer | None,
    item: str,
    value: int | None,
    *,
    at: datetime,
) -> None:
    if before is None:
        db.add(MeasureAnswer(administration_id=administration.id, item=item, value=value, answered_at=at))
    elif before.value != value:
        before.value, before.answered_at = value, at


async def _alarm(
    db: AsyncSession,
    actor: Actor,
    administration: Administration,
    instrument: Instrument,
    item: str,
    value: int | None,
    before: int | None,
    *,
    at: datetime,
) -> None:
    for rule in reached(instrument, item, value, before):
        await _open(db, actor, administration, rule.key, item, AlertSource.ANSWER, AlertUrgency.URGENT, at=at)


async def _open(
    db: AsyncSession,
    actor: Actor,
    administration: Administration,
    rule_key: str,
    item: str,
    source: AlertSource,
    urgency: AlertUrgency,
    *,
    at: datetime,
) -> None:
    episode = await db.get(Episode, (administration.organization_id, EpisodeId(administration.episode_id)))
    await alerts.open_alert(
        db,
        participant_id=administration.participant_id,
        episode=episode,
        source=source,
        rule_key=rule_key,
        urgency=urgency,
        by=actor.account_id,
        at=at,
        administration_id=administration.id,
        item=item,
    )


async def _settle(db: AsyncSession, actor: Actor, administration: Administration, *, at: datetime) -> None:
    """Store what the answers come to, and ask somebody about a safety question that is blank."""
    instrument = instrument_of(administration)
    answers = await queries.answers_of(db, administration.id)
    if not answers:
        raise NothingAnswered()
    result = score(instrument, {one.item: _scored(one) for one in answers})
    _store(administration, result)
    await db.flush()
    asked = await alert_queries.rules_of_administration(db, administration.id)
    for rule in instrument.alerts:
        key = rule.key + alerts.UNANSWERED
        if rule.key in result.alerts_unknown and key not in asked:
            await _open(db, actor, administration, key, rule.item, AlertSource.UNANSWERED, AlertUrgency.SOON, at=at)


def _scored(answer: MeasureAnswer) -> Answer:
    return Gap.NOT_APPLICABLE if answer.value is None else answer.value


def _store(administration: Administration, result: Result) -> None:
    settled = AdministrationStatus.COMPLETED if result.reason is None else AdministrationStatus.CANNOT_BE_SCORED
    administration.status = settled
    administration.total = None if result.total is None else _hundredths(result.total)
    administration.prorated, administration.band = result.prorated, result.band
    administration.subscales = dict(result.subscales)
    administration.flags, administration.flags_unknown = list(result.alerts), list(result.alerts_unknown)
    administration.positive = list(result.positive)
    administration.reason = None if result.reason is None else result.reason.value


def _hundredths(total: Fraction) -> Decimal:
    return (Decimal(total.numerator) / Decimal(total.denominator)).quantize(HUNDREDTH)


async def _seen(db: AsyncSession, administration: Administration) -> SeenAdministration:
    return SeenAdministration(
        administration,
        await queries.answers_of(db, administration.id),
        await queries.corrections_of(db, administration.id),
        await alert_queries.ids_of_administration(db, administration.id),
    )
