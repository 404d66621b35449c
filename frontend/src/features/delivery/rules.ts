import type { Delivery, DeliveryException, DeliveryWrite, Modality } from "@/api/types";

/** What the form holds: text as typed, choices as keys. */
export type DeliveryForm = {
  modalityId: string;
  module: string;
  phase: string;
  minutes: string;
  skills: string[];
  homework: string;
  exceptions: ExceptionForm[];
};

/** One person's difference; empty text and `null` mean "as the group". */
export type ExceptionForm = {
  bookingId: string;
  minutes: string;
  skills: string[] | null;
  homework: string;
  noteCode: DeliveryException["note_code"];
};

export type DeliveryError = {
  field: "modality" | "minutes" | `minutes-${string}`;
  code: "modalityMissing" | "minutesWrong";
};

export function formOf(delivery: Delivery | null, sessionMinutes: number): DeliveryForm {
  return {
    modalityId: delivery?.modality_id ?? "",
    module: delivery?.module ?? "",
    phase: delivery?.phase ?? "",
    minutes: String(delivery?.minutes ?? sessionMinutes),
    skills: delivery?.skills ?? [],
    homework: delivery?.homework ?? "",
    exceptions: (delivery?.exceptions ?? []).map((exception) => ({
      bookingId: exception.booking_id,
      minutes: exception.minutes == null ? "" : String(exception.minutes),
      skills: exception.skills ?? null,
      homework: exception.homework ?? "",
      noteCode: exception.note_code ?? null,
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
  for (const { bookingId, minutes } of form.exceptions) {
    if (minutes !== "" && !wholeMinutes(minutes, 0, sessionMinutes)) {
      errors.push({ field: `minutes-${bookingId}`, code: "minutesWrong" });
    }
  }
  return errors;
}

/** What is sent. A person for whom nothing differs is no exception. */
export function bodyOf(form: DeliveryForm): DeliveryWrite {
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    modality_id: form.modalityId,
    module: orNull(form.module),
    phase: orNull(form.phase),
    minutes: Number(form.minutes),
    skills: form.skills,
    homework: orNull(form.homework),
    exceptions: form.exceptions
      .map((exception) => ({
        booking_id: exception.bookingId,
        minutes: exception.minutes === "" ? null : Number(exception.minutes),
        skills: exception.skills,
        homework: orNull(exception.homework),
        note_code: exception.noteCode ?? null,
      }))
      .filter(({ minutes, skills, homework, note_code }) => (minutes ?? skills ?? homework ?? note_code) !== null),
  };
}

export const moduleOf = (modality: Modality | undefined, key: string | null) =>
  modality?.modules.find((module) => module.key === key);

/** Skills of the chosen module, or of all modules while none is chosen. */
export function skillsOf(modality: Modality | undefined, module: string): { key: string; name: string }[] {
  if (!modality) return [];
  const among = module === "" ? modality.modules : modality.modules.filter((one) => one.key === module);
  return among.flatMap((one) => one.skills);
}

/** "DBT · Distress tolerance": what the strip says was delivered. */
export function titleOf(delivery: Delivery, modality: Modality | undefined): string {
  const phase = modality?.phases.find((one) => one.key === delivery.phase)?.name ?? delivery.phase;
  return [
    modality?.short_name ?? delivery.modality_name,
    moduleOf(modality, delivery.module)?.name ?? delivery.module,
    phase,
  ]
    .filter(Boolean)
    .join(" · ");
}

export function skillNames(delivery: Delivery, modality: Modality | undefined): string {
  const names = new Map(skillsOf(modality, "").map((skill) => [skill.key, skill.name]));
  return delivery.skills.map((key) => names.get(key) ?? key).join(", ");
}
