import type { Behaviour, RiskScreen, RiskScreenCreate } from "@/api/types";
import { type KeyOf, keysOfSent } from "@/lib/key-of";
import { useStore } from "@/lib/store";
import { dropUnfinished, keepUnfinished, unfinished } from "@/lib/unfinished";

export const always = ["wish", "thoughts"] as const;
const afterYes = ["method", "intent", "plan"] as const;
export type Question = (typeof always)[number] | (typeof afterYes)[number];
export type Answer = "" | "yes" | "no";
export type Said = Record<Question, Answer> & { since: boolean; behaviour: Behaviour | "" };

export const nothing: Said = {
  ...{ since: false, wish: "", thoughts: "", method: "", intent: "", plan: "", behaviour: "" },
};

/** A screen that somebody enters: a draft of it is kept nowhere, for an answer that is stored has its alert with it. */
type UnfinishedScreen = {
  said: Said;
  /** When something was entered last. */
  at: Date;
  /** Sent again as it is, it is the same screen: also where the form was taken away in between. */
  keyOf: KeyOf;
  sent: "no" | "on its way" | "failed" | RiskScreen;
};

const nameOf = (participantId: string) => `risk screen ${participantId}`;
const read = (participantId: string) => unfinished.get().get(nameOf(participantId)) as UnfinishedScreen | undefined;

export const isUnfinished = (participantId: string) => read(participantId) !== undefined;

/** The questions that are asked after these answers. */
export const askedAfter = ({ thoughts }: Said): Question[] => [...always, ...(thoughts === "yes" ? afterYes : [])];

export function bodyOf(said: Said, behaviour: Behaviour, episode_id: string): RiskScreenCreate {
  const asked = askedAfter(said);
  const yes = (question: Question) => (asked.includes(question) ? said[question] === "yes" : null);
  return {
    ...{ episode_id, since_last_contact: said.since, wish: said.wish === "yes", thoughts: said.thoughts === "yes" },
    ...{ method: yes("method"), intent: yes("intent"), plan: yes("plan"), behaviour },
  };
}

/** What was entered about somebody and is not closed yet, whatever has been shown meanwhile. */
export function useUnfinishedScreen(participantId: string) {
  useStore(unfinished);
  const found = read(participantId);
  const begun = (): UnfinishedScreen =>
    read(participantId) ?? { said: nothing, at: new Date(), keyOf: keysOfSent(), sent: "no" };
  return {
    found,
    say: (change: Partial<Said>) => {
      const before = begun();
      keepUnfinished(nameOf(participantId), { ...before, said: { ...before.said, ...change }, at: new Date() });
    },
    /** Closed while it was on its way, it does not come back. */
    mark: (sent: UnfinishedScreen["sent"]) => {
      const before = read(participantId);
      if (before) keepUnfinished(nameOf(participantId), { ...before, sent });
    },
    drop: () => dropUnfinished(nameOf(participantId)),
  };
}
