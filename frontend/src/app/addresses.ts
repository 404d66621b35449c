import type { CohortStatus, ParticipantStatus } from "@/api/types";
import { isLocalDate } from "@/lib/time";

/** What the address of a page may say. Dates, ids and views only: never a name or anything that identifies a person. */

type Raw = Record<string, unknown>;

const isId = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value);

/** The code of an operation, as `read_roster`. */
const isAction = (text: string) => /^[a-z]+(_[a-z]+){0,8}$/.test(text);

export type TodayAddress = { date?: string; session?: string; whose?: "all" };

export function parseTodayAddress(raw: Raw): TodayAddress {
  return {
    ...(isLocalDate(raw.date) ? { date: raw.date } : {}),
    ...(isId(raw.session) ? { session: raw.session } : {}),
    ...(raw.whose === "all" ? { whose: "all" as const } : {}),
  };
}

export const weekViews = ["rooms", "staff", "week", "list"] as const;
export type WeekView = (typeof weekViews)[number];

/**
 * `from` is the day in sight, or any day of the week in sight; `session` the one that is open beside it. `whose` narrows
 * a week to one clinician, or widens it from the reader's own cohorts to all.
 */
export type WeekAddress = {
  from?: string;
  location?: string;
  cohort?: string;
  whose?: string;
  view?: WeekView;
  session?: string;
};

export function parseWeekAddress(raw: Raw): WeekAddress {
  const view = weekViews.find((known) => known === raw.view);
  return {
    ...(isLocalDate(raw.from) ? { from: raw.from } : {}),
    ...(isId(raw.location) ? { location: raw.location } : {}),
    ...(isId(raw.cohort) ? { cohort: raw.cohort } : {}),
    ...(raw.whose === "all" || isId(raw.whose) ? { whose: raw.whose } : {}),
    ...(isId(raw.session) ? { session: raw.session } : {}),
    ...(view && view !== "rooms" ? { view } : {}),
  };
}

/** The week and the location to plan, and the build that is in sight. */
export type PlanAddress = { from?: string; location?: string; build?: string };

export function parsePlanAddress(raw: Raw): PlanAddress {
  return {
    ...(isLocalDate(raw.from) ? { from: raw.from } : {}),
    ...(isId(raw.location) ? { location: raw.location } : {}),
    ...(isId(raw.build) ? { build: raw.build } : {}),
  };
}

/** `form` is what is printed: one sheet where it is not said, or a slip for each person. */
export type SheetAddress = { form?: "slips" };

export function parseSheetAddress(raw: Raw): SheetAddress {
  return raw.form === "slips" ? { form: "slips" } : {};
}

/** The day the team speaks about, and of which location and program. */
export type HuddleAddress = { date?: string; location?: string; program?: string };

export function parseHuddleAddress(raw: Raw): HuddleAddress {
  return {
    ...(isLocalDate(raw.date) ? { date: raw.date } : {}),
    ...(isId(raw.location) ? { location: raw.location } : {}),
    ...(isId(raw.program) ? { program: raw.program } : {}),
  };
}

export const staffStatuses = ["active", "on_leave", "left"] as const;

/** `tab` is what of the set-up is in sight, locations and rooms where it is not said; `status` filters the staff. */
export type ClinicAddress = { tab?: "staff" | "on-call"; status?: (typeof staffStatuses)[number] };

export function parseClinicAddress(raw: Raw): ClinicAddress {
  if (raw.tab === "on-call") return { tab: raw.tab };
  if (raw.tab !== "staff") return {};
  const status = staffStatuses.find((known) => known === raw.status);
  return { tab: "staff", ...(status ? { status } : {}) };
}

export const auditOutcomes = ["success", "not_modified", "refused", "failed"] as const;

/** Nothing was logged before; a year that is still being typed begins with zeros. */
const isDayOfLog = (text: unknown): text is string => isLocalDate(text) && text >= "2000-01-01";

/**
 * Whose entries, of which days (both included), of which operation and with which outcome. Under `tab`, which restricted
 * records that were opened are in sight, those to review where it is not said; `use` is the one that is looked at.
 */
export type AuditAddress = {
  tab?: "restricted";
  show?: "open" | "all";
  use?: string;
  account?: string;
  from?: string;
  to?: string;
  action?: string;
  outcome?: (typeof auditOutcomes)[number];
};

export function parseAuditAddress(raw: Raw): AuditAddress {
  if (raw.tab === "restricted") {
    return {
      tab: "restricted",
      ...(raw.show === "open" || raw.show === "all" ? { show: raw.show } : {}),
      ...(isId(raw.use) ? { use: raw.use } : {}),
    };
  }
  const outcome = auditOutcomes.find((known) => known === raw.outcome);
  return {
    ...(isId(raw.account) ? { account: raw.account } : {}),
    ...(isDayOfLog(raw.from) ? { from: raw.from } : {}),
    ...(isDayOfLog(raw.to) ? { to: raw.to } : {}),
    ...(typeof raw.action === "string" && isAction(raw.action) ? { action: raw.action } : {}),
    ...(outcome ? { outcome } : {}),
  };
}

export const participantStatuses = ["active", "inactive", "merged", "entered_in_error"] as const;

export type ParticipantsAddress = { status?: ParticipantStatus };

export function parseParticipantsAddress(raw: Raw): ParticipantsAddress {
  const status = participantStatuses.find((known) => known === raw.status);
  return status ? { status } : {};
}

/** Whose outcomes, of whoever received which therapy, by which measure, and admitted in which days. */
export type OutcomesAddress = {
  program?: string;
  cohort?: string;
  modality?: string;
  instrument?: string;
  from?: string;
  to?: string;
};

export function parseOutcomesAddress(raw: Raw): OutcomesAddress {
  return {
    ...(isId(raw.program) ? { program: raw.program } : {}),
    ...(isId(raw.cohort) ? { cohort: raw.cohort } : {}),
    ...(isId(raw.modality) ? { modality: raw.modality } : {}),
    ...(typeof raw.instrument === "string" && /^[a-z0-9-]{1,64}$/.test(raw.instrument)
      ? { instrument: raw.instrument }
      : {}),
    ...(isDayOfLog(raw.from) ? { from: raw.from } : {}),
    ...(isDayOfLog(raw.to) ? { to: raw.to } : {}),
  };
}

/** Whose fidelity, and of which days. */
export type FidelityAddress = { staff?: string; from?: string; to?: string };

export function parseFidelityAddress(raw: Raw): FidelityAddress {
  return {
    ...(isId(raw.staff) ? { staff: raw.staff } : {}),
    ...(isDayOfLog(raw.from) ? { from: raw.from } : {}),
    ...(isDayOfLog(raw.to) ? { to: raw.to } : {}),
  };
}

const chartTabs = ["overview", "hours", "therapies", "diary", "measures", "contacts", "record", "plan"] as const;
export type ChartTab = (typeof chartTabs)[number];

const timelineParts = ["course", "cohorts", "leaves"] as const;

/**
 * `timeline` is what of the course is in sight, all of it where it is not said; `add` a form that is open among the
 * contacts; `chain` and `plan` the alert about which a chain analysis, or a safety plan, is written; `merge` the record
 * that this one is compared with.
 */
export type ChartAddress = {
  tab?: ChartTab;
  episode?: string;
  timeline?: (typeof timelineParts)[number];
  add?: "try";
  chain?: string;
  plan?: string;
  merge?: string;
};

export function parseChartAddress(raw: Raw): ChartAddress {
  const tab = chartTabs.find((known) => known === raw.tab);
  const timeline = timelineParts.find((known) => known === raw.timeline);
  return {
    ...(tab && tab !== "overview" ? { tab } : {}),
    ...(isId(raw.episode) ? { episode: raw.episode } : {}),
    ...(timeline ? { timeline } : {}),
    ...(tab === "diary" && isId(raw.chain) ? { chain: raw.chain } : {}),
    ...(tab === "measures" && isId(raw.plan) ? { plan: raw.plan } : {}),
    ...(tab === "record" && isId(raw.merge) ? { merge: raw.merge } : {}),
    ...(tab === "contacts" && raw.add === "try" ? { add: "try" as const } : {}),
  };
}

export const cohortStatuses = ["planned", "running", "ended"] as const satisfies readonly CohortStatus[];

export type CohortsAddress = { program?: string; status?: CohortStatus };

export function parseCohortsAddress(raw: Raw): CohortsAddress {
  const status = cohortStatuses.find((known) => known === raw.status);
  return { ...(isId(raw.program) ? { program: raw.program } : {}), ...(status ? { status } : {}) };
}

/** `on` is the day whose members are in sight; `members: "all"` shows those of every day. */
export type CohortAddress = { on?: string; members?: "all" };

export function parseCohortAddress(raw: Raw): CohortAddress {
  return {
    ...(isLocalDate(raw.on) ? { on: raw.on } : {}),
    ...(raw.members === "all" ? { members: "all" as const } : {}),
  };
}

/** `freely` is a program written from nothing instead of a template. */
export type NewProgramAddress = { freely?: true };

export function parseNewProgramAddress(raw: Raw): NewProgramAddress {
  return raw.freely === true ? { freely: true } : {};
}

/** `edit` opens the plan for changes. */
export type ProgramAddress = { edit?: true };

export function parseProgramAddress(raw: Raw): ProgramAddress {
  return raw.edit === true ? { edit: true } : {};
}

/** `edit` opens the therapy for changes. */
export const parseTherapyAddress: (raw: Raw) => { edit?: true } = parseProgramAddress;
