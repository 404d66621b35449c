import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHead } from "@/ui/page";

import classes from "@/ui/page-tabs.module.css";

type Props = { tab: "places" | "staff" | "on-call"; actions?: ReactNode };

/** The head of the set-up; its parts are addresses of their own. */
export function ClinicHead({ tab, actions }: Props) {
  const { t } = useTranslation();
  const parts = [
    { part: "places", search: {} },
    { part: "staff", search: { tab: "staff" } },
    { part: "on-call", search: { tab: "on-call" } },
  ] as const;
  return (
    <PageHead title={t("clinic.title")} actions={actions}>
      <nav className={classes.tabs} aria-label={t("clinic.tabs.label")}>
        {parts.map(({ part, search }) => (
          <Link
            key={part}
            to="/clinic"
            search={search}
            className={classes.tab as string}
            activeProps={{}}
            activeOptions={{ exact: true }}
            aria-current={part === tab ? "page" : undefined}
          >
            {t(`clinic.tabs.${part}`)}
          </Link>
        ))}
      </nav>
    </PageHead>
  );
}
