"""Words of the exchange with other systems."""

from enum import StrEnum
from typing import Final


class ImportedType(StrEnum):
    """FHIR resource types that an import takes; the rest are counted."""

    PATIENT = "Patient"
    PRACTITIONER = "Practitioner"
    ORGANIZATION = "Organization"
    LOCATION = "Location"


class PartnerKind(StrEnum):
    ORGANIZATION = "organization"
    SITE = "site"


class Refusal(StrEnum):
    """Why a row of a file was not taken."""

    NOT_JSON = "not-json"
    NOT_A_RESOURCE = "not-a-resource"
    INVALID_SHAPE = "invalid-shape"
    MISSING_NAME = "missing-name"
    MISSING_IDENTIFIER = "missing-identifier"
    INVALID_DATE = "invalid-date"
    TOO_LONG = "too-long"
    REPEATED_IDENTIFIER = "repeated-identifier"
    IDENTIFIERS_OF_TWO_PEOPLE = "identifiers-of-two-people"
    MRN_TAKEN = "mrn-taken"
    RECORD_NOT_IN_USE = "record-not-in-use"


class Skipped(StrEnum):
    """Why one value of an accepted row was left out."""

    SOCIAL_SECURITY_NUMBER = "social-security-number"
    IDENTIFIER_OF_ANOTHER = "identifier-of-another"
    IDENTIFIER_WITHOUT_SYSTEM = "identifier-without-system"
    CONTACT_WITHOUT_NAME = "contact-without-name"
    OLD_WITHOUT_END = "old-without-end"
    CONTACT_WAY_NOT_KEPT = "contact-way-not-kept"
    UNKNOWN_CODE = "unknown-code"
    TOO_LONG = "too-long"


SOURCE_ID_SYSTEM: Final = "urn:handrail:fhir-resource-id"
"""Stands for the system of a resource that carries no identifier, only its id."""
