"""Which instruments there are, and which of them the organization uses."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.db import refusing
from handrail.core.errors import StaleVersion
from handrail.measures import catalogue
from handrail.measures.errors import InstrumentNotOptional
from handrail.measures.models import InstrumentUse
from handrail.measures.queries import administrations as queries
from handrail.measures.rules.definition import Instrument
from handrail.measures.vocabulary import Licensing


async def list_instruments(db: AsyncSession) -> list[dict[str, Any]]:
    """The newest version of every instrument, by key, and whether it can be given here."""
    in_use = await queries.instruments_in_use(db)
    return [_summary(instrument, in_use) for instrument in catalogue.newest_versions()]


async def read_instrument(db: AsyncSession, key: str, version: int | None) -> dict[str, Any]:
    """One version of an instrument as it is given; questions only where their owner lets them be here."""
    return _whole(catalogue.instrument_of(key, version), await queries.instruments_in_use(db))


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
    return _whole(instrument, await queries.instruments_in_use(db))


def _summary(instrument: Instrument, in_use: set[str]) -> dict[str, Any]:
    licence = instrument.licence
    return {
        "key": instrument.key,
        "version": instrument.version,
        "name": instrument.name,
        "title": instrument.title,
        "about": instrument.about,
        "licence": licence.kind,
        "terms": licence.terms,
        "credit": licence.credit,
        "languages": list(instrument.languages),
        "usable": instrument.key in in_use if licence.kind is Licensing.OPT_IN else _can_be_given(instrument),
    }


def _can_be_given(instrument: Instrument) -> bool:
    return instrument.by_score_only or bool(instrument.languages)


def _whole(instrument: Instrument, in_use: set[str]) -> dict[str, Any]:
    watched = {alert.item for alert in instrument.alerts}
    return _summary(instrument, in_use) | {
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
