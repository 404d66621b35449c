import type { Payer } from "@/api/types";
import type { LocalDate } from "@/lib/time";

/** The server's limit of a line. */
export const LONGEST_REASON = 200;

/** The code that is meant: nobody when nothing is written, undefined when no code can be made of it. */
export function payerCode(written: string): string | null | undefined {
  const code = written.trim().toLowerCase().replace(/\s+/g, "-");
  if (code === "") return null;
  return /^[a-z0-9][a-z0-9_.-]{0,63}$/.test(code) ? code : undefined;
}

/** Payers, the last first; and which of them pays today. */
export function payersInOrder(payers: readonly Payer[], today: LocalDate): { payer: Payer; holds: boolean }[] {
  const sorted = [...payers].sort((a, b) => b.starts_on.localeCompare(a.starts_on));
  const now = sorted.find(({ starts_on }) => starts_on <= today);
  return sorted.map((payer) => ({ payer, holds: payer === now }));
}
