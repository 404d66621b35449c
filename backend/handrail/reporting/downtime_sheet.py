"""The roster on paper as one HTML file that needs nothing else. Markup escapes whatever a person typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handrail.core.kind_words import Language
from handrail.core.vocabulary import ServiceKind
from handrail.reporting.downtime_words import WORDS, day_in_words


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
    kind: ServiceKind
    room: str | None
    telehealth: bool
    staff: str | None
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
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}, {on}</title>
<style>
body {{ font: 13px/1.4 system-ui, sans-serif; color: #111; background: #fff; margin: 16px; }}
h1 {{ font-size: 18px; margin: 0 0 4px; }}
h2 {{ font-size: 15px; margin: 20px 0 6px; }}
p {{ margin: 4px 0; }}
section {{ break-inside: avoid-page; }}
table {{ width: 100%; border-collapse: collapse; }}
th, td {{ border: 1px solid #555; padding: 5px 6px; text-align: left; vertical-align: top; }}
th {{ font-size: 11px; }}
td {{ height: 9mm; vertical-align: middle; }}
th {{ background: #eee; font-weight: 600; }}
tr {{ break-inside: avoid; }}
.box {{ width: 46px; text-align: center; }}
.wide {{ width: 110px; }}
.name {{ width: 24%; }}
.square {{ display: inline-block; width: 13px; height: 13px; border: 1.5px solid #111; }}
.note {{ border: 1px solid #555; padding: 8px; margin-top: 20px; }}
@page {{ margin: 12mm; }}
</style>
</head>
<body>
<h1>{title}: {location}, {on}</h1>
<p>{organization}. {made_line}</p>
<p>{confidential}</p>
{sessions}
<div class="note">
<strong>{back}</strong> {back_steps}
</div>
</body>
</html>
""")

_SESSION: Final = Markup("""<section>
<h2>{start}–{end} · {kind} · {room}</h2>
<p>{led_by} {staff}</p>
<table>
<thead><tr><th scope="col" class="name">{legal_name}</th><th scope="col">{called}</th>
<th scope="col">{record_number}</th><th scope="col">{expected}</th>
<th scope="col" class="box">{present}</th><th scope="col" class="box">{late}</th>
<th scope="col" class="box">{absent}</th><th scope="col" class="box">{minutes}</th>
<th scope="col" class="wide">{signature}</th>
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

_NOBODY: Final = Markup('<tr><td colspan="9">{nobody}</td></tr>')


def render(sheet: Sheet, language: Language = "en") -> str:
    """Return the page in a language."""
    words = WORDS[language]
    made = sheet.made_at.astimezone(ZoneInfo(sheet.time_zone))
    return str(
        _PAGE.format(
            **words,
            language=language,
            organization=sheet.organization,
            location=sheet.location,
            on=day_in_words(sheet.on, language),
            made_line=words["made"].format(at=f"{made:%Y-%m-%d %H:%M} ({sheet.time_zone})"),
            sessions=Markup("").join(_session(one, words) for one in sheet.sessions),
        )
    )


def _session(session: SheetSession, words: Mapping[str, str]) -> Markup:
    return _SESSION.format(
        **words,
        start=session.local_start,
        end=session.local_end,
        kind=words[session.kind],
        room=words["by_video"] if session.telehealth else session.room or words["no_room"],
        staff=session.staff or words["nobody_yet"],
        people=_people(session.people, words),
    )


def _people(people: Sequence[SheetPerson], words: Mapping[str, str]) -> Markup:
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
    return Markup("\n").join(rows) if rows else _NOBODY.format(**words)
