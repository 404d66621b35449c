import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./door.module.css";
import { Logo } from "./logo";

/** The page before one is inside: the mark, what may be set here, and one panel. */
export function Door({ settings, children }: { settings: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
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
        <div className={classes.panel}>{children}</div>
      </main>
    </div>
  );
}
