import { Button, PasswordInput, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode, ProblemError } from "@/api/problem";
import { Door } from "@/ui/door";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";

import classes from "./enrol-page.module.css";
import { useEnrol, useLink } from "./queries";
import { passwordError } from "./rules";

type Props = {
  /** The secret of the link. */
  token: string;
  settings: ReactNode;
};

/** Where a one-time link leads: the person it is for chooses their password. */
export function EnrolPage({ token, settings }: Props) {
  return (
    <Door settings={settings}>
      <Content token={token} />
    </Door>
  );
}

const flaws = ["too_short", "too_long", "common", "repeated", "guessable"] as const;
const FIELD = "enrol-password";

function Content({ token }: { token: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const link = useLink(token);
  const enrol = useEnrol(token);
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);

  const refused = [link.error, enrol.error].some((error) => hasCode(error, "enrolment-refused"));
  if (token === "" || refused) {
    return <Said title={t("enrolment.refused")} hint={t("enrolment.refusedHint")} />;
  }
  if (link.isPending) return <LoadingRows rows={3} height={36} />;
  if (link.isError) return <ErrorState error={link.error} onRetry={() => void link.refetch()} />;
  const { purpose, display_name, organization_name, email, min_length } = link.data;
  if (enrol.isSuccess) {
    return (
      <Said title={t("enrolment.done")} hint={t("enrolment.doneHint", { organization: organization_name, email })}>
        <Button component={Link} to="/sign-in" variant="filled" className={classes.next}>
          {t("enrolment.toSignIn")}
        </Button>
      </Said>
    );
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = passwordError(password, min_length);
    setErrors(found ? [{ field: FIELD, text: t(`enrolment.${found}`, { min: min_length }) }] : []);
    if (found) return;
    enrol.mutate(password, {
      onError: (error) => {
        const flaw = error instanceof ProblemError && flaws.find((one) => one === error.problem.flaw);
        setErrors([
          flaw ? { field: FIELD, text: t(`enrolment.flaws.${flaw}`) } : { field: "", text: problemText(error) },
        ]);
      },
    });
  };
  const about = { name: display_name, organization: organization_name };
  return (
    <Said
      title={t(purpose === "reset" ? "enrolment.reset" : "enrolment.invitation")}
      hint={t(purpose === "reset" ? "enrolment.resetHint" : "enrolment.invitationHint", about)}
    >
      <form className={`${fields.form} ${classes.form}`} onSubmit={submit} noValidate>
        <ErrorSummary title={t("enrolment.summary")} errors={errors} />
        <TextInput label={t("enrolment.email")} value={email} autoComplete="username" readOnly />
        <PasswordInput
          id={FIELD}
          label={t("enrolment.password")}
          description={t("enrolment.passwordHint", { min: min_length })}
          autoComplete="new-password"
          maxLength={200}
          value={password}
          error={errors.find((one) => one.field === FIELD)?.text}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="filled" loading={enrol.isPending} fullWidth>
          {t("enrolment.save")}
        </Button>
      </form>
    </Said>
  );
}

/** A heading with what it means; takes focus, so that a screen reader hears that the page has changed. */
function Said({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
    heading.current?.focus();
  }, [title, t]);
  return (
    <>
      <h1 className={classes.said} ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className={classes.hint}>{hint}</p>
      {children}
    </>
  );
}
