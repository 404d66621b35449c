import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Door } from "@/ui/door";

import { SignInForm } from "./sign-in-form";
import classes from "./sign-in-page.module.css";

type Props = {
  organization: string | undefined;
  signedOut: boolean;
  settings: ReactNode;
  onSignedIn: () => void;
};

export function SignInPage({ organization, signedOut, settings, onSignedIn }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t("signIn.title")} · ${t("app.name")}`;
  }, [t]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had focus went with the page that was left.
    if (signedOut) heading.current?.focus();
  }, [signedOut]);
  return (
    <Door settings={settings}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {t("signIn.title")}
      </h1>
      {signedOut && (
        <p className={classes.note} role="status">
          {t("signIn.signedOut")}
        </p>
      )}
      <SignInForm fixed={organization === undefined ? {} : { organization }} onSignedIn={onSignedIn} />
    </Door>
  );
}
