import type { PasswordChange, SecondFactorProof } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const passwordFields = {
  present_password: "present_password",
  password: "password",
} satisfies FieldsOf<PasswordChange>;

export const proofFields = {
  present_password: "present_password",
  code: "code",
} satisfies FieldsOf<SecondFactorProof>;
