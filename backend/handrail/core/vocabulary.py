"""Words that several slices share."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in an organization; a person may have several, each between two dates."""

    ADMINISTRATOR = "administrator"
    PROGRAM_DIRECTOR = "program_director"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    INTERN = "intern"
    PSYCHIATRIC_PROVIDER = "psychiatric_provider"
    NURSE = "nurse"
    PEER_SPECIALIST = "peer_specialist"
    TECHNICIAN = "technician"
    INTAKE_COORDINATOR = "intake_coordinator"
    FRONT_DESK = "front_desk"
    UTILIZATION_REVIEWER = "utilization_reviewer"
    BILLER = "biller"
    AUDITOR = "auditor"
    PARTICIPANT = "participant"


class ServiceKind(StrEnum):
    """Kind of service a session gives."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    PSYCHIATRIC_EVALUATION = "psychiatric_evaluation"
    MEDICATION_MANAGEMENT = "medication_management"
    PSYCHOEDUCATION = "psychoeducation"
    SKILLS = "skills"
    RECREATION = "recreation"
    ORIENTATION = "orientation"
    INTAKE = "intake"
    SCREENING = "screening"


class LevelOfCare(StrEnum):
    """Where a program stands on the continuum of care."""

    OUTPATIENT = "outpatient"
    INTENSIVE_OUTPATIENT = "intensive_outpatient"
    PARTIAL_HOSPITALIZATION = "partial_hospitalization"


class AgeBand(StrEnum):
    ADULT = "adult"
    YOUTH = "youth"


class Track(StrEnum):
    """Time of day at which a program runs."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"


class Weekday(StrEnum):
    """Days by their names, ISO 8601 order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as `date.weekday()`."""
        return list(Weekday).index(self)


class ClosureKind(StrEnum):
    """What a closure does to the sessions it meets."""

    CLOSED = "closed"
    DELAYED = "delayed"
    EARLY_END = "early_end"
    BY_VIDEO = "by_video"
