import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageHead } from "@/ui/page";

import classes from "@/ui/page-tabs.module.css";

type Props = { tab: "entries" | "restricted"; hint: string; permissions: readonly string[] };

/** The head of the audit; its parts are addresses of their own, and who may see only one of them chooses nothing. */
export function AuditHead({ tab, hint, permissions }: Props) {
  const { t } = useTranslation();
  const parts = [
    { part: "entries", right: "audit:account", search: {} },
    { part: "restricted", right: "break_glass:read", search: { tab: "restricted" } },
  ] as const;
  return (
    <PageHead title={t("audit.title")}>
      {parts.every(({ right }) => permissions.includes(right)) && (
        <nav className={classes.tabs} aria-label={t("audit.tabs.label")}>
          {parts.map(({ part, search }) => (
            <Link
              key={part}
              to="/audit"
              search={search}
              className={classes.tab as string}
              activeProps={{}}
              activeOptions={{ exact: true }}
              aria-current={part === tab ? "page" : undefined}
            >
              {t(`audit.tabs.${part}`)}
            </Link>
          ))}
        </nav>
      )}
      <span className="meta">{hint}</span>
    </PageHead>
  );
}
