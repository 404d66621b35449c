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
export type ParticipantPage = Schemas["ParticipantPage"];
export type ParticipantSearch = Schemas["ParticipantSearch"];
