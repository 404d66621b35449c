"""What the mappings share: names, identifiers, ways of contact, and the hash of what was taken."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from handrail.fhir.dates import period_dates
from handrail.fhir.errors import RowRefused
from handrail.fhir.resources import Address, ContactPoint, HumanName, Identifier, Resource
from handrail.fhir.vocabulary import SOURCE_ID_SYSTEM, Refusal, Skipped
from handrail.participants.rules import fold, way_key
from handrail.participants.vocabulary import SSN_SYSTEMS, ContactWayKind, ContactWayUse, IdentifierKind

MAPPING_VERSION: Final = 1
"""Part of every fingerprint: raise it when a mapping takes more than before, and the next import looks again."""

LONGEST_LINE: Final = 200

_KINDS: Final = {
    "MR": IdentifierKind.MEDICAL_RECORD,
    "MRT": IdentifierKind.MEDICAL_RECORD,
    "DL": IdentifierKind.DRIVER_LICENSE,
    "PPN": IdentifierKind.PASSPORT,
    "MB": IdentifierKind.MEMBER,
    "SN": IdentifierKind.MEMBER,
    "MA": IdentifierKind.MEMBER,
    "MC": IdentifierKind.MEMBER,
}
_SHARED_KINDS: Final = frozenset({IdentifierKind.DRIVER_LICENSE, IdentifierKind.PASSPORT, IdentifierKind.MEMBER})
"""Kinds that real files give to two people: families share a plan, clerks mistype a licence. They never match a row."""

_WAY_USES: Final = {
    "home": ContactWayUse.HOME,
    "work": ContactWayUse.WORK,
    "mobile": ContactWayUse.MOBILE,
    "temp": ContactWayUse.TEMPORARY,
    "billing": ContactWayUse.BILLING,
}


@dataclass(frozen=True)
class Numbered:
    """An identifier that may be kept. `matches` says whether it alone tells who a row is."""

    system: str
    value: str
    kind: IdentifierKind
    matches: bool
    starts_on: str | None = None
    ends_on: str | None = None


@dataclass
class Mapped:
    """What is taken from one resource; `skipped` counts values left out on purpose."""

    keys: list[tuple[str, str]]
    """Systems and values that identify the row, the best first."""
    values: dict[str, Any]
    identifiers: list[Numbered] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    """Each with its own `ways`."""
    former_names: list[dict[str, Any]] = field(default_factory=list)
    part_of: tuple[str, str] | None = None
    skipped: Counter[Skipped] = field(default_factory=Counter)

    def fingerprint(self) -> str:
        """Return the hash of everything taken: equal means that the source says nothing new."""
        taken = [
            MAPPING_VERSION,
            self.keys,
            self.values,
            [[one.system, one.value, one.kind, one.starts_on, one.ends_on] for one in self.identifiers],
            self.ways,
            self.contacts,
            self.former_names,
            self.part_of,
        ]
        return hashlib.sha256(json.dumps(taken, sort_keys=True, default=str).encode()).hexdigest()


def is_social_security_number(identifier: Identifier) -> bool:
    """Say whether it is one, by its type or its system."""
    system = (identifier.system or "").casefold()
    return "SS" in identifier.type.codes or system in SSN_SYSTEMS or system.endswith("ssn")


def numbers_of(resource: Resource, skipped: Counter[Skipped]) -> list[Numbered]:
    """Return the identifiers to keep, each once. A social security number is left out and counted."""
    found: dict[tuple[str, str], Numbered] = {}
    for identifier in resource.identifier:
        if is_social_security_number(identifier):
            skipped[Skipped.SOCIAL_SECURITY_NUMBER] += 1
        elif not identifier.system or not identifier.value:
            skipped[Skipped.IDENTIFIER_WITHOUT_SYSTEM] += 1
        elif len(identifier.system) > LONGEST_LINE or len(identifier.value) > LONGEST_LINE:
            skipped[Skipped.TOO_LONG] += 1
        else:
            kind = next((_KINDS[code] for code in identifier.type.codes if code in _KINDS), IdentifierKind.OTHER)
            starts_on, ends_on = period_dates(identifier.period)
            matches = kind not in _SHARED_KINDS and identifier.use not in {"old", "temp", "secondary"}
            found.setdefault(
                (identifier.system, identifier.value),
                Numbered(
                    identifier.system,
                    identifier.value,
                    kind,
                    matches,
                    starts_on.isoformat() if starts_on else None,
                    ends_on.isoformat() if ends_on else None,
                ),
            )
    return list(found.values())


def keys_of(resource: Resource, numbers: Sequence[Numbered]) -> list[tuple[str, str]]:
    """Return what identifies the row: record numbers first, then other identifiers, else the resource's own id."""
    matching = [number for number in numbers if number.matches]
    matching.sort(key=lambda number: number.kind is not IdentifierKind.MEDICAL_RECORD)
    if matching:
        return [(number.system, number.value) for number in matching]
    if resource.id and len(resource.id) <= LONGEST_LINE:
        return [(SOURCE_ID_SYSTEM, resource.id)]
    raise RowRefused(Refusal.MISSING_IDENTIFIER)


def line(text: str | None) -> str | None:
    """Return a line of text, or None for an empty one; a longer one refuses the row rather than being cut."""
    if not text:
        return None
    if len(text) > LONGEST_LINE:
        raise RowRefused(Refusal.TOO_LONG)
    return text


@dataclass(frozen=True)
class Name:
    """A name in the parts we keep."""

    name_prefix: str | None
    given_names: list[str]
    family_name: str
    name_suffix: str | None


def name_of(name: HumanName) -> Name | None:
    """Return the parts of a name; one given as text only is split at its last space, a single name is the family's."""
    given, family = [part for part in name.given if part], name.family or ""
    if not given and not family and name.text:
        *given, family = name.text.split(" ")
    if given and not family:
        *given, family = given
    if not family:
        return None
    return Name(
        line(" ".join(name.prefix)),
        [part for part in map(line, given[:6]) if part],
        line(family) or "",
        line(" ".join(name.suffix)),
    )


def best_name(names: Iterable[HumanName]) -> tuple[HumanName, Name]:
    """Return the name in legal use: official, then unmarked, then usual; an old one rather than none."""
    rank = {"official": 0, None: 1, "usual": 2, "temp": 3, "nickname": 4, "old": 5, "maiden": 6, "anonymous": 7}
    usable = [(name, parts) for name in names if (parts := name_of(name)) is not None]
    if not usable:
        raise RowRefused(Refusal.MISSING_NAME)
    return min(usable, key=lambda pair: (rank.get(pair[0].use, 3), bool(pair[0].period.end)))


def phone_or_email(point: ContactPoint, skipped: Counter[Skipped]) -> dict[str, Any] | None:
    """Return a way of contact, or count why there is none. Nothing is safe to use as it comes: no flag is set."""
    kind = {"phone": "phone", "sms": "phone", "email": "email"}.get(point.system or "")
    value = point.value or ""
    starts_on, ends_on = period_dates(point.period)
    if point.use == "old" and ends_on is None:
        skipped[Skipped.OLD_WITHOUT_END] += 1
        return None
    readable = (
        kind is not None
        and len(value) <= LONGEST_LINE
        and (("@" in value and " " not in value) if kind == "email" else sum(c.isdigit() for c in value) >= 3)
    )
    if kind is None or not readable:
        skipped[Skipped.CONTACT_WAY_NOT_KEPT] += 1
        return None
    use = ContactWayUse.MOBILE if point.system == "sms" else _WAY_USES.get(point.use or "")
    return {
        "kind": ContactWayKind(kind),
        "use": use,
        "value": value,
        "lines": [],
        "city": None,
        "state": None,
        "postal_code": None,
        "country": None,
        "value_key": way_key(kind, value=value),
        "preferred": point.rank == 1,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def postal_address(address: Address, skipped: Counter[Skipped]) -> dict[str, Any] | None:
    """Return a postal address as a way of contact."""
    starts_on, ends_on = period_dates(address.period)
    if address.use == "old" and ends_on is None:
        skipped[Skipped.OLD_WITHOUT_END] += 1
        return None
    given = [part for part in address.line if part] or ([address.text] if address.text else [])
    lines = [part for part in map(line, given[:5]) if part]
    city, postal_code = line(address.city), line(address.postal_code)
    if not lines and not city:
        return None
    return {
        "kind": ContactWayKind.ADDRESS,
        "use": _WAY_USES.get(address.use or ""),
        "value": None,
        "lines": lines,
        "city": city,
        "state": line(address.state),
        "postal_code": postal_code,
        "country": line(address.country),
        "value_key": way_key("address", value=None, address=[*lines, city, postal_code]),
        "preferred": False,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def ways_of(
    points: Iterable[ContactPoint], addresses: Iterable[Address], skipped: Counter[Skipped]
) -> list[dict[str, Any]]:
    """Return every readable way of contact once."""
    ways = [phone_or_email(point, skipped) for point in points] + [postal_address(one, skipped) for one in addresses]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for way in ways:
        if way is not None:
            found.setdefault((way["kind"], way["value_key"]), way)
    return list(found.values())


def first_value(points: Iterable[ContactPoint], system: str) -> str | None:
    """Return the first phone number or e-mail address in use."""
    found = (point.value for point in points if point.system == system and point.use != "old" and point.value)
    value = next(found, None)
    return value if value is not None and len(value) <= LONGEST_LINE else None


def folded(text: str) -> str:
    return fold(text)
