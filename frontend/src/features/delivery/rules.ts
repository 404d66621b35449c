import type { Modality, RosterDelivery } from "@/api/types";

/** People for whom a delivery differed. What was only recorded of each differs from nothing. */
export const differing = ({ exceptions, records: group }: RosterDelivery) =>
  exceptions.filter(
    ({ booking_id: _, took_part, records, ...rest }) =>
      !took_part ||
      Object.values(rest).some((value) => value !== null) ||
      Object.keys(records ?? {}).some((key) => key in group),
  ).length;

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
