"""Words about the people who take part, their families, and how they may be reached."""

from enum import StrEnum
from typing import Final


class ParticipantStatus(StrEnum):
    """Whether the record is in use. A merged record points at its survivor."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    MERGED = "merged"
    ENTERED_IN_ERROR = "entered_in_error"


class DatePrecision(StrEnum):
    """How much of a date is known; the unknown part is stored as its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class BirthSex(StrEnum):
    """Sex assigned at birth (US Core 6.1 birth sex: F, M, OTH, ASKU, UNK)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    ASKED_BUT_UNKNOWN = "asked_but_unknown"
    UNKNOWN = "unknown"


class AdministrativeGender(StrEnum):
    """Gender for administrative use (FHIR administrative-gender)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    """Sex of the person now (US Core 6.1 sex)."""

    FEMALE = "female"
    MALE = "male"
    ASKED_DECLINED = "asked_declined"
    UNKNOWN = "unknown"


class GenderIdentity(StrEnum):
    """How the person names their gender (US Core 6.1 gender identity)."""

    FEMALE = "female"
    MALE = "male"
    TRANSGENDER_FEMALE = "transgender_female"
    TRANSGENDER_MALE = "transgender_male"
    NON_CONFORMING = "non_conforming"
    OTHER = "other"
    ASKED_BUT_UNKNOWN = "asked_but_unknown"
    UNKNOWN = "unknown"


class Race(StrEnum):
    """OMB race categories by their CDC codes, as US Core has them, or why there is none."""

    AMERICAN_INDIAN_OR_ALASKA_NATIVE = "1002-5"
    ASIAN = "2028-9"
    BLACK_OR_AFRICAN_AMERICAN = "2054-5"
    NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER = "2076-8"
    WHITE = "2106-3"
    OTHER = "2131-1"
    ASKED_BUT_UNKNOWN = "ASKU"
    UNKNOWN = "UNK"


class Ethnicity(StrEnum):
    """OMB ethnicity categories by their CDC codes, or why there is none."""

    HISPANIC_OR_LATINO = "2135-2"
    NOT_HISPANIC_OR_LATINO = "2186-5"
    ASKED_BUT_UNKNOWN = "ASKU"
    UNKNOWN = "UNK"


class FormerNameKind(StrEnum):
    """Why a name is kept though it is not the one in use (FHIR name-use)."""

    MAIDEN = "maiden"
    OLD = "old"
    NICKNAME = "nickname"


class IdentifierKind(StrEnum):
    """What a number of another system stands for. Social security numbers are not kept."""

    MEDICAL_RECORD = "medical_record"
    MEMBER = "member"
    DRIVER_LICENSE = "driver_license"
    PASSPORT = "passport"
    SOURCE_RECORD = "source_record"
    OTHER = "other"


SSN_SYSTEMS: Final = frozenset(
    {"http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1", "2.16.840.1.113883.4.1"}
)
"""Names of the social security number; an intensive outpatient program has no need of it (45 CFR 164.502(b))."""


class ContactWayKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class ContactWayUse(StrEnum):
    HOME = "home"
    WORK = "work"
    MOBILE = "mobile"
    TEMPORARY = "temporary"
    BILLING = "billing"
    OTHER = "other"


class Relationship(StrEnum):
    """What somebody is to the participant."""

    PARENT = "parent"
    SPOUSE = "spouse"
    PARTNER = "partner"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    RELATIVE = "relative"
    FRIEND = "friend"
    GUARDIAN = "guardian"
    FOSTER_PARENT = "foster_parent"
    CASE_MANAGER = "case_manager"
    PROBATION_OFFICER = "probation_officer"
    SPONSOR = "sponsor"
    OTHER = "other"


class ConsentedTopic(StrEnum):
    """What the participant allows us to talk about with a contact; nothing else may be said."""

    EMERGENCIES = "emergencies"
    ATTENDANCE = "attendance"
    SCHEDULE = "schedule"
    TREATMENT = "treatment"
    MEDICATION = "medication"
    BILLING = "billing"
    DISCHARGE = "discharge"


class AvailabilityKind(StrEnum):
    """What takes a person's time outside the program."""

    WORK = "work"
    SCHOOL = "school"
    CHILD_CARE = "child_care"
    OTHER = "other"


class ContactAttemptReason(StrEnum):
    INTAKE = "intake"
    MISSED_SESSION = "missed_session"
    WELFARE_CHECK = "welfare_check"
    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"
    AFTER_DISCHARGE = "after_discharge"
    BILLING = "billing"
    OTHER = "other"


class ContactAttemptMeans(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    VIDEO = "video"


class ContactAttemptOutcome(StrEnum):
    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    SENT = "sent"
    REFUSED = "refused"
    REACHED_CONTACT = "reached_contact"


class CareReason(StrEnum):
    """Why somebody may open a record."""

    ADMITTED = "admitted"
    PRIMARY_CLINICIAN = "primary_clinician"
    INTAKE = "intake"
    SCREENING = "screening"
    COVERING = "covering"
    SUPERVISION = "supervision"
    CONSULTATION = "consultation"
    FOLLOW_UP = "follow_up"
    BREAK_GLASS = "break_glass"


class Likeness(StrEnum):
    """What two records answer when they are compared."""

    SAME_NAME = "same_name"
    NAMES_SWAPPED = "names_swapped"
    CHOSEN_NAME = "chosen_name"
    NICKNAME = "nickname"
    NEAR_NAME = "near_name"
    SAME_GIVEN_NAME = "same_given_name"
    SAME_FAMILY_NAME = "same_family_name"
    OTHER_NAME = "other_name"
    SAME_BIRTH_DATE = "same_birth_date"
    BIRTH_DATE_SWAPPED = "birth_date_swapped"
    BIRTH_DATE_ONE_DIGIT_OFF = "birth_date_one_digit_off"
    OTHER_BIRTH_DATE = "other_birth_date"
    SAME_PHONE = "same_phone"
    OTHER_PHONE = "other_phone"
    SAME_EMAIL = "same_email"
    OTHER_EMAIL = "other_email"
    SAME_IDENTIFIER = "same_identifier"


class Likelihood(StrEnum):
    """Whether two records are worth a look."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
