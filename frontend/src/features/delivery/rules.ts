import type { HomeworkDone, Modality, RecordValue, RosterDelivery } from "@/api/types";

/** The exceptions of those for whom a delivery differed. What was only recorded of each differs from nothing. */
export const differing = ({ exceptions, records: group }: RosterDelivery) =>
  exceptions.filter(
    ({ booking_id: _, took_part, records, ...rest }) =>
      !took_part ||
      Object.values(rest).some((value) => value !== null) ||
      Object.keys(records ?? {}).some((key) => key in group),
  );

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

export function skillNames({ skills }: { skills: string[] }, modality: Modality | undefined): string {
  const names = new Map(skillsOf(modality, "").map((skill) => [skill.key, skill.name]));
  return skills.map((key) => names.get(key) ?? key).join(", ");
}

/** What was otherwise for one person than for the group. */
export type Difference =
  | { kind: "tookNoPart" }
  | { kind: "minutes"; minutes: number }
  | { kind: "module"; name: string }
  | { kind: "skills"; names: string }
  | { kind: "homework"; text: string }
  | { kind: "homeworkDone"; state: HomeworkDone }
  | { kind: "record"; name: string; value: RecordValue };

export function differencesOf(
  exception: RosterDelivery["exceptions"][number],
  group: RosterDelivery["records"],
  modality: Modality | undefined,
): Difference[] {
  const { took_part, minutes, module, skills, homework, homework_done, records } = exception;
  const nameOfRecord = (key: string) => modality?.records.find((one) => one.key === key)?.name ?? key;
  return [
    ...(took_part ? [] : [{ kind: "tookNoPart" as const }]),
    ...(minutes === null ? [] : [{ kind: "minutes" as const, minutes }]),
    ...(module === null
      ? []
      : [{ kind: "module" as const, name: modality?.modules.find((one) => one.key === module)?.name ?? module }]),
    ...(skills === null ? [] : [{ kind: "skills" as const, names: skillNames({ skills }, modality) }]),
    ...(homework === null ? [] : [{ kind: "homework" as const, text: homework }]),
    ...(homework_done === null ? [] : [{ kind: "homeworkDone" as const, state: homework_done }]),
    ...Object.entries(records ?? {})
      .filter(([key]) => key in group)
      .map(([key, value]) => ({ kind: "record" as const, name: nameOfRecord(key), value })),
  ];
}
