"""Use cases of what a session delivered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.errors import NotYourGroup
from handrail.attendance.queries import marks
from handrail.attendance.queries.marks import Room, RosterPlace
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.errors import VersionRequired
from handrail.core.ids import (
    AccountId,
    BookingId,
    DeliveryId,
    EpisodeId,
    ModalityId,
    ParticipantId,
    ProgramId,
    SessionId,
    StaffId,
)
from handrail.core.permissions import Scope
from handrail.delivery import queries, rules
from handrail.delivery.errors import CorrectionNeedsRight, DeliveryNotFound, SessionLocked, SessionNotDelivered
from handrail.delivery.models import Delivery, DeliveryException
from handrail.delivery.schemas import DeliveryWrite, FidelityMonth, ProgramDoses, ProgramModalityDose
from handrail.episodes import service as episodes
from handrail.modalities import service as modalities
from handrail.modalities.models import Modality
from handrail.modalities.rules import check_ages, check_part
from handrail.participants import service as participants
from handrail.programs import service as programs

MAIN = 1


@dataclass(frozen=True)
class SeenDelivery:
    """A delivery as its reader may see it."""

    id: DeliveryId
    session_id: SessionId
    position: int
    modality_id: ModalityId
    modality_name: str
    module: str | None
    phase: str | None
    minutes: int
    skills: list[str]
    homework: str | None
    fidelity: list[str] | None
    """None where it is not for the reader: it is there for supervision."""
    objective_code: str | None
    records: dict[str, Any]
    exceptions: list[DeliveryException]
    recorded_by: AccountId
    updated_at: datetime
    version: int
    about: frozenset[ParticipantId]
    """Whose record it is part of: everybody on the roster whom the reader may see."""


async def _readable(db: AsyncSession, actor: Actor, session_id: SessionId) -> tuple[Room, list[RosterPlace]]:
    """The session and the part of its roster the actor may see; without any part of it there is nothing to see."""
    room = await marks.get_room(db, actor, session_id, lock=False)
    places = await marks.roster_places(db, actor, session_id, permission="delivery:read")
    return room, [place for place in places if place.visible or room.mine]


async def _writable(db: AsyncSession, actor: Actor, session_id: SessionId) -> tuple[Room, list[RosterPlace]]:
    """The session, locked, and its whole roster: an entry speaks for everybody who was there."""
    room = await marks.get_room(db, actor, session_id, lock=True)
    places = await marks.roster_places(db, actor, session_id, permission="delivery:write")
    if not room.mine and not (places and all(place.visible for place in places)):
        raise NotYourGroup()
    return room, places


async def list_deliveries(db: AsyncSession, actor: Actor, session_id: SessionId) -> list[SeenDelivery]:
    """Everything a session delivered, the main entry first."""
    room, places = await _readable(db, actor, session_id)
    if not places and not room.mine:
        return []
    return await _seen(db, actor, room, places)


async def get_main_delivery(db: AsyncSession, actor: Actor, session_id: SessionId) -> SeenDelivery:
    """The main entry of a session, or `DeliveryNotFound`."""
    found = [one for one in await list_deliveries(db, actor, session_id) if one.position == MAIN]
    if not found:
        raise DeliveryNotFound()
    return found[0]


async def _sees_fidelity(db: AsyncSession, actor: Actor, room: Room) -> bool:
    """Whether how closely a protocol was kept is for the actor: their own sessions, their supervisees', or all."""
    if not actor.may("fidelity:read"):
        return False
    if room.mine or actor.scope("fidelity:read") is Scope.ORGANIZATION:
        return True
    session = room.session
    return actor.staff_id is not None and await queries.supervises(db, actor.staff_id, session.id, session.local_date)


async def _seen(
    db: AsyncSession, actor: Actor, room: Room, places: Sequence[RosterPlace], only: DeliveryId | None = None
) -> list[SeenDelivery]:
    rows = [row for row in await queries.of_session(db, room.session.id) if only in (None, row[0].id)]
    open_to_reader = await _sees_fidelity(db, actor, room)
    exceptions = await queries.exceptions_of(db, [delivery.id for delivery, _ in rows])
    visible = {place.booking_id for place in places}
    about = frozenset(place.participant_id for place in places)
    return [
        SeenDelivery(
            id=delivery.id,
            session_id=delivery.session_id,
            position=delivery.position,
            modality_id=delivery.modality_id,
            modality_name=name,
            module=delivery.module,
            phase=delivery.phase,
            minutes=delivery.minutes,
            skills=delivery.skills,
            homework=delivery.homework,
            fidelity=delivery.fidelity if open_to_reader else None,
            objective_code=delivery.objective_code,
            records=delivery.records,
            exceptions=[row for row in exceptions.get(delivery.id, ()) if row.booking_id in visible],
            recorded_by=delivery.recorded_by,
            updated_at=delivery.updated_at,
            version=delivery.version,
            about=about,
        )
        for delivery, name in rows
    ]


async def put_main_delivery(
    db: AsyncSession, actor: Actor, session_id: SessionId, written: DeliveryWrite, *, if_match: int | None
) -> SeenDelivery:
    """Record the main entry of a session, or replace it: then the client says which version it replaces."""
    room, places = await _writable(db, actor, session_id)
    current = [delivery for delivery, _ in await queries.of_session(db, session_id) if delivery.position == MAIN]
    if current:
        return await _replace(db, actor, room, places, current[0], written, if_match=if_match)
    return await _add(db, actor, room, places, MAIN, written)


async def add_delivery(db: AsyncSession, actor: Actor, session_id: SessionId, written: DeliveryWrite) -> SeenDelivery:
    """Add another entry: mindfulness practice before DBT skills. A session has four at most."""
    room, places = await _writable(db, actor, session_id)
    taken = {delivery.position for delivery, _ in await queries.of_session(db, session_id)}
    return await _add(db, actor, room, places, rules.free_position(taken), written)


async def replace_delivery(
    db: AsyncSession,
    actor: Actor,
    session_id: SessionId,
    delivery_id: DeliveryId,
    written: DeliveryWrite,
    *,
    if_match: int,
) -> SeenDelivery:
    """Replace one entry of a session."""
    room, places = await _writable(db, actor, session_id)
    delivery = await queries.get_delivery(db, session_id, delivery_id)
    return await _replace(db, actor, room, places, delivery, written, if_match=if_match)


async def void_delivery(
    db: AsyncSession, actor: Actor, session_id: SessionId, delivery_id: DeliveryId, *, reason: str
) -> SeenDelivery:
    """Take an entry back. After the session was locked this is how it is corrected: void it, then record it anew."""
    room, places = await _writable(db, actor, session_id)
    delivery = await queries.get_delivery(db, session_id, delivery_id)
    if room.session.locked_at is not None and not actor.may("attendance:correct_locked"):
        raise CorrectionNeedsRight()
    (seen,) = await _seen(db, actor, room, places, only=delivery_id)
    delivery.voided_at, delivery.void_reason = now(), reason
    await db.flush()
    return seen


async def _add(
    db: AsyncSession,
    actor: Actor,
    room: Room,
    places: Sequence[RosterPlace],
    position: int,
    written: DeliveryWrite,
) -> SeenDelivery:
    modality = await modalities.get_usable_modality(db, written.modality_id)
    await _check(db, room, places, modality, written, except_position=position)
    delivery = Delivery(
        session_id=room.session.id,
        position=position,
        recorded_by=actor.account_id,
        **written.model_dump(exclude={"exceptions"}),
    )
    db.add(delivery)
    await db.flush()
    await _write_exceptions(db, delivery.id, places, written, [])
    (seen,) = await _seen(db, actor, room, places, only=delivery.id)
    return seen


async def _replace(
    db: AsyncSession,
    actor: Actor,
    room: Room,
    places: Sequence[RosterPlace],
    delivery: Delivery,
    written: DeliveryWrite,
    *,
    if_match: int | None,
) -> SeenDelivery:
    if if_match is None:
        raise VersionRequired()
    expect_version(delivery, if_match)
    if room.session.locked_at is not None:
        raise SessionLocked()
    changed = written.modality_id != delivery.modality_id
    modality = (
        await modalities.get_usable_modality(db, written.modality_id)
        if changed
        else await modalities.get_modality(db, written.modality_id)
    )
    await _check(db, room, places, modality, written, except_position=delivery.position)
    kept = {"exceptions"}
    if not changed and not await _sees_fidelity(db, actor, room):
        # Who may not see it cannot mean to change it: their form does not hold it.
        kept.add("fidelity")
    for name, value in written.model_dump(exclude=kept).items():
        setattr(delivery, name, value)
    delivery.recorded_by, delivery.updated_at = actor.account_id, now()
    before = (await queries.exceptions_of(db, [delivery.id])).get(delivery.id, [])
    await _write_exceptions(db, delivery.id, places, written, before)
    await db.flush()
    (seen,) = await _seen(db, actor, room, places, only=delivery.id)
    return seen


async def _check(
    db: AsyncSession,
    room: Room,
    places: Sequence[RosterPlace],
    modality: Modality,
    written: DeliveryWrite,
    *,
    except_position: int,
) -> None:
    """Refuse what this session cannot have delivered to these people."""
    session = room.session
    if session.status is SessionStatus.CANCELLED or session.starts_at > now():
        raise SessionNotDelivered()
    length = int((session.ends_at - session.starts_at).total_seconds()) // 60
    others = [
        delivery.minutes
        for delivery, _ in await queries.of_session(db, session.id)
        if delivery.position != except_position
    ]
    rules.check_minutes(written.minutes, others=others, session_minutes=length)
    rules.check_exceptions(
        [one.booking_id for one in written.exceptions],
        [one.minutes for one in written.exceptions],
        roster={place.booking_id for place in places},
        session_minutes=length,
    )
    _check_parts(modality, written)
    not_part = {one.booking_id for one in written.exceptions if not one.took_part}
    there = [place.participant_id for place in places if place.booking_id not in not_part]
    check_ages(
        await queries.birth_dates(db, there),
        session.local_date,
        min_age=modality.min_age,
        max_age=modality.max_age,
    )


def _check_parts(modality: Modality, written: DeliveryWrite) -> None:
    modules, phases = _keys(modality.modules), _keys(modality.phases)
    check_part(written.module, written.phase, modules=modules, phases=phases)
    skills = {skill["key"] for module in modality.modules for skill in module["skills"]}
    rules.check_skills(written.skills, known=skills, pointer="/skills")
    rules.check_fidelity(written.fidelity, known=_keys(modality.fidelity_items))
    records = modalities.followed(modality, None).records
    rules.check_records(records, written.records, of_everybody=True, pointer="/records")
    for place, one in enumerate(written.exceptions):
        check_part(one.module, None, modules=modules, phases=phases)
        rules.check_skills(one.skills or (), known=skills, pointer=f"/exceptions/{place}/skills")
        rules.check_records(records, one.records or {}, of_everybody=False, pointer=f"/exceptions/{place}/records")


def _keys(parts: Sequence[dict[str, Any]]) -> set[str]:
    return {part["key"] for part in parts}


async def _write_exceptions(
    db: AsyncSession,
    delivery_id: DeliveryId,
    places: Sequence[RosterPlace],
    written: DeliveryWrite,
    before: Sequence[DeliveryException],
) -> None:
    by_booking = {place.booking_id: place for place in places}
    wanted: Collection[BookingId] = {one.booking_id for one in written.exceptions}
    kept = await queries.forget_exceptions(db, before, wanted)
    for one in written.exceptions:
        values = one.model_dump(exclude={"booking_id"})
        row = kept.get(one.booking_id)
        if row is None:
            place = by_booking[one.booking_id]
            db.add(
                DeliveryException(
                    delivery_id=delivery_id,
                    booking_id=one.booking_id,
                    participant_id=place.participant_id,
                    episode_id=place.episode_id,
                    **values,
                )
            )
        else:
            for name, value in values.items():
                setattr(row, name, value)
    await db.flush()


async def participant_doses(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    *,
    episode_id: EpisodeId | None,
    first: date | None,
    last: date | None,
) -> dict[str, Any]:
    """Dose by modality over time: minutes delivered while the participant was there, by week and in total."""
    await participants.get_visible_participant(db, actor, participant_id, permission="delivery:read")
    if episode_id is not None:
        await episodes.get_visible_episode(db, actor, episode_id, permission="delivery:read")
    found = await queries.doses(db, participant_id, episode_id=episode_id, first=first, last=last)
    return {
        "participant_id": participant_id,
        "episode_id": episode_id,
        "minutes": sum(row["minutes"] for row in found),
        "modalities": found,
    }


async def program_doses(db: AsyncSession, program_id: ProgramId, *, first: date, last: date) -> ProgramDoses:
    """Dose by modality of a program between two days."""
    await programs.get_program(db, program_id)
    rules.check_span(first, last)
    rows = await queries.program_doses(db, program_id, first=first, last=last)
    found = [ProgramModalityDose.model_validate(row) for row in rows]
    return ProgramDoses(program_id=program_id, first=first, last=last, modalities=found)


async def fidelity(
    db: AsyncSession, actor: Actor, *, staff_id: StaffId | None, first: date, last: date
) -> list[FidelityMonth]:
    """Fidelity by month of who led: one's own and of whom one supervised then; a director's is everybody's."""
    rules.check_span(first, last)
    everybody = actor.scope("fidelity:read") is Scope.ORGANIZATION
    if not everybody and actor.staff_id is None:
        return []
    reader = None if everybody else actor.staff_id
    rows = await queries.fidelity(db, reader=reader, staff_id=staff_id, first=first, last=last)
    return [FidelityMonth.model_validate(row) for row in rows]
