import type { Course, CourseSummary, CourseTarget, Modality } from "@/api/types";

import { idOf } from "./clinic";
import { PERSON } from "./clinic-person";

/** An invented course of EMDR as the API answers from it. */

export const emdr: Modality = {
  id: idOf("modality emdr"),
  key: "emdr",
  source: "shipped",
  catalogue_version: "2026-11-23",
  adapted: false,
  active: true,
  name: "Eye movement desensitization",
  short_name: "EMDR",
  family: "trauma",
  description: null,
  countable: true,
  min_age: null,
  max_age: null,
  planned_sessions: null,
  snomed_code: null,
  phases: [{ key: "desensitization", name: "Desensitization" }],
  modules: [],
  records: [{ key: "sud", name: "SUDS", kind: "scale", least: 0, most: 10, note: null, scope: "course" }],
  homework_kinds: [],
  fidelity_items: [],
  completion: [{ record: "sud", least: 0, most: 0, anew_after: [], counts_in: [], widened: null }],
  measures: [],
  expected: [],
  open_because: null,
  sources: [],
  protocol_version: 1,
  version: 1,
};

export const aMemory: CourseTarget = {
  id: idOf("target 1"),
  version: 1,
  course_id: idOf("course emdr"),
  number: 1,
  kind: "memory",
  label: "The crossing",
  details: { negative_cognition: "I am not safe" },
  status: "open",
  settled_on: null,
  settled_despite: null,
};

const points = [
  { on: "2026-11-04", value: 7 },
  { on: "2026-11-09", value: 5 },
  { on: "2026-11-11", value: 3 },
];
const ends = { first: 7, first_on: "2026-11-04", latest: 3, latest_on: "2026-11-11" };
const sud = { key: "sud", name: "SUDS", least: 0, most: 10, goal: 0, ...ends, points };

const place = { phase: "desensitization", name: "Desensitization", number: 1, of: 1, target: 1 };

export const aCourse = (episodeId: string): CourseSummary => ({
  id: idOf("course emdr"),
  version: 1,
  episode_id: episodeId,
  participant_id: PERSON,
  modality_id: emdr.id,
  modality_name: emdr.name,
  modality_short_name: "EMDR",
  led_by: null,
  starts_on: "2026-11-02",
  ended_on: null,
  stop_reason: null,
  objective: null,
  planned_sessions: 8,
  expected_least: 6,
  expected_most: 12,
  received_sessions: 3,
  received_minutes: 150,
  last_received_on: "2026-11-11",
  protocol_version: 1,
  newest_version: 2,
  place,
  phases: [
    { phase: "preparation", name: "Preparation", number: 2, from_on: "2026-11-02", to_on: "2026-11-02", times: 1 },
    {
      phase: "desensitization",
      name: "Desensitization",
      number: 4,
      from_on: "2026-11-04",
      to_on: "2026-11-11",
      times: 3,
    },
  ],
  ratings: [],
  targets: [
    {
      id: aMemory.id,
      number: 1,
      kind: "memory",
      status: "open",
      settled_on: null,
      ratings: [sud],
      place,
      times_noted: 2,
      left: ["body-scan-clear", "sud", "voc"],
    },
  ],
});

/** The same with its words, and nothing noted yet that is shown. */
export const aWholeCourse = (episodeId: string): Course => ({
  ...aCourse(episodeId),
  objective: null,
  stop_note: null,
  protocol: emdr,
  on_diary_card: [],
  words: [aMemory],
  entries: [],
  group_entries: [],
});
