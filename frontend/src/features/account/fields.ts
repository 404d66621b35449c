import type { PasswordChange } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const passwordFields = {
  present_password: "present_password",
  password: "password",
} satisfies FieldsOf<PasswordChange>;
