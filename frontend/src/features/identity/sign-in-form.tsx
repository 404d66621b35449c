import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { useProblemText } from "@/ui/problem-text";

import { type Credentials, useSignIn } from "./queries";
import { credentialErrors } from "./rules";
import classes from "./sign-in-form.module.css";

type Props = { fixed: Partial<Pick<Credentials, "organization" | "email">>; onSignedIn: () => void };

/** Organization, email and password; what is already known is not asked. */
export function SignInForm({ fixed, onSignedIn }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const signIn = useSignIn();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const id = useId();
  const fieldId = (field: keyof Credentials) => `${id}${field}`;
  const errorOf = (field: keyof Credentials) => errors.find((error) => error.field === fieldId(field))?.text;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? "");
    const given = {
      organization: fixed.organization ?? text("organization").trim(),
      email: fixed.email ?? text("email").trim(),
      password: text("password"),
    };
    const found = credentialErrors(given);
    setErrors(found.map(([field, error]) => ({ field: fieldId(field), text: t(`signIn.${error}`) })));
    if (found.length > 0) return;
    signIn.mutate(given, {
      onSuccess: onSignedIn,
      onError: (error) => setErrors([{ field: fieldId("password"), text: problemText(error) }]),
    });
  };

  return (
    <form className={fields.form} onSubmit={submit} noValidate>
      <ErrorSummary title={t("signIn.summary")} errors={errors} />
      {fixed.organization === undefined && (
        <TextInput
          id={fieldId("organization")}
          name="organization"
          label={t("signIn.organization")}
          description={t("signIn.organizationHint")}
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          error={errorOf("organization")}
        />
      )}
      <TextInput
        id={fieldId("email")}
        name="email"
        type="email"
        label={t("signIn.email")}
        autoComplete="username"
        maxLength={254}
        {...(fixed.email === undefined ? {} : { value: fixed.email, readOnly: true })}
        error={errorOf("email")}
      />
      <PasswordInput
        id={fieldId("password")}
        name="password"
        label={t("signIn.password")}
        autoComplete="current-password"
        maxLength={200}
        visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
        error={errorOf("password")}
        data-autofocus={fixed.email === undefined ? undefined : true}
      />
      <Button type="submit" variant="filled" className={classes.submit} loading={signIn.isPending} fullWidth>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}
