"""Typed identifiers. An id is a UUIDv7 made in the application: rows made together stay together."""

from typing import Final, NewType
from uuid import UUID

from uuid_utils.compat import uuid7

OrganizationId = NewType("OrganizationId", UUID)
LocationId = NewType("LocationId", UUID)
RoomId = NewType("RoomId", UUID)
ClosureId = NewType("ClosureId", UUID)
ClosureMoveId = NewType("ClosureMoveId", UUID)
WeekRuleId = NewType("WeekRuleId", UUID)

AccountId = NewType("AccountId", UUID)
AccountRoleId = NewType("AccountRoleId", UUID)
LoginSessionId = NewType("LoginSessionId", UUID)
ApiTokenId = NewType("ApiTokenId", UUID)
EnrolmentId = NewType("EnrolmentId", UUID)
SignInCounterId = NewType("SignInCounterId", UUID)
SecondFactorId = NewType("SecondFactorId", UUID)
RecoveryCodeId = NewType("RecoveryCodeId", UUID)
SubjectId = NewType("SubjectId", UUID)

StaffId = NewType("StaffId", UUID)
StaffCredentialId = NewType("StaffCredentialId", UUID)
SupervisionId = NewType("SupervisionId", UUID)
ServiceGrantId = NewType("ServiceGrantId", UUID)
StaffIdentifierId = NewType("StaffIdentifierId", UUID)
StaffHoursId = NewType("StaffHoursId", UUID)
PreferredHoursId = NewType("PreferredHoursId", UUID)
TimeOffId = NewType("TimeOffId", UUID)

ProgramId = NewType("ProgramId", UUID)
ProgramStaffId = NewType("ProgramStaffId", UUID)
ModalityId = NewType("ModalityId", UUID)
ModalityVersionId = NewType("ModalityVersionId", UUID)

ParticipantId = NewType("ParticipantId", UUID)
ParticipantIdentifierId = NewType("ParticipantIdentifierId", UUID)
ContactWayId = NewType("ContactWayId", UUID)
ContactAttemptId = NewType("ContactAttemptId", UUID)
ContactId = NewType("ContactId", UUID)
FormerNameId = NewType("FormerNameId", UUID)
AvailabilityId = NewType("AvailabilityId", UUID)
SuitableHoursId = NewType("SuitableHoursId", UUID)
SeparationId = NewType("SeparationId", UUID)
DistinctionId = NewType("DistinctionId", UUID)
CareRelationshipId = NewType("CareRelationshipId", UUID)
ConsentId = NewType("ConsentId", UUID)
FileId = NewType("FileId", UUID)

EpisodeId = NewType("EpisodeId", UUID)
LeaveId = NewType("LeaveId", UUID)
EpisodePayerId = NewType("EpisodePayerId", UUID)
ExpectedPatternId = NewType("ExpectedPatternId", UUID)
ExpectedDayId = NewType("ExpectedDayId", UUID)
EpisodeServiceId = NewType("EpisodeServiceId", UUID)

TaskId = NewType("TaskId", UUID)
TaskHandOffId = NewType("TaskHandOffId", UUID)
OnCallShiftId = NewType("OnCallShiftId", UUID)

CohortId = NewType("CohortId", UUID)
MembershipId = NewType("MembershipId", UUID)
WaitlistEntryId = NewType("WaitlistEntryId", UUID)

SeriesId = NewType("SeriesId", UUID)
SeriesEditId = NewType("SeriesEditId", UUID)
SeatWaitId = NewType("SeatWaitId", UUID)
ScheduleBuildId = NewType("ScheduleBuildId", UUID)
CalendarFeedId = NewType("CalendarFeedId", UUID)
ProgramDayId = NewType("ProgramDayId", UUID)
SessionId = NewType("SessionId", UUID)
SessionStaffId = NewType("SessionStaffId", UUID)
BookingId = NewType("BookingId", UUID)

AttendanceId = NewType("AttendanceId", UUID)
PresenceIntervalId = NewType("PresenceIntervalId", UUID)
CorrectionId = NewType("CorrectionId", UUID)
AttendancePolicyId = NewType("AttendancePolicyId", UUID)
ConsequenceId = NewType("ConsequenceId", UUID)

HandOffId = NewType("HandOffId", UUID)

BreakGlassId = NewType("BreakGlassId", UUID)
RestrictedSearchId = NewType("RestrictedSearchId", UUID)

DraftId = NewType("DraftId", UUID)

DeliveryId = NewType("DeliveryId", UUID)
DeliveryExceptionId = NewType("DeliveryExceptionId", UUID)
CourseId = NewType("CourseId", UUID)
CourseTargetId = NewType("CourseTargetId", UUID)
CourseEntryId = NewType("CourseEntryId", UUID)
HomeworkId = NewType("HomeworkId", UUID)
CurriculumId = NewType("CurriculumId", UUID)
CurriculumRunId = NewType("CurriculumRunId", UUID)
CurriculumPinId = NewType("CurriculumPinId", UUID)

InstrumentUseId = NewType("InstrumentUseId", UUID)
InstrumentTextId = NewType("InstrumentTextId", UUID)
MeasureScheduleId = NewType("MeasureScheduleId", UUID)
AdministrationId = NewType("AdministrationId", UUID)
MeasureAnswerId = NewType("MeasureAnswerId", UUID)
AnswerCorrectionId = NewType("AnswerCorrectionId", UUID)
RiskScreenId = NewType("RiskScreenId", UUID)
AlertId = NewType("AlertId", UUID)
AlertEventId = NewType("AlertEventId", UUID)
SafetyPlanId = NewType("SafetyPlanId", UUID)
TrackResponseId = NewType("TrackResponseId", UUID)

DiarySettingId = NewType("DiarySettingId", UUID)
DiaryDayId = NewType("DiaryDayId", UUID)
DiaryEntryId = NewType("DiaryEntryId", UUID)
ChainAnalysisId = NewType("ChainAnalysisId", UUID)
TreatmentTargetId = NewType("TreatmentTargetId", UUID)
CheckInId = NewType("CheckInId", UUID)

PartnerOrganizationId = NewType("PartnerOrganizationId", UUID)
FhirSourceId = NewType("FhirSourceId", UUID)

ChangeId = NewType("ChangeId", UUID)
AuditEntryId = NewType("AuditEntryId", UUID)

# SQLAlchemy does not look through NewType, so `core.db` registers each of these by name.
ALL_IDS: Final = tuple(value for name, value in list(globals().items()) if name.endswith("Id") and name != "UUID")


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness."""
    return uuid7()
