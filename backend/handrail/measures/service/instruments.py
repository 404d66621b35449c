"""Which instruments there are, and which of them the organization uses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.errors import StaleVersion
from handrail.core.ids import InstrumentTextId
from handrail.measures import catalogue
from handrail.measures.errors import InstrumentNotOptional, InstrumentTextNotFound
from handrail.measures.models import InstrumentText, InstrumentUse
from handrail.measures.queries import administrations as queries
from handrail.measures.queries.texts import get_text
from handrail.measures.rules.definition import Instrument
from handrail.measures.service import texts
from handrail.measures.vocabulary import Licensing


async def list_instruments(db: AsyncSession) -> list[dict[str, Any]]:
    """The newest version of every instrument, by key, and whether it can be given here."""
    in_use, own = await queries.instruments_in_use(db), await texts.by_instrument(db)
    return [_summary(one, in_use, own.get((one.key, one.version), [])) for one in catalogue.newest_versions()]


async def read_instrument(
    db: AsyncSession, key: str, version: int | None, text_id: InstrumentTextId | None
) -> dict[str, Any]:
    """One version of an instrument as it is given, or as it was asked by a text that was entered here."""
    instrument = catalogue.instrument_of(key, version)
    if text_id is None:
        own = await texts.in_use_of(db, instrument)
    else:
        own = [await get_text(db, text_id)]
        if (own[0].instrument_key, own[0].instrument_version) != (instrument.key, instrument.version):
            raise InstrumentTextNotFound()
    return _whole(instrument, await queries.instruments_in_use(db), own)


async def switch(db: AsyncSession, actor: Actor, key: str, *, in_use: bool) -> dict[str, Any]:
    """Accept an owner's terms for the organization, or stop using the instrument; what was given stays."""
    instrument = catalogue.instrument_of(key)
    if instrument.licence.kind is not Licensing.OPT_IN:
        raise InstrumentNotOptional()
    use = await queries.use_of(db, key)
    if use is None:
        use = InstrumentUse(instrument_key=key, in_use=in_use, decided_by=actor.account_id, decided_at=now())
        with refusing({"uq_instrument_uses_key": StaleVersion()}):
            db.add(use)
            await db.flush()
    elif use.in_use is not in_use:
        use.in_use, use.decided_by, use.decided_at = in_use, actor.account_id, now()
        await db.flush()
    return _whole(instrument, await queries.instruments_in_use(db), await texts.in_use_of(db, instrument))


def _summary(instrument: Instrument, in_use: set[str], own: Sequence[InstrumentText]) -> dict[str, Any]:
    licence, languages = instrument.licence, {*instrument.languages, *(one.language for one in own)}
    return {
        "key": instrument.key,
        "version": instrument.version,
        "name": instrument.name,
        "title": instrument.title,
        "about": instrument.about,
        "licence": licence.kind,
        "terms": licence.terms,
        "credit": licence.credit,
        "languages": sorted(languages),
        "own_languages": sorted({one.language for one in own}),
        "usable": instrument.key in in_use
        if licence.kind is Licensing.OPT_IN
        else instrument.by_score_only or bool(languages),
    }


def _whole(instrument: Instrument, in_use: set[str], own: Sequence[InstrumentText]) -> dict[str, Any]:
    watched = {alert.item for alert in instrument.alerts}
    summary, instrument = _summary(instrument, in_use, own), texts.with_words(instrument, own)
    return summary | {
        "higher": instrument.higher,
        "instruction": instrument.instruction,
        "items": [
            {
                "number": item.number,
                "text": item.text,
                "options": [
                    {"value": option.value, "text": option.text} for option in instrument.answers[item.answers]
                ],
                "scored": item.scored,
                "may_not_apply": item.may_not_apply,
                "safety": item.number in watched,
            }
            for item in instrument.items
        ],
        "lowest": instrument.total.lowest if instrument.total else None,
        "highest": instrument.total.highest if instrument.total else None,
        "decimals": instrument.total.decimals if instrument.total else False,
    }
