"""Measures that participants answer by themselves, through the use cases by which they are given.

An answer that cannot wait opens its alert in the transaction that stores it, whoever answers.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import AdministrationId, EpisodeId
from handrail.me.asking import self_of
from handrail.me.errors import MeasureNotDue
from handrail.me.rules import next_question
from handrail.me.schemas import MyDue, MyMeasure, MyMeasureStart, MyProgress
from handrail.me.service.overview import crisis_of, where
from handrail.measures import catalogue
from handrail.measures.errors import AdministrationNotFound, LanguageNotThere
from handrail.measures.queries import administrations as given
from handrail.measures.queries.alerts import most_urgent
from handrail.measures.rules.definition import Instrument
from handrail.measures.schemas import AdministrationCreate
from handrail.measures.service import administrations, schedules, texts
from handrail.measures.service.administrations import SeenAdministration, instrument_of
from handrail.measures.vocabulary import AdministrationStatus, GivingMode, Licensing

READ, ANSWER = "me:read", "me:answer"


async def _to_begin(db: AsyncSession, key: str) -> Instrument:
    """Return an instrument as it would be asked now; in no language where it may not be given here."""
    instrument = catalogue.instrument_of(key)
    if instrument.licence.kind is Licensing.OPT_IN and key not in await given.instruments_in_use(db):
        return instrument
    return texts.with_words(instrument, await texts.in_use_of(db, instrument))


async def list_due(db: AsyncSession, actor: Actor) -> list[MyDue]:
    """Return what somebody is asked for, each measure once, the longest owed first, then what else they began."""
    me = self_of(actor)
    begun = {
        one.instrument_key: one
        for one in await given.of_participant(db, me)
        if one.status is AdministrationStatus.IN_PROGRESS
    }
    found: dict[str, MyDue] = {}
    owed = await schedules.owed(db, actor, participant_id=me, permission=READ)
    since = [(one["instrument_key"], one["since"]) for one in owed]
    for key, day in [*since, *((one.instrument_key, one.taken_on) for one in begun.values())]:
        one = begun.get(key)
        if key in found:
            continue
        # Where its words are not here there is nothing for somebody to read by themselves.
        instrument = await texts.asked(db, one) if one else await _to_begin(db, key)
        if not instrument.languages:
            continue
        found[key] = MyDue(
            instrument_key=key,
            title=instrument.title,
            languages=list(instrument.languages),
            since=day,
            questions=len(instrument.items),
            administration_id=one.id if one else None,
            answered=len(await given.answers_of(db, one.id)) if one else 0,
        )
    return list(found.values())


async def start(db: AsyncSession, actor: Actor, new: MyMeasureStart) -> MyMeasure:
    """Begin a measure that is due."""
    me = self_of(actor)
    owed = await schedules.owed(db, actor, participant_id=me, permission=READ)
    episodes = [EpisodeId(one["episode_id"]) for one in owed if one["instrument_key"] == new.instrument_key]
    if not episodes or not (languages := (await _to_begin(db, new.instrument_key)).languages):
        raise MeasureNotDue()
    if new.language not in languages:
        raise LanguageNotThere(pointer="/language")
    asked = AdministrationCreate(
        episode_id=episodes[0], instrument_key=new.instrument_key, mode=GivingMode.SELF, language=new.language
    )
    return await _whole(db, actor, await administrations.start(db, actor, me, asked, permission=ANSWER))


async def read(db: AsyncSession, actor: Actor, administration_id: AdministrationId) -> MyMeasure:
    """Return a measure with its questions and what was answered so far."""
    seen = await administrations.get_administration(db, actor, administration_id, permission=READ)
    if not (await texts.asked(db, seen.administration)).languages:
        raise AdministrationNotFound()
    return await _whole(db, actor, seen)


async def answer(
    db: AsyncSession, actor: Actor, administration_id: AdministrationId, item: str, value: int | None
) -> MyProgress:
    """Store one answer, with what it alarms."""
    seen = await administrations.answer_item(db, actor, administration_id, item, value, permission=ANSWER)
    return MyProgress.model_validate(await _progress(db, actor, seen))


async def hand_in(db: AsyncSession, actor: Actor, administration_id: AdministrationId, *, if_match: int) -> MyProgress:
    """Hand a measure in."""
    seen = await administrations.complete(db, actor, administration_id, if_match=if_match, permission=ANSWER)
    return MyProgress.model_validate(await _progress(db, actor, seen))


async def _progress(db: AsyncSession, actor: Actor, seen: SeenAdministration) -> dict[str, Any]:
    administration, instrument = seen.administration, instrument_of(seen.administration)
    answered = [one.item for one in seen.answers]
    watched = {alert.item for alert in instrument.alerts}
    alarming = bool(seen.alert_ids)
    crisis = None
    if alarming or watched & set(answered):
        urgency = await most_urgent(db, seen.alert_ids)
        crisis = await crisis_of(db, await where(db, self_of(actor)), at=now(), urgency=urgency)
    return {
        "id": administration.id,
        "version": administration.version,
        "status": administration.status,
        "language": administration.language,
        "answers": [{"item": one.item, "value": one.value} for one in seen.answers],
        "questions": len(instrument.items),
        "next": next_question((item.number for item in instrument.items), answered),
        "crisis": crisis,
        "alarming": alarming,
    }


async def _whole(db: AsyncSession, actor: Actor, seen: SeenAdministration) -> MyMeasure:
    instrument = await texts.asked(db, seen.administration)
    questions = [
        {
            "number": item.number,
            "text": item.text,
            "options": [{"value": one.value, "text": one.text} for one in instrument.answers[item.answers]],
            "may_not_apply": item.may_not_apply,
        }
        for item in instrument.items
    ]
    return MyMeasure.model_validate(
        await _progress(db, actor, seen)
        | {
            "instrument_key": instrument.key,
            "title": instrument.title,
            "instruction": instrument.instruction,
            "credit": instrument.licence.credit,
            "items": questions,
        }
    )
