/** Interim: the contract written by hand until openapi.json is generated. */
type Json<T> = { content: { "application/json": T }; headers: { [name: string]: unknown } };
type Refused = { content: { "application/problem+json": components["schemas"]["Problem"] }; headers: { [name: string]: unknown } };
type BodyOf<Body> = [Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } };
type Op<Ok, Body = never, Query = never, Path = never, Header = never> = BodyOf<Body> & {
  parameters: { query?: Query; header?: Header; path: Path; cookie?: never };
  responses: { 200: Json<Ok>; default: Refused };
};
type OpPlain<Ok, Body = never, Query = never> = BodyOf<Body> & {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never };
  responses: { 200: Json<Ok>; default: Refused };
};
type S = components["schemas"];
type SessionPath = { session_id: string };
type Idempotent = { "Idempotency-Key"?: string };
export interface paths {
  "/api/v1/auth/sign-in": { post: OpPlain<S["SignedIn"], S["SignIn"]> };
  "/api/v1/auth/me": { get: OpPlain<S["SignedIn"]> };
  "/api/v1/auth/sign-out": { post: OpPlain<unknown> };
  "/api/v1/auth/sign-out-everywhere": { post: OpPlain<unknown> };
  "/api/v1/today": { get: OpPlain<S["Today"], never, { date?: string }> };
  "/api/v1/week": { get: OpPlain<S["Week"], never, { starts_on: string; location_id?: string; cohort_id?: string }> };
  "/api/v1/sessions/{session_id}/roster": { get: Op<S["Roster"], never, never, SessionPath> };
  "/api/v1/sessions/{session_id}/attendance": {
    post: Op<S["MarkResults"], { marks: S["Mark"][] }, never, SessionPath, Idempotent>;
  };
  "/api/v1/sessions/{session_id}/attendance/clear": {
    post: Op<S["MarkResults"], { booking_ids: S["ClearMark"][] }, never, SessionPath, Idempotent>;
  };
  "/api/v1/sessions/{session_id}/close": {
    post: Op<{ session: S["SessionCard"]; rows: number }, { departures: S["Departure"][] }, never, SessionPath, Idempotent>;
  };
  "/api/v1/sessions/{session_id}/delivery": {
    get: Op<S["DeliveryRead"], never, never, SessionPath>;
    put: Op<S["DeliveryRead"], S["DeliveryWrite"], never, SessionPath, { "If-Match"?: string }>;
  };
  "/api/v1/participants": {
    get: OpPlain<S["ParticipantPage"], never, { cursor?: string; limit?: number; status?: S["ParticipantStatus"] }>;
  };
  "/api/v1/participants/search": { post: OpPlain<S["ParticipantPage"], S["ParticipantSearch"]> };
  "/api/v1/modalities": { get: OpPlain<S["ModalityPage"], never, { cursor?: string; limit?: number }> };
  "/api/v1/cohorts": { get: OpPlain<{ items: { id: string; name: string }[]; next_cursor: string | null }, never, { limit?: number }> };
  "/api/v1/locations": { get: OpPlain<{ items: { id: string; name: string }[]; next_cursor: string | null }, never, { limit?: number }> };
}
export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      errors?: { pointer: string; code: string; detail: string }[] | null;
    };
    SignIn: { organization: string; email: string; password: string };
    SignedIn: {
      account: { id: string; display_name: string; email: string; roles: S["Role"][]; staff_id: string | null };
      organization: { id: string; name: string; slug: string; time_zone: string };
      csrf_token: string | null;
      permissions: string[];
      idle_expires_at: string | null;
      expires_at: string | null;
    };
    Role:
      | "administrator"
      | "program_director"
      | "therapist"
      | "supervisor"
      | "intern"
      | "psychiatric_provider"
      | "nurse"
      | "peer_specialist"
      | "technician"
      | "intake_coordinator"
      | "front_desk"
      | "utilization_reviewer"
      | "biller"
      | "auditor"
      | "participant";
    ServiceKind:
      | "group"
      | "individual"
      | "family"
      | "psychiatric_evaluation"
      | "medication_management"
      | "psychoeducation"
      | "skills"
      | "recreation"
      | "orientation"
      | "intake"
      | "screening";
    SessionCard: {
      id: string;
      title: string;
      short_name: string | null;
      service_kind: S["ServiceKind"];
      status: "scheduled" | "closed" | "cancelled";
      starts_at: string;
      ends_at: string;
      local_date: string;
      local_start: string;
      local_end: string;
      location_id: string;
      room_id: string | null;
      room_name: string | null;
      telehealth: boolean;
      cohorts: { id: string; name: string }[];
      staff: { staff_id: string; display_name: string; role: string }[];
      booked: number;
      marked: number;
      capacity: number | null;
      mine: boolean;
      version: number;
    };
    Today: { date: string; time_zone: string; sessions: S["SessionCard"][]; due: S["DueItem"][] };
    DueItem: { code: "session_not_closed" | "delivery_missing" | "tasks_due" | "tasks_overdue"; count: number };
    Flag: {
      code: "first_session" | "second_session" | "short_this_week" | "on_leave" | "make_up" | "last_days";
      params: { [name: string]: unknown };
    };
    Week: { starts_on: string; time_zone: string; sessions: S["SessionCard"][] };
    Outcome: "present" | "late" | "left_early" | "excused" | "absent";
    Mode: "in_person" | "video";
    AbsenceReason:
      | "no_contact"
      | "illness"
      | "medical_appointment"
      | "hospital"
      | "family"
      | "child_care"
      | "work_or_school"
      | "transport"
      | "legal"
      | "holiday"
      | "weather"
      | "technical"
      | "declined"
      | "other";
    Attendance: {
      outcome: S["Outcome"];
      mode: S["Mode"];
      arrived_at: string | null;
      left_at: string | null;
      minutes: number;
      provisional: boolean;
      absence_reason: S["AbsenceReason"] | null;
      version: number;
    };
    RosterRow: {
      booking_id: string;
      participant_id: string;
      episode_id: string;
      chosen_name: string;
      full_name: string;
      pronouns: string | null;
      day_number: number | null;
      day_total: number | null;
      week: {
        countable_minutes: number;
        provisional_minutes: number;
        target_minutes: number;
        short_by_minutes: number;
      } | null;
      flags: S["Flag"][];
      attendance: S["Attendance"] | null;
    };
    Roster: { session: S["SessionCard"]; rows: S["RosterRow"][]; delivery: S["RosterDelivery"] | null };
    Mark: {
      booking_id: string;
      outcome: S["Outcome"];
      mode?: S["Mode"] | null;
      video?: { place: string; call_back_number: string; consent_confirmed: boolean } | null;
      arrived_at?: string | null;
      left_at?: string | null;
      absence_reason?: S["AbsenceReason"] | null;
      version: number | null;
    };
    ClearMark: { booking_id: string; version: number };
    Departure: { booking_id: string; left_at: string };
    MarkResults: { results: { booking_id: string; result: "applied" | "conflict"; attendance: S["Attendance"] | null }[] };
    DeliveryException: {
      booking_id: string;
      minutes?: number | null;
      skills?: string[] | null;
      homework?: string | null;
      note_code?: string | null;
    };
    DeliveryWrite: {
      modality_id: string;
      module: string | null;
      phase: string | null;
      minutes: number;
      skills: string[];
      homework: string | null;
      exceptions: S["DeliveryException"][];
    };
    RosterDelivery: {
      id: string;
      session_id: string;
      modality_id: string;
      modality_name: string;
      module: string | null;
      phase: string | null;
      minutes: number;
      skills: string[];
      homework: string | null;
      exceptions: {
        booking_id: string;
        took_part: boolean;
        minutes: number | null;
        module: string | null;
        skills: string[] | null;
        homework: string | null;
        homework_done: string | null;
        note_code: string | null;
      }[];
      version: number;
    };
    DeliveryRead: S["RosterDelivery"];
    ParticipantStatus: "active" | "inactive" | "merged" | "entered_in_error";
    ParticipantSummary: {
      id: string;
      mrn: string | null;
      chosen_name: string;
      full_name: string;
      pronouns: string | null;
      birth_date: string | null;
      status: S["ParticipantStatus"];
      program_name: string | null;
      cohort_name: string | null;
      version: number;
    };
    ParticipantPage: { items: S["ParticipantSummary"][]; next_cursor: string | null };
    ParticipantSearch: { name_prefix?: string | null; mrn?: string | null; birth_date?: string | null };
    Modality: {
      id: string;
      key: string;
      name: string;
      short_name: string;
      modules: { key: string; name: string; skills: { key: string; name: string }[] }[];
      phases: { key: string; name: string }[];
    };
    ModalityPage: { items: S["Modality"][]; next_cursor: string | null };
  };
}
