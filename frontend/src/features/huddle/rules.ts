import type { Huddle, HuddleComing, HuddleFact } from "@/api/types";

type OfTheWeek = "short_this_week" | "days_short_this_week";
/** What is to be spoken about today. How the week stands as a whole is to be known, with nothing to do at the door. */
export type FactOfToday = HuddleFact & { code: Exclude<HuddleFact["code"], OfTheWeek> };

const isOfToday = (fact: HuddleFact): fact is FactOfToday =>
  fact.code !== "short_this_week" && fact.code !== "days_short_this_week";

/** What of somebody is to be spoken about today. */
export const ofToday = ({ facts }: Pick<HuddleComing, "facts">) => facts.filter(isOfToday);

/** Whether somebody has to do something about it today. */
export const needsAnAct = ({ code, params }: HuddleFact) =>
  code === "on_leave" || (code === "missed_last" && params.excused !== true);

/** What somebody's week will lack. */
export function lackOf({ facts }: Pick<HuddleComing, "facts">): { minutes: number; days: number } {
  const param = (code: OfTheWeek, name: string) => Number(facts.find((fact) => fact.code === code)?.params[name] ?? 0);
  return { minutes: param("short_this_week", "minutes"), days: param("days_short_this_week", "count") };
}

/** People of whom something is to be said today, those whose week alone will be short, and the others. */
export function spokenOf(people: readonly HuddleComing[]) {
  return {
    said: people.filter((one) => ofToday(one).length > 0),
    short: people.filter((one) => one.facts.length > 0 && ofToday(one).length === 0),
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
