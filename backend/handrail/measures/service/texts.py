"""Words that an organization enters because it may use them: entered, taken out of use, and what is asked by them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.ids import InstrumentTextId
from handrail.measures import catalogue
from handrail.measures.errors import (
    InstrumentNotInUse,
    TakesScoreOnly,
    TextChanged,
    TextIsHere,
    TextNotAsDefined,
    TextOutOfUse,
)
from handrail.measures.models import Administration, InstrumentText
from handrail.measures.queries import administrations as given
from handrail.measures.queries import alerts as people
from handrail.measures.queries import texts as queries
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.wording import Wording, mismatch, worded
from handrail.measures.text_schemas import InstrumentTextCreate
from handrail.measures.vocabulary import Licensing


async def list_texts(db: AsyncSession, key: str) -> list[dict[str, Any]]:
    """Every text of an instrument, the youngest first, with who entered it."""
    catalogue.instrument_of(key)
    in_use = {one.id for one in await queries.in_use(db, key)}
    return await _read(db, await queries.of_instrument(db, key), in_use)


async def enter(db: AsyncSession, actor: Actor, new: InstrumentTextCreate) -> dict[str, Any]:
    """Enter an instrument's words in a language in which they are not here; what is begun next is asked by them."""
    instrument = catalogue.instrument_of(new.instrument_key)
    if instrument.by_score_only:
        raise TakesScoreOnly(pointer="/instrument_key")
    if new.language in instrument.languages:
        raise TextIsHere()
    if instrument.licence.kind is Licensing.OPT_IN and instrument.key not in await given.instruments_in_use(db):
        raise InstrumentNotInUse()
    items = new.model_dump(mode="json")["items"]
    if (where := mismatch(instrument, items)) is not None:
        raise TextNotAsDefined(pointer=where)
    last = await queries.last_of(db, instrument.key, instrument.version, new.language)
    if new.replaces != (last.number if last is not None and last.withdrawn_at is None else 0):
        raise TextChanged()
    text = InstrumentText(
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        language=new.language,
        number=last.number + 1 if last is not None else 1,
        instruction=new.instruction,
        items=items,
        licence=new.licence,
        entered_by=actor.account_id,
        entered_at=now(),
    )
    with refusing({"uq_instrument_texts_number": TextChanged()}):
        db.add(text)
        await db.flush()
    return (await _read(db, [text], {text.id}))[0]


async def withdraw(db: AsyncSession, actor: Actor, text_id: InstrumentTextId) -> dict[str, Any]:
    """Take a text out of use. What was begun with it is gone on with; nothing else is asked by it any more."""
    text = await queries.get_text(db, text_id)
    last = await queries.last_of(db, text.instrument_key, text.instrument_version, text.language)
    if last is None or last.id != text.id or last.withdrawn_at is not None:
        raise TextOutOfUse()
    last.withdrawn_at, last.withdrawn_by = now(), actor.account_id
    await db.flush()
    return (await _read(db, [last], set()))[0]


async def _read(
    db: AsyncSession, texts: Sequence[InstrumentText], in_use: set[InstrumentTextId]
) -> list[dict[str, Any]]:
    names = await people.names_of(db, {one.entered_by for one in texts})
    return [
        {
            **{name: getattr(one, name) for name in _COLUMNS},
            "in_use": one.id in in_use,
            "entered_by_name": names[one.entered_by],
        }
        for one in texts
    ]


_COLUMNS = (
    "id",
    "instrument_key",
    "instrument_version",
    "language",
    "number",
    "instruction",
    "items",
    "licence",
    "entered_by",
    "entered_at",
    "withdrawn_at",
)


# What is asked


async def by_instrument(db: AsyncSession, key: str | None = None) -> dict[tuple[str, int], list[InstrumentText]]:
    """Instrument and version → the texts in use, by language."""
    found: dict[tuple[str, int], list[InstrumentText]] = {}
    for one in await queries.in_use(db, key):
        found.setdefault((one.instrument_key, one.instrument_version), []).append(one)
    return found


async def in_use_of(db: AsyncSession, instrument: Instrument) -> list[InstrumentText]:
    """Return the texts by which an instrument is asked from now on."""
    return (await by_instrument(db, instrument.key)).get((instrument.key, instrument.version), [])


def with_words(instrument: Instrument, texts: Iterable[InstrumentText]) -> Instrument:
    """Return the instrument with what was entered."""
    return worded(instrument, [Wording(one.language, one.instruction, one.items) for one in texts])


async def asked(db: AsyncSession, administration: Administration) -> Instrument:
    """Return the version a measure was given in, with the words it is, or was, asked by."""
    instrument = catalogue.instrument_of(administration.instrument_key, administration.instrument_version)
    if administration.instrument_text_id is None:
        return instrument
    return with_words(instrument, [await queries.get_text(db, InstrumentTextId(administration.instrument_text_id))])
