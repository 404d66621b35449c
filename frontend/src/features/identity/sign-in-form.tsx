import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import { announce } from "@/lib/announce";
import { addTexts } from "@/lib/i18n";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { useProblemText } from "@/ui/problem-text";
import * as signInTexts from "@/ui/sign-in-texts";

import { en, es } from "./code-texts";
import { type Credentials, useSignIn } from "./queries";
import { credentialErrors } from "./rules";
import classes from "./sign-in-form.module.css";

addTexts("signIn", signInTexts);
addTexts("code", { en, es });

const codeProblems = ["second-factor-refused", "second-factor-unreadable"] as const;

type Props = { fixed: Partial<Pick<Credentials, "organization" | "email">>; onSignedIn: () => void };

/** Organization, email and password; what is already known is not asked. A code, if the account asks for one. */
export function SignInForm({ fixed, onSignedIn }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const signIn = useSignIn();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [codeAsked, setCodeAsked] = useState(false);
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
      ...(codeAsked ? { code: text("code").trim() } : {}),
    };
    const found = credentialErrors(given).map(([field, error]) => ({
      field: fieldId(field),
      text: error === "codeMissing" ? t("code.missing") : t(`signIn.${error}`),
    }));
    setErrors(found);
    if (found.length > 0) return;
    signIn.mutate(given, { onSuccess: onSignedIn, onError: refused });
  };

  const refused = (error: Error) => {
    if (hasCode(error, "second-factor-needed")) {
      setCodeAsked(true);
      return;
    }
    const code = codeProblems.find((one) => hasCode(error, one));
    const text = code ? t(`code.problems.${code}`) : problemText(error);
    setErrors([{ field: fieldId(code ? "code" : "password"), text }]);
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
      {codeAsked && <CodeField id={fieldId("code")} error={errorOf("code")} />}
      <Button type="submit" variant="filled" className={classes.submit} loading={signIn.isPending} fullWidth>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}

/** Comes once the password was right, and takes the focus: nothing else is left to do. */
function CodeField({ id, error }: { id: string; error: string | undefined }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    announce(t("code.asked"));
  }, [t]);
  return (
    <TextInput
      ref={field}
      id={id}
      name="code"
      label={t("code.label")}
      description={t("code.hint")}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      error={error}
    />
  );
}
