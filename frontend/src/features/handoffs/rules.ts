import type { HandOff, HandOffCreate } from "@/api/types";

export const LONGEST_TEXT = 1000;

export type Form = {
  /** "program:id" or "staff:id". */
  audience: string;
  about: string;
  urgent: boolean;
  text: string;
};

export type Mistake = { field: "audience" | "text"; code: "noAudience" | "noText" | "tooLong" };

export function mistakesIn(form: Form): Mistake[] {
  const length = form.text.trim().length;
  return [
    ...(form.audience === "" ? [{ field: "audience", code: "noAudience" } as const] : []),
    ...(length === 0 ? [{ field: "text", code: "noText" } as const] : []),
    ...(length > LONGEST_TEXT ? [{ field: "text", code: "tooLong" } as const] : []),
  ];
}

/** What is sent; a location belongs to a team's note only. */
export function requestOf(form: Form, location: string | undefined): HandOffCreate {
  const [kind, id = ""] = form.audience.split(":");
  return {
    text: form.text.trim(),
    urgency: form.urgent ? "urgent" : "routine",
    ...(form.about === "" ? {} : { participant_id: form.about }),
    ...(kind === "program" ? { program_id: id, ...(location ? { location_id: location } : {}) } : { to_staff_id: id }),
  };
}

/** What is still to be read by the reader. */
export const isUnread = (one: HandOff) => one.for_me && !one.acknowledged;

/** A note can be taken back until somebody has acknowledged it. */
export const canWithdraw = (one: HandOff) => one.mine && one.state === "active" && one.acknowledgements.length === 0;
