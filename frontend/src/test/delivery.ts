import type { Delivery } from "@/api/types";

import { idOf } from "./clinic";

/** What a therapist recorded of a DBT group. */
export const someDelivery: Delivery = {
  id: idOf("delivery"),
  session_id: idOf("session"),
  position: 1,
  modality_id: idOf("dbt"),
  modality_name: "Dialectical behavior therapy",
  module: "distress_tolerance",
  phase: null,
  minutes: 60,
  skills: ["tip", "stop"],
  homework: "Diary card",
  fidelity: ["homework_review"],
  objective_code: "obj-1",
  records: {},
  exceptions: [],
  recorded_by: idOf("account"),
  updated_at: "2026-11-18T18:00:00Z",
  version: 2,
};
