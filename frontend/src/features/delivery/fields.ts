import type { DeliveryWrite } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const deliveryFields = {
  modality_id: "modality",
  module: "module",
  phase: "phase",
  minutes: "minutes",
  skills: "skills",
  homework: "homework",
  fidelity: "fidelity",
  exceptions: "people",
  records: "records",
  objective_code: "",
} satisfies FieldsOf<DeliveryWrite>;
