import { expect, it } from "vitest";

import type { RunBoard, RunMembers } from "@/api/types";

import { topicRows } from "./rules";

const meeting = (on: string, topic: string, held: boolean) => ({ session_id: on, on, topic, held, pinned: false });
const topic = (key: string) => ({
  key,
  name: key.toUpperCase(),
  module: null,
  skills: [],
  homework: null,
  records: {},
});

const run: RunBoard = {
  id: "run",
  version: 1,
  curriculum_id: "c",
  cohort_id: "k",
  series_id: "s",
  starts_on: "2026-11-02",
  ended_on: null,
  first_topic: "a",
  curriculum_name: "Round",
  modality_id: "m",
  topics: [topic("a"), topic("b")],
  meetings: [
    meeting("2026-11-02", "a", true),
    meeting("2026-11-04", "b", true),
    meeting("2026-11-09", "a", true),
    meeting("2026-11-11", "b", false),
  ],
};

it("says of each topic when it was taught last, when it comes again and whom it never reached", () => {
  const members: RunMembers = {
    run_id: "run",
    members: [
      {
        episode_id: "e",
        participant_id: "p",
        topics: [
          { topic: "a", state: "received", received_on: "2026-11-09", next_on: null },
          { topic: "b", state: "missed", received_on: null, next_on: "2026-11-11" },
        ],
      },
    ],
  };
  expect(topicRows(run, members)).toEqual([
    { key: "a", name: "A", taughtOn: "2026-11-09", nextOn: null, missedBy: 0 },
    { key: "b", name: "B", taughtOn: "2026-11-04", nextOn: "2026-11-11", missedBy: 1 },
  ]);
  expect(topicRows(run, undefined).map((row) => row.missedBy)).toEqual([0, 0]);
});
