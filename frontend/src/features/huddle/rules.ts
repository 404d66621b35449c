import type { Huddle, HuddleComing, HuddleFact } from "@/api/types";

/** People with something to be said of them, and how many come without. */
export function spokenOf(people: readonly HuddleComing[]): { said: HuddleComing[]; others: HuddleComing[] } {
  return {
    said: people.filter((one) => one.facts.length > 0),
    others: people.filter((one) => one.facts.length === 0),
  };
}

/** How many of the people have one of these facts. */
export const having = (people: readonly HuddleComing[], ...codes: HuddleFact["code"][]) =>
  people.filter((one) => one.facts.some((fact) => codes.includes(fact.code))).length;

/** Cancelled sessions, and those that somebody else leads than usual. */
export function changedSessions(huddle: Pick<Huddle, "sessions">) {
  return huddle.sessions.filter(
    ({ session, substitutes, away }) => session.status === "cancelled" || substitutes.length > 0 || away.length > 0,
  );
}
