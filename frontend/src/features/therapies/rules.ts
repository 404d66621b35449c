import type { Modality, ModalityCreate, ModalityFamily, ModalityUpdate, RecordKind, RecordScope } from "@/api/types";
import { keyed, keyOf, type PartForm } from "@/lib/parts";

import { type ProtocolForm, protocolForm, sentProtocol, type WrongProtocol, wrongProtocol } from "./protocol-rules";

export type ModuleForm = PartForm & { skills: PartForm[] };
export type RecordForm = PartForm & {
  kind: RecordKind;
  least: string;
  most: string;
  note: string | null;
  /** Missing in drafts of the release before. */
  scope?: RecordScope;
};

export type TherapyForm = ProtocolForm & {
  name: string;
  shortName: string;
  family: ModalityFamily;
  planned: string;
  description: string;
  minAge: string;
  maxAge: string;
  phases: PartForm[];
  modules: ModuleForm[];
  records: RecordForm[];
  homework_kinds: PartForm[];
  fidelity_items: PartForm[];
  note: string;
};

/** Parts that are nothing but a name. */
export const plainParts = ["phases", "homework_kinds", "fidelity_items"] as const;

const partForms = (parts: readonly { key: string; name: string }[]): PartForm[] =>
  parts.map(({ key, name }, row) => ({ row, key, name }));

export function formOf(therapy: Modality | null): TherapyForm {
  return {
    name: therapy?.name ?? "",
    shortName: therapy?.short_name ?? "",
    family: therapy?.family ?? "cognitive_behavioral",
    planned: therapy?.planned_sessions?.toString() ?? "",
    description: therapy?.description ?? "",
    minAge: therapy?.min_age?.toString() ?? "",
    maxAge: therapy?.max_age?.toString() ?? "",
    phases: partForms(therapy?.phases ?? []),
    modules: (therapy?.modules ?? []).map(({ key, name, skills }, row) => ({
      row,
      key,
      name,
      skills: partForms(skills),
    })),
    records: (therapy?.records ?? []).map(({ key, name, kind, least, most, note, scope }, row) => ({
      row,
      key,
      name,
      kind,
      least: least?.toString() ?? "",
      most: most?.toString() ?? "",
      note,
      scope,
    })),
    homework_kinds: partForms(therapy?.homework_kinds ?? []),
    fidelity_items: partForms(therapy?.fidelity_items ?? []),
    ...protocolForm(therapy),
    note: "",
  };
}

const sentParts = (parts: readonly PartForm[]) => keyed(parts).map(({ key, name }) => ({ key, name }));

type Protocol = Required<
  Pick<
    ModalityCreate,
    | "name"
    | "short_name"
    | "planned_sessions"
    | "description"
    | "min_age"
    | "max_age"
    | "phases"
    | "modules"
    | "records"
    | "homework_kinds"
    | "fidelity_items"
    | "completion"
    | "measures"
    | "expected"
    | "open_because"
  >
>;

/** What a form says of the therapy. */
export function therapyOf(form: TherapyForm): Protocol {
  const records = keyed(form.records);
  return {
    name: form.name.trim(),
    short_name: form.shortName.trim(),
    planned_sessions: form.planned.trim() === "" ? null : Number(form.planned),
    description: form.description.trim() || null,
    min_age: form.minAge.trim() === "" ? null : Number(form.minAge),
    max_age: form.maxAge.trim() === "" ? null : Number(form.maxAge),
    phases: sentParts(form.phases),
    modules: keyed(form.modules).map(({ key, name, skills }) => ({ key, name, skills: sentParts(skills) })),
    records: records.map(({ key, name, kind, least, most, note, scope }) => ({
      key,
      name,
      kind,
      least: kind === "scale" ? Number(least) : null,
      most: kind === "scale" ? Number(most) : null,
      note,
      scope: scope ?? "course",
    })),
    homework_kinds: sentParts(form.homework_kinds),
    fidelity_items: sentParts(form.fidelity_items),
    ...sentProtocol(form, records, keyed(form.phases)),
  };
}

/** What is to be sent of a therapy that is there: only what differs from it. */
export function changesOf(form: TherapyForm, therapy: Modality): ModalityUpdate {
  const before: Record<string, unknown> = therapyOf(formOf(therapy));
  const now = Object.entries(therapyOf(form));
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(now.filter(differs)) as ModalityUpdate;
}

export function newTherapy(form: TherapyForm): ModalityCreate {
  return { key: keyOf(form.name, new Set()), family: form.family, ...therapyOf(form) };
}

export type Wrong =
  | { field: string; code: "name" | "shortName" | "planned" | "ages" | "part" | "scale" }
  | WrongProtocol;

/** The id of a part's field within the form. */
export const partField = (list: string, row: number) => `${list}-${row}`;

const whole = (text: string) => /^-?\d{1,4}$/.test(text.trim());

/** Whether its ages are none, or whole years the right way round. */
function agesFit({ minAge, maxAge }: TherapyForm): boolean {
  const [least, most] = [minAge.trim(), maxAge.trim()];
  const years = (text: string) => text === "" || (/^\d{1,3}$/.test(text) && Number(text) <= 120);
  return years(least) && years(most) && (least === "" || most === "" || Number(least) <= Number(most));
}

/** What cannot be sent yet. */
export function wrongIn(form: TherapyForm): Wrong[] {
  const planned = form.planned.trim();
  const fits = planned === "" || (/^\d{1,3}$/.test(planned) && Number(planned) >= 1 && Number(planned) <= 200);
  const nameless = (list: string, parts: readonly PartForm[]) =>
    parts
      .filter(({ name }) => name.trim() === "")
      .map(({ row }) => ({ field: partField(list, row), code: "part" as const }));
  const scales = form.records.filter(
    ({ kind, least, most }) => kind === "scale" && !(whole(least) && whole(most) && Number(least) < Number(most)),
  );
  return [
    ...(form.name.trim() === "" ? [{ field: "name", code: "name" as const }] : []),
    ...(form.shortName.trim() === "" ? [{ field: "shortName", code: "shortName" as const }] : []),
    ...(fits ? [] : [{ field: "planned", code: "planned" as const }]),
    ...(agesFit(form) ? [] : [{ field: "minAge", code: "ages" as const }]),
    ...plainParts.flatMap((list) => nameless(list, form[list])),
    ...nameless("modules", form.modules),
    ...form.modules.flatMap(({ row, skills }) => nameless(`skills-${row}`, skills)),
    ...nameless("records", form.records),
    ...scales.map(({ row }) => ({ field: `least-${row}`, code: "scale" as const })),
    ...wrongProtocol(form, form.records),
  ];
}

/** Sessions expected of its courses, as published; `null` where none are counted. */
export function usualSessions({ expected }: Modality): { least: number; most: number } | null {
  const found = expected.filter(({ unit }) => unit === "sessions");
  if (found.length === 0) return null;
  return { least: Math.min(...found.map((one) => one.least)), most: Math.max(...found.map((one) => one.most)) };
}

/** Whether a therapy is as it came, adapted, or the organization's own. */
export const sourceOf = ({ source, adapted }: Modality) => (source === "own" ? "own" : adapted ? "adapted" : "shipped");
