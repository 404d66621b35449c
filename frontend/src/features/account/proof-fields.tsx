import { PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { useFormErrors } from "@/ui/use-form-errors";

type Errors = ReturnType<typeof useFormErrors>;
type Props = { form: Errors; value: string; onChange: (value: string) => void; focus?: boolean };

export function PresentPasswordField({ form, value, onChange, focus }: Props) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      id={form.fieldId("present_password")}
      label={t("authenticator.present")}
      autoComplete="current-password"
      maxLength={200}
      value={value}
      error={form.errorOf("present_password")}
      visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
      data-autofocus={focus}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function CodeField({ form, value, onChange, hint }: Omit<Props, "focus"> & { hint: string }) {
  const { t } = useTranslation();
  return (
    <TextInput
      id={form.fieldId("code")}
      label={t("authenticator.code")}
      description={hint}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      value={value}
      error={form.errorOf("code")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
