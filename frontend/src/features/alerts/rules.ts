import type { Alert } from "@/api/types";

export type FirstAct = "take" | "close" | "hand";

/**
 * What is to be done next about an open alert: to take it, to document what was done, or, for who holds no licence, to
 * hand it to somebody who does. None for who may only look.
 */
export function firstAct(
  alert: Pick<Alert, "acknowledged_at" | "acknowledged_by" | "gone_up" | "owner">,
  account: string,
  permissions: readonly string[],
): FirstAct | null {
  if (!permissions.includes("alert:work")) return null;
  if (!permissions.includes("alert:close")) return "hand";
  const held = alert.acknowledged_by?.account_id === account && alert.owner.account_id === account;
  return !held && (!alert.acknowledged_at || alert.gone_up) ? "take" : "close";
}
