"""Diary cards: set for a person, filled one field at a time, read as a window of days.

An entry and the alert it opens are one transaction (ADR 18). The functions take the name of the permission they are
used by, so that a participant's own routes call the same ones with a permission of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.errors import StaleVersion
from handrail.core.ids import AccountId, ParticipantId
from handrail.diaries import catalogue, queries, rules
from handrail.diaries.models import DiaryDay, DiaryEntry, DiarySetting
from handrail.diaries.rules import Card
from handrail.diaries.schemas import (
    DiaryCardRead,
    DiaryDayHistory,
    DiaryDayRead,
    DiaryEntryHistory,
    DiaryEntryRead,
    DiaryEntryWrite,
    DiaryFieldRead,
    DiaryRead,
    DiarySettingRead,
    DiarySettingWrite,
    DiarySkillRead,
    plain,
)
from handrail.diaries.vocabulary import HIGHEST, OPEN_DAYS, FieldKind
from handrail.episodes.models import Episode
from handrail.measures.queries import administrations as given
from handrail.measures.queries import alerts as alert_queries
from handrail.measures.service import alerts
from handrail.measures.vocabulary import AlertSource, AlertUrgency
from handrail.modalities.catalogue import shipped_texts
from handrail.modalities.vocabulary import CatalogueLanguage
from handrail.participants import service as participants

READ, WRITE, SET = "diary:read", "diary:write", "diary:set"


@dataclass(frozen=True)
class Kept:
    """By what a day of a person is kept: the card, which of its fields, and their thresholds."""

    card: Card
    setting: DiarySetting | None

    @property
    def fields(self) -> list[str] | None:
        return self.setting.fields if self.setting else None

    @property
    def thresholds(self) -> Mapping[str, int]:
        return self.setting.thresholds if self.setting else {}


async def _today(db: AsyncSession, episode: Episode | None) -> date:
    return await given.day_of(db, episode.id) if episode else await queries.clinic_day(db)


def _kept_on(settings: Sequence[DiarySetting], day: date, stored: DiaryDay | None = None) -> Kept:
    """A day that was begun keeps its card; fields and thresholds are those in force on it."""
    setting = rules.in_force(settings, day)
    if stored is not None:
        return Kept(catalogue.card_of(stored.card_key, stored.card_version), setting)
    if setting is not None:
        return Kept(catalogue.card_of(setting.card_key, setting.card_version), setting)
    return Kept(catalogue.card_of(catalogue.DBT), None)


# The card of a person


async def read_setting(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, permission: str = READ
) -> DiarySettingRead:
    """Return a person's card as it is kept today."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    episode = await alert_queries.current_episode(db, person.person_id)
    return await _setting(db, person.person_id, await _today(db, episode))


async def set_card(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, wanted: DiarySettingWrite, *, if_match: int
) -> DiarySettingRead:
    """Set what a person keeps and from which urge on somebody is alarmed; what held before stays readable."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=SET)
    await queries.lock_person(db, person.person_id)
    settings = await queries.settings_of(db, person.person_id)
    number = max((one.number for one in settings), default=0)
    if if_match != number:
        raise StaleVersion(current_version=number)
    today = await _today(db, await alert_queries.current_episode(db, person.person_id))
    card = catalogue.card_of(wanted.card_key)
    rules.check_setting(card, wanted.fields, wanted.thresholds)
    rules.check_start(wanted.starts_on, today)
    with refusing({"uq_diary_settings_number": StaleVersion()}):
        db.add(
            DiarySetting(
                participant_id=person.person_id,
                number=number + 1,
                card_key=card.key,
                card_version=card.version,
                fields=[one.key for one in card.fields if one.key in wanted.fields],
                thresholds=dict(wanted.thresholds),
                starts_on=wanted.starts_on,
                set_by=actor.account_id,
                set_at=now(),
            )
        )
        await db.flush()
    return await _setting(db, person.person_id, max(today, wanted.starts_on))


async def _setting(db: AsyncSession, participant_id: ParticipantId, day: date) -> DiarySettingRead:
    settings = await queries.settings_of(db, participant_id)
    kept = _kept_on(settings, day)
    setting = kept.setting
    names = await alert_queries.names_of(db, {setting.set_by} if setting else set())
    return DiarySettingRead(
        version=max((one.number for one in settings), default=0),
        participant_id=participant_id,
        card=await _card(db, kept),
        starts_on=setting.starts_on if setting else None,
        set_by=setting.set_by if setting else None,
        set_by_name=names.get(setting.set_by) if setting else None,
        set_at=setting.set_at if setting else None,
    )


async def _card(db: AsyncSession, kept: Kept) -> DiaryCardRead:
    card = kept.card
    return DiaryCardRead(
        key=card.key,
        version=card.version,
        title=card.title,
        fields=[
            DiaryFieldRead(
                key=one.key,
                kind=one.kind,
                label=one.label,
                highest=HIGHEST.get(one.kind),
                kept=kept.fields is None or one.key in kept.fields,
                always=one.key in card.always,
                threshold=_threshold(kept, one.key) if one.kind is FieldKind.URGE else None,
                alarms_from=next((n for n in range(1, 6) if _alarms(kept, one.key, Decimal(n))), None),
            )
            for one in card.fields
        ],
        skills=await _skills(db, card),
        default_threshold=card.default_threshold,
    )


def _threshold(kept: Kept, key: str) -> int:
    return kept.thresholds.get(key, kept.card.default_threshold)


def _alarms(kept: Kept, key: str, number: Decimal | None) -> bool:
    return rules.opened_by(kept.card, kept.thresholds, key, number) is not None


async def _skills(db: AsyncSession, card: Card) -> list[DiarySkillRead]:
    """What the organization's own modality teaches; of an adapted one, what it left as shipped is in Spanish too."""
    modality = await queries.modality_of(db, card.modality)
    return [
        DiarySkillRead(
            key=skill["key"],
            module=module["name"],
            module_label=_in_languages(module["name"]),
            label=_in_languages(skill["name"]),
        )
        for module in (modality.modules if modality else [])
        for skill in module["skills"]
    ]


def _in_languages(name: str) -> dict[str, str]:
    """Return a name of the catalogue in every language it has, or as the organization wrote it."""
    spanish = shipped_texts(CatalogueLanguage.ES).get(name)
    return {"en": name} if spanish is None else {"en": name, "es": spanish}


# Days


async def read_diary(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    first: date,
    last: date,
    *,
    permission: str = READ,
) -> DiaryRead:
    """Return the days of a window, 92 at most, that have entries."""
    rules.check_window(first, last)
    person = await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    today = await _today(db, await alert_queries.current_episode(db, person.person_id))
    settings = await queries.settings_of(db, person.person_id)
    days = await queries.days_between(db, person.person_id, first, last)
    entries = await queries.entries_of(db, [one.id for one in days])
    return DiaryRead(
        setting=await _setting(db, person.person_id, today),
        today=today,
        open_from=today - timedelta(days=OPEN_DAYS),
        days=[_day(one, entries.get(one.id, []), _kept_on(settings, one.day, one)) for one in days],
    )


async def read_card(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, day: date, *, permission: str = READ
) -> DiaryRead:
    """Return one day with the card to fill it by, also where nothing was entered yet."""
    read = await read_diary(db, actor, participant_id, day, day, permission=permission)
    return read.model_copy(update={"days": read.days or [DiaryDayRead(id=None, day=day, entries=[])]})


async def read_history(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, day: date, *, permission: str = READ
) -> DiaryDayHistory:
    """Return everything that was ever entered for a day, and the alerts it opened."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    stored = await queries.day_of(db, person.person_id, day)
    if stored is None:
        return DiaryDayHistory(id=None, day=day, entries=[], alert_ids=[])
    kept = _kept_on(await queries.settings_of(db, person.person_id), day, stored)
    entries = (await queries.entries_of(db, [stored.id], replaced=True)).get(stored.id, [])
    names = await alert_queries.names_of(db, {one.entered_by for one in entries})
    return DiaryDayHistory(
        id=stored.id,
        day=day,
        entries=[_past(one, kept, names) for one in entries],
        alert_ids=await alert_queries.ids_of_diary_day(db, stored.id),
    )


async def person_of(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> ParticipantId:
    """Return the record that stands for somebody whose diary the actor may write."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission=WRITE)
    return person.person_id


async def save_entry(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    day: date,
    entry: DiaryEntryWrite,
    *,
    permission: str = WRITE,
) -> DiaryDayRead:
    """Store one field of a day, and in the same transaction open what it alarms. Sent again it changes nothing.

    A correction keeps what it replaces. A lower number leaves an alert that is open to a person.
    """
    person = await participants.get_visible_participant(db, actor, participant_id, permission=permission)
    episode = await alert_queries.current_episode(db, person.person_id)
    rules.check_open(day, await _today(db, episode))
    settings = await queries.settings_of(db, person.person_id)
    begun = await queries.day_of(db, person.person_id, day)
    kept = _kept_on(settings, day, begun)
    number = None if entry.number is None else Decimal(str(entry.number))
    skills = None if entry.skills is None else sorted(set(entry.skills))
    rules.check_entry(
        kept.card,
        kept.fields,
        entry.field,
        number=number,
        skills=skills,
        taught=[one.key for one in await _skills(db, kept.card)] if skills else [],
    )
    stored = await queries.open_day(
        db,
        begun.participant_id if begun else person.person_id,
        day,
        episode_id=episode.id if episode else None,
        card_key=kept.card.key,
        card_version=kept.card.version,
    )
    at = now()
    before = await queries.entry_of(db, stored.id, entry.field)
    if before is None or not queries.same(before, number, skills):
        said = before.number if before else None
        await _put(db, actor, stored, before, entry.field, number, skills, at=at)
        await _alarm(db, actor, stored, kept, episode, entry.field, number, said, at=at)
    entries = (await queries.entries_of(db, [stored.id])).get(stored.id, [])
    return _day(stored, entries, kept)


async def _put(
    db: AsyncSession,
    actor: Actor,
    stored: DiaryDay,
    before: DiaryEntry | None,
    field: str,
    number: Decimal | None,
    skills: list[str] | None,
    *,
    at: datetime,
) -> None:
    if before is not None:
        before.replaced_at = max(at, before.entered_at)
        await db.flush()
    db.add(
        DiaryEntry(
            diary_day_id=stored.id,
            field=field,
            number=number,
            skills=skills,
            read_out=actor.participant_id is None,
            entered_by=actor.account_id,
            entered_at=at,
        )
    )
    await db.flush()


async def _alarm(
    db: AsyncSession,
    actor: Actor,
    stored: DiaryDay,
    kept: Kept,
    episode: Episode | None,
    field: str,
    number: Decimal | None,
    before: Decimal | None,
    *,
    at: datetime,
) -> None:
    # What is no worse than before was told and perhaps acted upon; what is worse alarms anew once that is closed.
    no_worse = number is not None and before is not None and number <= before
    already = await alert_queries.rules_of_day(db, stored.id, closed=no_worse)
    opens = rules.opened_by(kept.card, kept.thresholds, field, number, already)
    if opens is None:
        return
    await alerts.open_alert(
        db,
        participant_id=stored.participant_id,
        episode=episode,
        source=AlertSource.DIARY,
        rule_key=opens.key,
        urgency=AlertUrgency(opens.urgency),
        by=actor.account_id,
        at=at,
        diary_day_id=stored.id,
        about_on=stored.day,
        label=dict(opens.label),
    )


def _entry(entry: DiaryEntry, kept: Kept) -> dict[str, Any]:
    return {
        "field": entry.field,
        "number": plain(entry.number),
        "skills": entry.skills,
        "read_out": entry.read_out,
        "entered_by": entry.entered_by,
        "entered_at": entry.entered_at,
        "alarms": _alarms(kept, entry.field, entry.number),
    }


def _past(entry: DiaryEntry, kept: Kept, names: Mapping[AccountId, str]) -> DiaryEntryHistory:
    return DiaryEntryHistory(
        **_entry(entry, kept), entered_by_name=names.get(entry.entered_by, ""), replaced_at=entry.replaced_at
    )


def _day(stored: DiaryDay, entries: Sequence[DiaryEntry], kept: Kept) -> DiaryDayRead:
    return DiaryDayRead(id=stored.id, day=stored.day, entries=[DiaryEntryRead(**_entry(one, kept)) for one in entries])
