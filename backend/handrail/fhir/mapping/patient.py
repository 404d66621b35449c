"""Patient → participant (US Core 6.1 Patient)."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from handrail.fhir.dates import PartialDate, partial_date, period_dates
from handrail.fhir.errors import RowRefused
from handrail.fhir.mapping.common import Mapped, Name, best_name, keys_of, line, name_of, numbers_of, ways_of
from handrail.fhir.resources import Extension, HumanName, Patient, PatientContact
from handrail.fhir.vocabulary import Refusal, Skipped
from handrail.participants.rules import folded_names
from handrail.participants.vocabulary import (
    AdministrativeGender,
    BirthSex,
    Ethnicity,
    FormerNameKind,
    GenderIdentity,
    ParticipantStatus,
    Race,
    Relationship,
    Sex,
)

US_CORE: Final = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
HL7: Final = "http://hl7.org/fhir/StructureDefinition/"

_BIRTH_SEX: Final = {
    "F": BirthSex.FEMALE,
    "M": BirthSex.MALE,
    "OTH": BirthSex.OTHER,
    "ASKU": BirthSex.ASKED_BUT_UNKNOWN,
    "UNK": BirthSex.UNKNOWN,
}
_SEX: Final = {
    "248152002": Sex.FEMALE,
    "248153007": Sex.MALE,
    "asked-declined": Sex.ASKED_DECLINED,
    "184115007": Sex.UNKNOWN,
    "unknown": Sex.UNKNOWN,
    "UNK": Sex.UNKNOWN,
}
_GENDER_IDENTITY: Final = {
    "446141000124107": GenderIdentity.FEMALE,
    "446151000124109": GenderIdentity.MALE,
    "407376001": GenderIdentity.TRANSGENDER_FEMALE,
    "407377005": GenderIdentity.TRANSGENDER_MALE,
    "446131000124102": GenderIdentity.NON_CONFORMING,
    "OTH": GenderIdentity.OTHER,
    "ASKU": GenderIdentity.ASKED_BUT_UNKNOWN,
    "UNK": GenderIdentity.UNKNOWN,
}
_RELATIONSHIPS: Final = {
    "MTH": Relationship.PARENT,
    "FTH": Relationship.PARENT,
    "PRN": Relationship.PARENT,
    "NMTH": Relationship.PARENT,
    "NFTH": Relationship.PARENT,
    "PRNFOST": Relationship.FOSTER_PARENT,
    "SPS": Relationship.SPOUSE,
    "HUSB": Relationship.SPOUSE,
    "WIFE": Relationship.SPOUSE,
    "DOMPART": Relationship.PARTNER,
    "SIGOTHR": Relationship.PARTNER,
    "CHILD": Relationship.CHILD,
    "SON": Relationship.CHILD,
    "DAU": Relationship.CHILD,
    "SIB": Relationship.SIBLING,
    "BRO": Relationship.SIBLING,
    "SIS": Relationship.SIBLING,
    "GRPRN": Relationship.GRANDPARENT,
    "GRMTH": Relationship.GRANDPARENT,
    "GRFTH": Relationship.GRANDPARENT,
    "FAMMEMB": Relationship.RELATIVE,
    "EXT": Relationship.RELATIVE,
    "N": Relationship.RELATIVE,
    "FRND": Relationship.FRIEND,
    "GUARD": Relationship.GUARDIAN,
}
_FORMER: Final = {"maiden": FormerNameKind.MAIDEN, "old": FormerNameKind.OLD, "nickname": FormerNameKind.NICKNAME}
_LANGUAGE: Final = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$")
_MRN: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9./-]{0,31}$")
_YES: Final = "373066001"


def map_patient(patient: Patient, *, today: date, mrn_system: str | None = None) -> Mapped:
    """Return what is taken of a patient, or raise `RowRefused`.

    The numbers of `mrn_system` become our own medical record numbers; without it ours are new and theirs are kept as
    identifiers.
    """
    skipped: Counter[Skipped] = Counter()
    chosen_from, legal = best_name(patient.name)
    numbers = numbers_of(patient, skipped)
    known_as = _usual_name(patient, chosen_from, legal)
    folded = folded_names(given_names=legal.given_names, family_name=legal.family_name, chosen_name=known_as)
    values: dict[str, Any] = {
        "mrn": next((n.value for n in numbers if n.system == mrn_system and _MRN.match(n.value)), None),
        "status": ParticipantStatus.ACTIVE if patient.active else ParticipantStatus.INACTIVE,
        "name_prefix": legal.name_prefix,
        "given_names": legal.given_names,
        "family_name": legal.family_name,
        "name_suffix": legal.name_suffix,
        "chosen_name": known_as,
        "folded_name": folded.folded_name,
        "folded_given": folded.folded_given,
        "folded_chosen": folded.folded_chosen,
        **_life(patient, today),
        **_demographics(patient, skipped),
    }
    return Mapped(
        keys=keys_of(patient, numbers),
        values=values,
        identifiers=numbers,
        ways=ways_of(patient.telecom, patient.address, skipped),
        contacts=_contacts(patient.contact, skipped),
        former_names=_former_names(patient.name, chosen_from),
        skipped=skipped,
    )


def _usual_name(patient: Patient, chosen_from: HumanName, legal: Name) -> str | None:
    """The name for daily use, where it is another than the legal one."""
    for name in patient.name:
        if name.use == "usual" and name is not chosen_from and (parts := name_of(name)) is not None:
            given = " ".join(parts.given_names) or parts.family_name
            return given if given != " ".join(legal.given_names) else None
    return None


def _life(patient: Patient, today: date) -> dict[str, Any]:
    born = partial_date(patient.birth_date) if patient.birth_date else None
    died = partial_date(patient.deceased_date_time) if patient.deceased_date_time else None
    tomorrow = today + timedelta(days=1)
    if any(known is not None and known.on > tomorrow for known in (born, died)):
        raise RowRefused(Refusal.INVALID_DATE)
    if born is not None and died is not None and _before(died, born):
        raise RowRefused(Refusal.INVALID_DATE)
    return {
        "birth_date": born.on if born else None,
        "birth_date_precision": born.precision if born else None,
        "deceased": died is not None or patient.deceased_boolean is True,
        "deceased_on": died.on if died else None,
        "deceased_on_precision": died.precision if died else None,
        "deceased_at": died.at if died else None,
    }


def _before(died: PartialDate, born: PartialDate) -> bool:
    """A death in the year of the birth is no contradiction where only the year is known."""
    parts = min({"year": 1, "month": 2, "day": 3}[known.precision] for known in (died, born))
    return (died.on.year, died.on.month, died.on.day)[:parts] < (born.on.year, born.on.month, born.on.day)[:parts]


def _demographics(patient: Patient, skipped: Counter[Skipped]) -> dict[str, Any]:
    extensions = {extension.url: extension for extension in reversed(patient.extension)}

    def coded(url: str, table: dict[str, Any]) -> Any:
        codes = _codes(extensions.get(url))
        found = next((table[code] for code in codes if code in table), None)
        if codes and found is None:
            skipped[Skipped.UNKNOWN_CODE] += 1
        return found

    gender = patient.gender.casefold() if patient.gender else None
    if gender is not None and gender not in set(AdministrativeGender):
        skipped[Skipped.UNKNOWN_CODE] += 1
        gender = None
    identity = coded(f"{US_CORE}genderIdentity", _GENDER_IDENTITY) or coded(
        f"{HL7}individual-genderIdentity", _GENDER_IDENTITY
    )
    races = [code for code in _categories(extensions.get(f"{US_CORE}race")) if code in set(Race)]
    ethnicities = [code for code in _categories(extensions.get(f"{US_CORE}ethnicity")) if code in set(Ethnicity)]
    return {
        "birth_sex": coded(f"{US_CORE}birthsex", _BIRTH_SEX),
        "administrative_gender": AdministrativeGender(gender) if gender else None,
        "sex": coded(f"{US_CORE}sex", _SEX),
        "gender_identity": identity,
        "pronouns": _pronouns(extensions.get(f"{HL7}individual-pronouns")),
        "race": races,
        "ethnicity": Ethnicity(ethnicities[0]) if ethnicities else None,
        "language": _language(patient, skipped),
        "interpreter_needed": _interpreter(extensions),
    }


def _codes(extension: Extension | None) -> list[str]:
    """Codes of an extension's value, or of its `value` part (the R5 shape)."""
    if extension is None:
        return []
    nested = [code for part in extension.extension if part.url == "value" for code in part.codes]
    return extension.codes + nested


def _categories(extension: Extension | None) -> list[str]:
    return [c for part in extension.extension if part.url == "ombCategory" for c in part.codes] if extension else []


def _pronouns(extension: Extension | None) -> str | None:
    for part in extension.extension if extension else ():
        if part.url == "value" and part.value_concept is not None:
            displays = [coding.display for coding in part.value_concept.coding]
            return next((line(text) for text in (part.value_concept.text, *displays) if text and len(text) <= 40), None)
    return None


def _language(patient: Patient, skipped: Counter[Skipped]) -> str | None:
    spoken = sorted(patient.communication, key=lambda communication: not communication.preferred)
    tags = [code for communication in spoken for code in communication.language.codes if _LANGUAGE.match(code)]
    if spoken and not tags:
        skipped[Skipped.UNKNOWN_CODE] += 1
    return tags[0] if tags else None


def _interpreter(extensions: dict[str, Extension]) -> bool:
    asked = extensions.get(f"{HL7}patient-interpreterRequired")
    return bool(asked and asked.value_boolean) or _YES in _codes(extensions.get(f"{US_CORE}interpreter-needed"))


def _former_names(names: Iterable[HumanName], chosen_from: HumanName) -> list[dict[str, Any]]:
    found = []
    for name in names:
        kind = _FORMER.get(name.use or "")
        if kind is None or name is chosen_from or (parts := name_of(name)) is None:
            continue
        starts_on, ends_on = period_dates(name.period)
        found.append(
            {
                "kind": kind,
                "name_prefix": parts.name_prefix,
                "given_names": parts.given_names,
                "family_name": parts.family_name,
                "name_suffix": parts.name_suffix,
                "starts_on": starts_on,
                "ends_on": ends_on,
            }
        )
    return found


def _contacts(contacts: Iterable[PatientContact], skipped: Counter[Skipped]) -> list[dict[str, Any]]:
    found = []
    for contact in contacts:
        parts = name_of(contact.name) if contact.name is not None else None
        if parts is None:
            skipped[Skipped.CONTACT_WITHOUT_NAME] += 1
            continue
        codes = [code for concept in contact.relationship for code in concept.codes]
        starts_on, ends_on = period_dates(contact.period)
        addresses = [contact.address] if contact.address is not None else []
        found.append(
            {
                "name": line(" ".join([*parts.given_names, parts.family_name])),
                "relationship": next((_RELATIONSHIPS[c] for c in codes if c in _RELATIONSHIPS), Relationship.OTHER),
                "is_guardian": "GUARD" in codes,
                "is_emergency_contact": "C" in codes or "ECON" in codes,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "ways": ways_of(contact.telecom, addresses, skipped),
            }
        )
    return found
