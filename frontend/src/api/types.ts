import type { components } from "./schema";

/** The shapes of the API by the names the app uses. */
type Schemas = components["schemas"];

export type SignedIn = Schemas["Me"];
export type ServiceKind = Schemas["ServiceKind"];
export type SessionCard = Schemas["SessionCard"];
export type Today = Schemas["Today"];
export type Outcome = Schemas["Outcome"];
export type Mode = Schemas["Mode"];
export type AbsenceReason = Schemas["AbsenceReason"];
export type Attendance = Schemas["AttendanceRead"];
export type Roster = Schemas["Roster"];
export type RosterRow = Schemas["RosterRow"];
export type Mark = Schemas["Mark"];
export type MarkResults = Schemas["MarkResults"];
export type Departure = Schemas["Departure"];
export type Delivery = Schemas["DeliveryRead"];
export type RosterDelivery = Schemas["DeliveryRead"];
export type HomeworkDone = Schemas["HomeworkDone"];
export type DeliveryWrite = Schemas["DeliveryWrite"];
export type DeliveryException = Schemas["DeliveryExceptionWrite"];
export type Modality = Schemas["ModalityRead"];
export type ParticipantStatus = Schemas["ParticipantStatus"];
export type ParticipantSummary = Schemas["ParticipantSummary"];
export type Participant = Schemas["ParticipantRead"];
export type ParticipantUpdate = Schemas["ParticipantUpdate"];
export type ParticipantPage = Schemas["ParticipantPage"];
export type ParticipantSearch = Schemas["ParticipantSearch"];

// A participant's chart.
export type Episode = Schemas["EpisodeRead"];
export type EpisodeProgress = Schemas["EpisodeProgress"];
export type Leave = Schemas["LeaveRead"];
export type CohortMembership = Schemas["MembershipRead"];
export type ParticipantSession = Schemas["ParticipantSession"];
export type WeekLedger = Schemas["WeekLedgerRead"];
export type ModalityDose = Schemas["ModalityDose"];
export type Task = Schemas["TaskRead"];
export type ContactWay = Schemas["ContactWayRead"];
export type ContactWayCreate = Schemas["ContactWayCreate"];
export type ContactWayUpdate = Schemas["ContactWayUpdate"];
export type Contact = Schemas["ContactRead"];
export type ContactWrite = Schemas["ContactWrite"];
export type Availability = Schemas["AvailabilityRead"];
export type AvailabilityWrite = Schemas["AvailabilityWrite"];
export type FormerName = Schemas["FormerNameRead"];
export type Identifier = Schemas["IdentifierRead"];
export type KnownRecord = Schemas["KnownRecord"];
export type DuplicateSuggestion = Schemas["DuplicateSuggestion"];
export type MergePreview = Schemas["MergePreview"];
export type ChartAuditEntry = Schemas["ChartAuditEntry"];
export type BreakGlassReason = Schemas["BreakGlassReason"];
export type GlassBroken = Schemas["GlassBroken"];
export type RestrictedSearch = Schemas["RestrictedSearchQuery"];
