"""The roster on paper as one HTML file that needs nothing else. Markup escapes whatever a person typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup


@dataclass(frozen=True)
class SheetPerson:
    """Somebody who is expected in a session."""

    mrn: str
    legal_name: str
    chosen_name: str | None
    expected_at: str


@dataclass(frozen=True)
class SheetSession:
    """A session under a neutral title: paper lies about, and titles say what people are treated for."""

    local_start: str
    local_end: str
    kind: str
    room: str
    staff: str
    people: tuple[SheetPerson, ...]


@dataclass(frozen=True)
class Sheet:
    """One location's day."""

    organization: str
    location: str
    on: date
    made_at: datetime
    time_zone: str
    sessions: tuple[SheetSession, ...]


_PAGE: Final = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Downtime roster, {on}</title>
<style>
body {{ font: 13px/1.4 system-ui, sans-serif; color: #111; background: #fff; margin: 16px; }}
h1 {{ font-size: 18px; margin: 0 0 4px; }}
h2 {{ font-size: 15px; margin: 20px 0 6px; }}
p {{ margin: 4px 0; }}
section {{ break-inside: avoid-page; }}
table {{ width: 100%; border-collapse: collapse; }}
th, td {{ border: 1px solid #555; padding: 5px 6px; text-align: left; vertical-align: top; }}
th {{ background: #eee; font-weight: 600; }}
tr {{ break-inside: avoid; }}
.box {{ width: 46px; text-align: center; }}
.wide {{ width: 110px; }}
.square {{ display: inline-block; width: 13px; height: 13px; border: 1.5px solid #111; }}
.note {{ border: 1px solid #555; padding: 8px; margin-top: 20px; }}
@page {{ margin: 12mm; }}
</style>
</head>
<body>
<h1>Downtime roster: {location}, {on}</h1>
<p>{organization}. Made {made}. What changed after that is not on it.</p>
<p>Confidential: keep it locked, shred it after entry.</p>
{sessions}
<div class="note">
<strong>When Handrail is back:</strong> open Today, choose the day and the session, mark each person with the times from
this sheet, give “paper” as the evidence and close the group. Keep the signed sheet as your policy says, then shred it.
</div>
</body>
</html>
""")

_SESSION: Final = Markup("""<section>
<h2>{start}–{end} · {kind} · {room}</h2>
<p>Led by {staff}</p>
<table>
<thead><tr><th scope="col">Legal name</th><th scope="col">Called</th><th scope="col">Record number</th>
<th scope="col">Expected</th><th scope="col" class="box">Present</th><th scope="col" class="box">Late</th>
<th scope="col" class="box">Absent</th><th scope="col" class="box">Minutes</th>
<th scope="col" class="wide">Signature</th>
</tr></thead>
<tbody>
{people}
</tbody>
</table>
</section>
""")

_BOX: Final = Markup('<td class="box"><span class="square"></span></td>')

_PERSON: Final = Markup(
    "<tr><td>{legal}</td><td>{called}</td><td>{mrn}</td><td>{at}</td>{boxes}<td></td><td></td></tr>"
)

_NOBODY: Final = Markup('<tr><td colspan="9">Nobody is booked</td></tr>')


def render(sheet: Sheet) -> str:
    """Return the page."""
    made = sheet.made_at.astimezone(ZoneInfo(sheet.time_zone))
    return str(
        _PAGE.format(
            organization=sheet.organization,
            location=sheet.location,
            on=f"{sheet.on:%A, %B} {sheet.on.day}, {sheet.on.year}",
            made=f"{made:%Y-%m-%d %H:%M} ({sheet.time_zone})",
            sessions=Markup("").join(map(_session, sheet.sessions)),
        )
    )


def _session(session: SheetSession) -> Markup:
    return _SESSION.format(
        start=session.local_start,
        end=session.local_end,
        kind=session.kind,
        room=session.room,
        staff=session.staff,
        people=_people(session.people),
    )


def _people(people: Sequence[SheetPerson]) -> Markup:
    rows = [
        _PERSON.format(
            legal=person.legal_name,
            called=person.chosen_name or "",
            mrn=person.mrn,
            at=person.expected_at,
            boxes=_BOX * 3,
        )
        for person in people
    ]
    return Markup("\n").join(rows) if rows else _NOBODY
