import type { Delivery, DeliveryWrite, HomeworkDone, Modality, SessionPlan } from "@/api/types";
import { type Noted, notedOf, type RecordItem, valuesOf, wrongRecords } from "@/lib/records";

/** What the form holds: text as typed, choices as keys. What it does not show is carried along unchanged. */
export type DeliveryForm = {
  modalityId: string;
  module: string;
  phase: string;
  minutes: string;
  skills: string[];
  homework: string;
  fidelity: string[];
  objectiveCode: string | null;
  /** What is recorded of the group as a whole. */
  noted: Noted;
  /** What is recorded of each, by booking. */
  each: Record<string, Noted>;
  exceptions: ExceptionForm[];
};

/** One person's difference; empty text and `null` mean "as the group". */
export type ExceptionForm = {
  bookingId: string;
  tookPart: boolean;
  minutes: string;
  module: string | null;
  skills: string[] | null;
  homework: string;
  homeworkDone: HomeworkDone | null;
  noteCode: string | null;
  /** What of the group's records was otherwise for them; missing in drafts of the release before. */
  noted?: Noted;
};

export const homeworkDone: readonly HomeworkDone[] = ["done", "partly", "not_done", "not_set"];

export type DeliveryError = { field: string } & (
  | { code: "modalityMissing" | "minutesWrong" }
  | { code: "record"; record: RecordItem }
);

export const sameAsGroup = (bookingId: string): ExceptionForm => ({
  bookingId,
  tookPart: true,
  minutes: "",
  module: null,
  skills: null,
  homework: "",
  homeworkDone: null,
  noteCode: null,
  noted: {},
});

type Records = { group: RecordItem[]; each: RecordItem[] };

/** What a modality lets be recorded of a group, and of each in it. What is of a course only stands in no such entry. */
export function recordsOf(modality: Modality | undefined): Records {
  const asked = (modality?.records ?? []).filter(({ kind }) => kind !== "people");
  return { group: asked.filter(({ scope }) => scope === "group"), each: asked.filter(({ scope }) => scope === "each") };
}

const only = (records: readonly RecordItem[], noted: Noted): Noted =>
  Object.fromEntries(records.flatMap(({ key }) => (noted[key] === undefined ? [] : [[key, noted[key]]])));

/** Whether somebody's entry differs from the group's in more than what is said of each. */
const differs = ({ bookingId: _, tookPart, noted = {}, ...rest }: ExceptionForm) =>
  !tookPart || Object.keys(noted).length > 0 || Object.values(rest).some((value) => value !== null && value !== "");

/** How closely a therapy was kept to is for who gave the session: of a colleague's entry the form leaves it as it is. */
export const seesFidelity = (stored: Pick<Delivery, "fidelity" | "modality_id"> | null, modalityId: string): boolean =>
  stored === null || stored.fidelity !== null || stored.modality_id !== modalityId;

/** What the form begins with: what was recorded, else what the curriculum of the group has for the session. */
export function formOf(
  delivery: Delivery | null,
  sessionMinutes: number,
  modalities: readonly Modality[],
  plan?: SessionPlan,
): DeliveryForm {
  const modalityId = (delivery ?? plan)?.modality_id ?? "";
  const { group, each } = recordsOf(modalities.find(({ id }) => id === modalityId));
  const told = (delivery?.exceptions ?? []).map((one) => ({ one, noted: notedOf(one.records ?? {}) }));
  return {
    modalityId,
    module: (delivery ? delivery.module : plan?.topic.module) ?? "",
    phase: delivery?.phase ?? "",
    minutes: String(delivery?.minutes ?? sessionMinutes),
    skills: (delivery ?? plan?.topic)?.skills ?? [],
    homework: (delivery ? delivery.homework : plan?.topic.homework) ?? "",
    fidelity: delivery?.fidelity ?? [],
    objectiveCode: delivery?.objective_code ?? null,
    noted: only(group, notedOf((delivery ?? plan?.topic)?.records ?? {})),
    each: Object.fromEntries(told.map(({ one, noted }) => [one.booking_id, only(each, noted)])),
    exceptions: told
      .map(({ one, noted }) => ({
        bookingId: one.booking_id,
        tookPart: one.took_part,
        minutes: one.minutes === null ? "" : String(one.minutes),
        module: one.module,
        skills: one.skills,
        homework: one.homework ?? "",
        homeworkDone: one.homework_done,
        noteCode: one.note_code,
        noted: only(group, noted),
      }))
      .filter(differs),
  };
}

const wholeMinutes = (text: string, least: number, most: number) => {
  const value = Number(text);
  return /^\d+$/.test(text.trim()) && value >= least && value <= most;
};

/** Whether somebody was there and took part: nothing is recorded of who sat out. */
export const tookPart = ({ exceptions }: DeliveryForm, bookingId: string) =>
  exceptions.find((one) => one.bookingId === bookingId)?.tookPart !== false;

export function errorsOf(form: DeliveryForm, sessionMinutes: number, { group, each }: Records): DeliveryError[] {
  const errors: DeliveryError[] = [];
  const wrong = (at: string, records: readonly RecordItem[], noted: Noted) => {
    for (const record of wrongRecords(records, noted)) {
      errors.push({ field: `${at}-${record.key}`, code: "record", record });
    }
  };
  if (form.modalityId === "") errors.push({ field: "modality", code: "modalityMissing" });
  if (!wholeMinutes(form.minutes, 1, sessionMinutes)) errors.push({ field: "minutes", code: "minutesWrong" });
  wrong("record", group, form.noted);
  for (const [bookingId, noted] of Object.entries(form.each)) {
    if (tookPart(form, bookingId)) wrong(`each-${bookingId}`, each, noted);
  }
  for (const { bookingId, minutes, noted = {}, ...one } of form.exceptions) {
    if (!one.tookPart) continue;
    if (minutes !== "" && !wholeMinutes(minutes, 0, sessionMinutes)) {
      errors.push({ field: `minutes-${bookingId}`, code: "minutesWrong" });
    }
    wrong(`their-${bookingId}`, group, noted);
  }
  return errors;
}

/** What is sent. A person for whom nothing differs is no exception; who took no part received nothing. */
export function bodyOf(form: DeliveryForm, { group, each }: Records): DeliveryWrite {
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  const named = form.exceptions.map(({ bookingId }) => bookingId);
  const others = Object.keys(form.each).filter((bookingId) => !named.includes(bookingId));
  return {
    modality_id: form.modalityId,
    module: orNull(form.module),
    phase: orNull(form.phase),
    minutes: Number(form.minutes),
    skills: form.skills,
    homework: orNull(form.homework),
    fidelity: form.fidelity,
    objective_code: form.objectiveCode,
    records: valuesOf(group, form.noted),
    exceptions: [...form.exceptions, ...others.map(sameAsGroup)]
      .map((one) => {
        const records = { ...valuesOf(group, one.noted ?? {}), ...valuesOf(each, form.each[one.bookingId] ?? {}) };
        return {
          booking_id: one.bookingId,
          took_part: one.tookPart,
          minutes: one.tookPart && one.minutes !== "" ? Number(one.minutes) : null,
          module: one.tookPart ? one.module : null,
          skills: one.tookPart ? one.skills : null,
          homework: orNull(one.homework),
          homework_done: one.homeworkDone,
          note_code: one.noteCode,
          records: one.tookPart && Object.keys(records).length > 0 ? records : null,
        };
      })
      .filter(
        ({ booking_id: _, took_part, ...rest }) => !took_part || Object.values(rest).some((value) => value !== null),
      ),
  };
}
