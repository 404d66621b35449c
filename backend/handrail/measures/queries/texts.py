"""Statements about the words of instruments that an organization entered."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import InstrumentTextId
from handrail.measures.errors import InstrumentTextNotFound
from handrail.measures.models import InstrumentText
from handrail.measures.vocabulary import Language

MOST_LISTED = 50


async def last_of(db: AsyncSession, key: str, version: int, language: Language) -> InstrumentText | None:
    """Return the last text of a language, in use or not; locked."""
    query = (
        select(InstrumentText)
        .where(
            InstrumentText.instrument_key == key,
            InstrumentText.instrument_version == version,
            InstrumentText.language == language,
        )
        .order_by(InstrumentText.number.desc())
        .limit(1)
        .with_for_update()
    )
    found: InstrumentText | None = await db.scalar(query)
    return found


async def in_use(db: AsyncSession, key: str | None = None) -> Sequence[InstrumentText]:
    """Return the last text of each instrument, version and language that nobody took out of use."""
    last = (
        select(
            InstrumentText.instrument_key,
            InstrumentText.instrument_version,
            InstrumentText.language,
            func.max(InstrumentText.number).label("number"),
        )
        .group_by(InstrumentText.instrument_key, InstrumentText.instrument_version, InstrumentText.language)
        .subquery()
    )
    query = (
        select(InstrumentText)
        .join(
            last,
            and_(
                InstrumentText.instrument_key == last.c.instrument_key,
                InstrumentText.instrument_version == last.c.instrument_version,
                InstrumentText.language == last.c.language,
                InstrumentText.number == last.c.number,
            ),
        )
        .where(InstrumentText.withdrawn_at.is_(None))
        .order_by(InstrumentText.instrument_key, InstrumentText.language)
    )
    if key is not None:
        query = query.where(InstrumentText.instrument_key == key)
    return list(await db.scalars(query))


async def of_instrument(db: AsyncSession, key: str) -> Sequence[InstrumentText]:
    """Return what was entered, the youngest first."""
    query = select(InstrumentText).where(InstrumentText.instrument_key == key)
    return list(await db.scalars(query.order_by(InstrumentText.entered_at.desc()).limit(MOST_LISTED)))


async def get_text(db: AsyncSession, text_id: InstrumentTextId) -> InstrumentText:
    query = select(InstrumentText).where(InstrumentText.id == text_id)
    found: InstrumentText | None = await db.scalar(query)
    if found is None:
        raise InstrumentTextNotFound()
    return found
