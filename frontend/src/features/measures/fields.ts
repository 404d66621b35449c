import type {
  AdministrationCreate,
  AnswerCorrection,
  MeasureWithdrawal,
  RiskScreenCreate,
  RiskScreenVoid,
  SafetyPlanWrite,
  TrackResponseCreate,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const giveFields = {
  episode_id: "",
  instrument_key: "which",
  mode: "which",
  language: "language",
  total: "total",
  taken_on: "day",
} satisfies FieldsOf<AdministrationCreate>;

export const screenFields = {
  episode_id: "",
  since_last_contact: "since",
  wish: "wish",
  thoughts: "thoughts",
  method: "method",
  intent: "intent",
  plan: "plan",
  behaviour: "behaviour",
} satisfies FieldsOf<RiskScreenCreate>;

export const planFields = {
  replaces: "",
  alert_id: "",
  language: "",
  warning_signs: "warning_signs",
  own_ways: "own_ways",
  places_and_people: "places_and_people",
  people_to_ask: "people_to_ask",
  professionals: "professionals",
  safer_place: "safer_place",
  made_together: "made_together",
} satisfies FieldsOf<SafetyPlanWrite>;

export const responseFields = {
  episode_id: "",
  instrument_key: "",
  kind: "kind",
  note: "note",
  review_on: "review",
} satisfies FieldsOf<TrackResponseCreate>;

export const correctFields = { item: "", value: "value", reason: "reason" } satisfies FieldsOf<AnswerCorrection>;

export const withdrawFields = { reason: "reason" } satisfies FieldsOf<MeasureWithdrawal>;

export const screenVoidFields = { reason: "reason" } satisfies FieldsOf<RiskScreenVoid>;
