import { Button, PasswordInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode, ProblemError } from "@/api/problem";
import { announce } from "@/lib/announce";
import { ErrorSummary } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./account-page.module.css";
import { passwordFields } from "./fields";
import { useChangePassword } from "./queries";
import { passwordErrors } from "./rules";

const worded = ["wrong-password", "password-refused", "sign-in-throttled", "sign-in-needed"] as const;
const flaws = ["too_short", "too_long", "common", "repeated", "guessable"] as const;

const empty = { present_password: "", password: "" };

export function PasswordForm({ email }: { email: string }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const [given, setGiven] = useState(empty);
  const problemText = useProblemText();
  const form = useFormErrors("password");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.show(passwordErrors(given).map(([field, error]) => ({ field, text: t(`account.${error}`) })))) return;
    change.mutate(given, {
      onSuccess: () => {
        setGiven(empty);
        announce(t("account.changed"));
      },
      onError: (error) => {
        const flaw = error instanceof ProblemError && flaws.find((one) => one === error.problem.flaw);
        if (flaw && hasCode(error, "password-refused")) {
          form.show([{ field: "password", text: t(`account.flaws.${flaw}`) }]);
          return;
        }
        const code = worded.find((one) => hasCode(error, one));
        form.refuse(error, code ? t(`account.problems.${code}`) : problemText(error), passwordFields);
      },
    });
  };

  // Two of them stand here: each says whose it is.
  const toggleOf = (field: string) => ({ "aria-label": `${t("signIn.showPassword")}: ${field}`, tabIndex: 0 });
  return (
    <section className={classes.panel} aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <form className={classes.form} onSubmit={submit} noValidate>
        <ErrorSummary title={t("account.summary")} errors={form.errors} />
        {/* Tells a password manager whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          id={form.fieldId("present_password")}
          label={t("account.present")}
          autoComplete="current-password"
          maxLength={200}
          value={given.present_password}
          error={form.errorOf("present_password")}
          visibilityToggleButtonProps={toggleOf(t("account.present"))}
          onChange={(event) => setGiven({ ...given, present_password: event.target.value })}
        />
        <PasswordInput
          id={form.fieldId("password")}
          label={t("account.next")}
          description={t("account.nextHint")}
          autoComplete="new-password"
          maxLength={200}
          value={given.password}
          error={form.errorOf("password")}
          visibilityToggleButtonProps={toggleOf(t("account.next"))}
          onChange={(event) => setGiven({ ...given, password: event.target.value })}
        />
        <Button type="submit" variant="filled" loading={change.isPending}>
          {t("account.change")}
        </Button>
        {change.isSuccess && given === empty && (
          <p className={classes.done}>
            <IconCircleCheck size={16} stroke={1.75} aria-hidden />
            {t("account.changed")}
          </p>
        )}
      </form>
    </section>
  );
}
