import type { RunBoard, RunMembers } from "@/api/types";

export type TopicRow = {
  key: string;
  name: string;
  /** The last day on which it was taught. */
  taughtOn: string | null;
  nextOn: string | null;
  missedBy: number;
};

/** Each topic of a run with the days it was and will be taught, and how many of the members it never reached. */
export function topicRows(run: RunBoard, members: RunMembers | undefined): TopicRow[] {
  return run.topics.map(({ key, name }) => {
    const days = run.meetings.filter((one) => one.topic === key);
    const missed = (members?.members ?? []).filter((one) =>
      one.topics.some(({ topic, state }) => topic === key && state === "missed"),
    );
    return {
      key,
      name,
      taughtOn: days.findLast((one) => one.held)?.on ?? null,
      nextOn: days.find((one) => !one.held)?.on ?? null,
      missedBy: missed.length,
    };
  });
}
