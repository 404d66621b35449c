import type { ReactNode } from "react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Logo } from "@/ui/logo";

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
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <span className={classes.brand}>
          <Logo />
          {t("app.name")}
        </span>
        {settings}
      </header>
      <main className={classes.main}>
        <div className={classes.panel}>
          <h1>{t("signIn.title")}</h1>
          {signedOut && (
            <p className={classes.note} role="status">
              {t("signIn.signedOut")}
            </p>
          )}
          <SignInForm fixed={organization === undefined ? {} : { organization }} onSignedIn={onSignedIn} />
        </div>
      </main>
    </div>
  );
}
