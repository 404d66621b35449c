"""Organization and Location → our directory of partners.

A Location does not become a place of ours: our places have a time zone and rooms that are booked, and a file of another
system names neither.
"""

from collections import Counter
from typing import Any

from handrail.fhir.errors import RowRefused
from handrail.fhir.mapping.common import Mapped, first_value, folded, keys_of, line, numbers_of, postal_address
from handrail.fhir.resources import Address, ContactPoint, Location, Organization, Reference, Resource
from handrail.fhir.vocabulary import SOURCE_ID_SYSTEM, PartnerKind, Refusal, Skipped


def map_organization(organization: Organization) -> Mapped:
    """Return what is taken of an organization, or raise `RowRefused`."""
    address = next((one for one in organization.address if one.use != "old"), None)
    return _directory_entry(
        organization,
        kind=PartnerKind.ORGANIZATION,
        name=organization.name,
        active=organization.active,
        telecom=organization.telecom,
        address=address,
        part_of=organization.part_of,
    )


def map_location(location: Location) -> Mapped:
    """Return what is taken of a location, or raise `RowRefused`."""
    return _directory_entry(
        location,
        kind=PartnerKind.SITE,
        name=location.name,
        active=location.status != "inactive",
        telecom=location.telecom,
        address=location.address,
        part_of=location.managing_organization,
    )


def _directory_entry(
    resource: Resource,
    *,
    kind: PartnerKind,
    name: str | None,
    active: bool,
    telecom: list[ContactPoint],
    address: Address | None,
    part_of: Reference | None,
) -> Mapped:
    skipped: Counter[Skipped] = Counter()
    if not (name := line(name)):
        raise RowRefused(Refusal.MISSING_NAME)
    numbers = numbers_of(resource, skipped)
    place: dict[str, Any] = (postal_address(address, skipped) if address is not None else None) or {}
    return Mapped(
        keys=keys_of(resource, numbers),
        values={
            "kind": kind,
            "name": name,
            "folded_name": folded(name),
            "active": active,
            "phone": first_value(telecom, "phone"),
            "email": first_value(telecom, "email"),
            "lines": place.get("lines", []),
            **{part: place.get(part) for part in ("city", "state", "postal_code", "country")},
            "identifiers": [{"system": number.system, "value": number.value} for number in numbers],
        },
        part_of=_key(part_of),
        skipped=skipped,
    )


def _key(reference: Reference | None) -> tuple[str, str] | None:
    """What a reference names: an identifier, or the id at the end of `Organization/…` or a full URL."""
    if reference is None:
        return None
    if reference.identifier is not None and reference.identifier.system and reference.identifier.value:
        return reference.identifier.system, reference.identifier.value
    if reference.reference:
        _, _, value = reference.reference.replace("urn:uuid:", "/").rpartition("/")
        return (SOURCE_ID_SYSTEM, value) if value else None
    return None
