import "i18next";

import type { en } from "./texts/en";

/** Texts that come with their pages. */
type Later = {
  admission: typeof import("@/features/admission/texts").en;
  alerts: typeof import("@/features/alerts/texts").en;
  account: typeof import("@/features/account/texts").en;
  authenticator: typeof import("@/features/account/authenticator-texts").en;
  lanes: typeof import("@/features/chart/lanes-texts").en;
  runs: typeof import("@/features/curricula/run-texts").en;
  topic: typeof import("@/features/curricula/session-topic-texts").en;
  history: typeof import("@/features/measures/history-texts").en;
  signIn: typeof import("@/ui/sign-in-texts").en;
  code: typeof import("@/features/identity/code-texts").en;
  audit: typeof import("@/features/audit/texts").en;
  chart: typeof import("@/features/chart/texts").en;
  clinic: typeof import("@/features/clinic/texts").en;
  closures: typeof import("@/features/closures/texts").en;
  cohorts: typeof import("@/features/cohorts/texts").en;
  courses: typeof import("@/features/courses/texts").en;
  curricula: typeof import("@/features/curricula/texts").en;
  diaries: typeof import("@/features/diaries/texts").en;
  contacts: typeof import("@/features/contacts/texts").en;
  downtime: typeof import("@/features/downtime/texts").en;
  fidelity: typeof import("@/features/fidelity/texts").en;
  form: typeof import("@/ui/form-texts").en;
  groupRecords: typeof import("@/features/delivery/record-texts").en;
  records: typeof import("@/ui/record-texts").en;
  enrolment: typeof import("@/features/enrolment/texts").en;

  intake: typeof import("@/features/intake/texts").en;
  outbox: typeof import("@/features/attendance/outbox-texts").en;
  handoffs: typeof import("@/features/handoffs/texts").en;
  huddle: typeof import("@/features/huddle/texts").en;
  lastDay: typeof import("@/features/last-day/texts").en;
  offTrack: typeof import("@/features/outcomes/off-track-texts").en;
  outcomes: typeof import("@/features/outcomes/texts").en;
  palette: typeof import("@/features/palette/texts").en;
  likeness: typeof import("@/ui/likeness-texts").en;
  measureSchedule: typeof import("@/features/programs/schedule-texts").en;
  measures: typeof import("@/features/measures/texts").en;
  numbers: typeof import("@/ui/number-texts").en;
  participants: typeof import("@/features/participants/texts").en;
  person: typeof import("@/ui/person-texts").en;
  unplaced: typeof import("@/features/planning/unplaced-texts").en;
  planning: typeof import("@/features/planning/texts").en;
  programs: typeof import("@/features/programs/texts").en;
  record: typeof import("@/features/record/texts").en;
  restricted: typeof import("@/features/restricted/texts").en;
  makeUps: typeof import("@/features/chart/make-up-texts").en;
  moving: typeof import("@/features/sessions/moving-texts").en;
  booking: typeof import("@/ui/booking-texts").en;
  instrumentText: typeof import("@/features/programs/text-texts").en;
  figures: typeof import("@/ui/figure-texts").en;
  policy: typeof import("@/features/programs/policy-texts").en;
  seatWaits: typeof import("@/features/sessions/wait-texts").en;
  slots: typeof import("@/features/sessions/slot-texts").en;
  seriesEdit: typeof import("@/features/sessions/series-edit-texts").en;
  sessions: typeof import("@/features/sessions/texts").en;
  protocol: typeof import("@/features/therapies/protocol-texts").en;
  therapies: typeof import("@/features/therapies/texts").en;
  tasks: typeof import("@/features/tasks/texts").en;
  timesOut: typeof import("@/features/attendance/closing-texts").en;
  uses: typeof import("@/features/audit/uses-texts").en;
  wall: typeof import("@/features/wall/texts").en;
};

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en & Later };
    returnNull: false;
  }
}
