import type { Delivery, DeliveryWrite, HomeworkDone, Modality, RosterDelivery, SessionPlan } from "@/api/types";

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
};

export const homeworkDone: readonly HomeworkDone[] = ["done", "partly", "not_done", "not_set"];

export type DeliveryError = {
  field: "modality" | "minutes" | `minutes-${string}`;
  code: "modalityMissing" | "minutesWrong";
};

export const sameAsGroup = (bookingId: string): ExceptionForm => ({
  bookingId,
  tookPart: true,
  minutes: "",
  module: null,
  skills: null,
  homework: "",
  homeworkDone: null,
  noteCode: null,
});

/** How closely a therapy was kept to is for who gave the session: of a colleague's entry the form leaves it as it is. */
export const seesFidelity = (stored: Pick<Delivery, "fidelity" | "modality_id"> | null, modalityId: string): boolean =>
  stored === null || stored.fidelity !== null || stored.modality_id !== modalityId;

/** What the form begins with: what was recorded, else what the curriculum of the group has for the session. */
export function formOf(delivery: Delivery | null, sessionMinutes: number, plan?: SessionPlan): DeliveryForm {
  return {
    modalityId: (delivery ?? plan)?.modality_id ?? "",
    module: (delivery ? delivery.module : plan?.topic.module) ?? "",
    phase: delivery?.phase ?? "",
    minutes: String(delivery?.minutes ?? sessionMinutes),
    skills: (delivery ?? plan?.topic)?.skills ?? [],
    homework: (delivery ? delivery.homework : plan?.topic.homework) ?? "",
    fidelity: delivery?.fidelity ?? [],
    objectiveCode: delivery?.objective_code ?? null,
    exceptions: (delivery?.exceptions ?? []).map((exception) => ({
      bookingId: exception.booking_id,
      tookPart: exception.took_part,
      minutes: exception.minutes === null ? "" : String(exception.minutes),
      module: exception.module,
      skills: exception.skills,
      homework: exception.homework ?? "",
      homeworkDone: exception.homework_done,
      noteCode: exception.note_code,
    })),
  };
}

const wholeMinutes = (text: string, least: number, most: number) => {
  const value = Number(text);
  return /^\d+$/.test(text.trim()) && value >= least && value <= most;
};

export function errorsOf(form: DeliveryForm, sessionMinutes: number): DeliveryError[] {
  const errors: DeliveryError[] = [];
  if (form.modalityId === "") errors.push({ field: "modality", code: "modalityMissing" });
  if (!wholeMinutes(form.minutes, 1, sessionMinutes)) errors.push({ field: "minutes", code: "minutesWrong" });
  for (const { bookingId, minutes, tookPart } of form.exceptions) {
    if (tookPart && minutes !== "" && !wholeMinutes(minutes, 0, sessionMinutes)) {
      errors.push({ field: `minutes-${bookingId}`, code: "minutesWrong" });
    }
  }
  return errors;
}

/** What is sent. A person for whom nothing differs is no exception; who took no part received nothing. */
export function bodyOf(form: DeliveryForm): DeliveryWrite {
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    modality_id: form.modalityId,
    module: orNull(form.module),
    phase: orNull(form.phase),
    minutes: Number(form.minutes),
    skills: form.skills,
    homework: orNull(form.homework),
    fidelity: form.fidelity,
    objective_code: form.objectiveCode,
    exceptions: form.exceptions
      .map((one) => ({
        booking_id: one.bookingId,
        took_part: one.tookPart,
        minutes: one.tookPart && one.minutes !== "" ? Number(one.minutes) : null,
        module: one.tookPart ? one.module : null,
        skills: one.tookPart ? one.skills : null,
        homework: orNull(one.homework),
        homework_done: one.homeworkDone,
        note_code: one.noteCode,
      }))
      .filter(
        ({ booking_id: _, took_part, ...rest }) => !took_part || Object.values(rest).some((value) => value !== null),
      ),
  };
}

/** Skills of the chosen module, or of all modules while none is chosen. */
export function skillsOf(modality: Modality | undefined, module: string): { key: string; name: string }[] {
  if (!modality) return [];
  const among = module === "" ? modality.modules : modality.modules.filter((one) => one.key === module);
  return among.flatMap((one) => one.skills);
}

/** "DBT · Distress tolerance": what the strip says was delivered. */
export function titleOf(delivery: RosterDelivery, modality: Modality | undefined): string {
  const named = (parts: { key: string; name: string }[] | undefined, key: string | null) =>
    parts?.find((part) => part.key === key)?.name ?? key;
  return [
    modality?.short_name ?? delivery.modality_name,
    named(modality?.modules, delivery.module),
    named(modality?.phases, delivery.phase),
  ]
    .filter(Boolean)
    .join(" · ");
}

export function skillNames(delivery: RosterDelivery, modality: Modality | undefined): string {
  const names = new Map(skillsOf(modality, "").map((skill) => [skill.key, skill.name]));
  return delivery.skills.map((key) => names.get(key) ?? key).join(", ");
}
