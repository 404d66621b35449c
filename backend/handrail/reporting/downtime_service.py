"""The roster for the day on which the network or the server is down: made every night, and on demand."""

import errno
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.audit import INSERT_ENTRIES, Look
from handrail.core.clock import now, today_in
from handrail.core.db import send
from handrail.core.ids import LocationId, OrganizationId
from handrail.core.kind_words import Language
from handrail.core.watched import Standing, standing
from handrail.reporting import downtime_queries as queries
from handrail.reporting.downtime_errors import NoClinicDay
from handrail.reporting.downtime_sheet import Sheet, SheetPerson, SheetSession, render

AFTER: Final = time(2)
"""In the clinic's night: the day before is over, and nobody has come yet."""

KEPT: Final = timedelta(days=3)

WORK: Final = "downtime_rosters"
"""What the writing of a night is called where it is watched."""

_NAME: Final = re.compile(r"([0-9a-f-]{36})_[0-9a-f-]{36}_(\d{4}-\d{2}-\d{2})\.html")


class UnfitFolder(Exception):
    """The folder cannot take rosters; the message says why and names nobody."""


@dataclass(frozen=True)
class Made:
    """A page, and whom it names."""

    on: date
    html: str
    participant_ids: frozenset[UUID]


async def how_it_stands(db: AsyncSession) -> Standing | None:
    """Return whether the nightly pages can be written; None where no folder was ever set."""
    return await standing(db, WORK)


async def make(db: AsyncSession, location_id: LocationId, on: date | None = None, *, language: Language = "en") -> Made:
    """Return the roster of one location: of the coming clinic day, or of the first one from a date."""
    organization = await queries.organization(db)
    days = await queries.coming_days(db, on or today_in(organization.time_zone), location_id)
    if not days:
        raise NoClinicDay()
    return await _make(db, days[0], organization.name, organization.time_zone, language)


async def _make(
    db: AsyncSession, place: Row[LocationId, str, date], organization: str, time_zone: str, language: Language
) -> Made:
    location_id, name, on = place
    rows = await queries.expected(db, location_id, on)
    sheet = Sheet(
        organization=organization,
        location=name,
        on=on,
        made_at=now(),
        time_zone=time_zone,
        sessions=tuple(_session(list(group)) for _, group in groupby(rows, key=lambda row: row.id)),
    )
    people = frozenset(row.participant_id for row in rows if row.participant_id is not None)
    return Made(on, render(sheet, language), people)


def _session(rows: Sequence[Row[Any]]) -> SheetSession:
    first = rows[0]
    return SheetSession(
        local_start=first.local_start,
        local_end=first.local_end,
        kind=first.service_kind,
        room=first.room_name,
        telehealth=first.telehealth,
        staff=first.staff,
        people=tuple(
            SheetPerson(
                mrn=row.mrn,
                legal_name=f"{row.family_name}, {row.given_names or ''}".strip(", "),
                chosen_name=row.chosen_name,
                expected_at=row.expected_at,
            )
            for row in rows
            if row.participant_id is not None
        ),
    )


async def write_all(
    db: AsyncSession, folder: Path, *, on: date | None = None, again: bool = False, language: Language = "en"
) -> list[Path]:
    """Write the coming day's roster of every location, and remove old ones. Those of this night are not made twice."""
    check_folder(folder)
    organization = await queries.organization(db)
    organization_id, at = organization.organization_id, now()
    today = today_in(organization.time_zone, at=at)
    night = datetime.combine(today, AFTER, ZoneInfo(organization.time_zone))
    forget_old(folder, organization_id, today)
    if not again and at < night:
        return []
    written: list[Path] = []
    people: set[UUID] = set()
    for place in await queries.coming_days(db, on or today):
        target = folder / f"{organization_id}_{place[0]}_{place[2]}.html"
        if again or not target.exists() or target.stat().st_mtime < night.timestamp():
            made = await _make(db, place, organization.name, organization.time_zone, language)
            _write(target, made.html)
            written.append(target)
            people |= made.participant_ids
    if written:
        await _audit(db, organization_id, people)
    return written


async def _audit(db: AsyncSession, organization_id: OrganizationId, people: set[UUID]) -> None:
    entry = Look(
        request_id=str(db.info.get("request_id", "")),
        action="read_downtime_roster",
        resource="downtime rosters",
        organization_id=organization_id,
        client="server",
        wanted=True,
        participant_ids=people,
    ).entry(status=200)
    await send(db, INSERT_ENTRIES, json.dumps([entry]))


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not there, cannot be written, or is open to everybody on the machine."""
    if not folder.is_dir():
        raise UnfitFolder("the folder does not exist")
    if folder.stat().st_mode & 0o007:
        raise UnfitFolder("the folder is open to everybody on the machine: chmod o-rwx")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UnfitFolder("the folder cannot be written by this account")
    probe = folder / ".probe"
    try:
        # A full disk or one that is read only says so at a write alone.
        _write(probe, "x")
        probe.unlink()
    except OSError as error:
        raise UnfitFolder(f"nothing can be written into the folder: {errno.errorcode.get(error.errno or 0)}") from error


def forget_old(folder: Path, organization_id: OrganizationId, today: date) -> None:
    """Remove rosters of days that are more than three days ago. Other files are left alone."""
    for file in folder.iterdir():
        named = _NAME.fullmatch(file.name)
        if named and named[1] == str(organization_id) and date.fromisoformat(named[2]) < today - KEPT:
            file.unlink(missing_ok=True)


def _write(target: Path, html: str) -> None:
    """Put the page there at once or not at all, readable by its owner alone."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(html)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
