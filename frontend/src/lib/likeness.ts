import type { DuplicateSuggestion } from "@/api/types";

type Reason = DuplicateSuggestion["reasons"][number];

const against: ReadonlySet<Reason> = new Set<Reason>(["other_name", "other_birth_date", "other_phone", "other_email"]);

/** Whether an answer speaks against two records being one person's. */
export const isAgainst = (reason: Reason) => against.has(reason);
