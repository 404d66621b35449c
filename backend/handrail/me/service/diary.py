"""The diary card as participants keep it, through the use cases by which the team reads and fills it with them."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.diaries.schemas import DiaryDayRead, DiaryEntryWrite, DiaryRead
from handrail.diaries.service import diary
from handrail.me.asking import self_of
from handrail.me.schemas import MyDiaryDay, MyDiaryEntry, MyDiaryField
from handrail.me.service.overview import crisis_of, where
from handrail.measures.queries.alerts import ids_of_diary_day, most_urgent

READ, ANSWER = "me:read", "me:answer"


async def read_day(db: AsyncSession, actor: Actor, day: date) -> MyDiaryDay:
    """Return a day with the fields one keeps and what stands in them."""
    found = await diary.read_card(db, actor, self_of(actor), day, permission=READ)
    return await _mine(db, actor, found, found.days[0])


async def save_entry(db: AsyncSession, actor: Actor, day: date, entry: DiaryEntryWrite) -> MyDiaryDay:
    """Store one field, with what it alarms."""
    me = self_of(actor)
    stored = await diary.save_entry(db, actor, me, day, entry, permission=ANSWER)
    return await _mine(db, actor, await diary.read_card(db, actor, me, day, permission=READ), stored)


async def _mine(db: AsyncSession, actor: Actor, found: DiaryRead, day: DiaryDayRead) -> MyDiaryDay:
    """Leave out from which number on somebody is alarmed: whoever knows it may stay below it."""
    card = found.setting.card
    safety = {field.key for field in card.fields if field.always}
    alarming = any(entry.alarms for entry in day.entries)
    spoken = alarming or any(entry.field in safety for entry in day.entries)
    opened = await ids_of_diary_day(db, day.id) if day.id is not None else []
    return MyDiaryDay(
        day=day.day,
        today=found.today,
        open_from=found.open_from,
        title=card.title,
        fields=[
            MyDiaryField(key=one.key, kind=one.kind, label=one.label, highest=one.highest)
            for one in card.fields
            if one.kept
        ],
        skills=card.skills,
        entries=[MyDiaryEntry(field=one.field, number=one.number, skills=one.skills) for one in day.entries],
        crisis=await crisis_of(db, await where(db, self_of(actor)), at=now(), urgency=await most_urgent(db, opened))
        if spoken
        else None,
        alarming=alarming,
    )
