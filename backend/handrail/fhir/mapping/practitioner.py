"""Practitioner → staff member, without an account: who signs in is enrolled by the administrator."""

from collections import Counter

from handrail.fhir.mapping.common import Mapped, best_name, first_value, keys_of, numbers_of
from handrail.fhir.resources import Practitioner
from handrail.fhir.vocabulary import Skipped


def map_practitioner(practitioner: Practitioner) -> Mapped:
    """Return what is taken of a practitioner, or raise `RowRefused`."""
    skipped: Counter[Skipped] = Counter()
    _, name = best_name(practitioner.name)
    numbers = numbers_of(practitioner, skipped)
    given = " ".join(name.given_names)
    return Mapped(
        keys=keys_of(practitioner, numbers),
        values={
            "given_name": given,
            "family_name": name.family_name,
            "display_name": f"{given} {name.family_name}".strip(),
            "title": name.name_prefix,
            "email": first_value(practitioner.telecom, "email"),
            "phone": first_value(practitioner.telecom, "phone"),
            "active": practitioner.active,
        },
        identifiers=numbers,
        skipped=skipped,
    )
