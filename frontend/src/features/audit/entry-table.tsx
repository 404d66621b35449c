import { IconAlertTriangle, IconBan, IconCircleCheck, IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { rolesOf } from "@/lib/vocabulary";
import { Chip } from "@/ui/chip";

import classes from "./audit-page.module.css";
import { useOperationWord, useReasonWords } from "./operation-words";

type Props = { entries: AuditEntry[]; timeZone: string; stale: boolean };

/** Who did what, when, about how many people, and whether it was let happen. */
export function EntryTable({ entries, timeZone, stale }: Props) {
  const { t } = useTranslation();
  return (
    <table className={classes.table} aria-label={t("audit.entries")} data-stale={stale || undefined}>
      <thead>
        <tr>
          {(["when", "who", "what", "about", "outcome"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`audit.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
  );
}

function Entry({ entry, timeZone }: { entry: AuditEntry; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const wordOf = useOperationWord();
  const reasonOf = useReasonWords();
  const client = (["session", "token", "command"] as const).find((known) => known === entry.client);
  const facts = [
    ...rolesOf(entry.roles).map((role) => t(`role.${role}`)),
    ...(client ? [t(`audit.clients.${client}`)] : []),
  ];
  return (
    <tr>
      <td className="num">{formatInstant(entry.at, timeZone, locale)}</td>
      <td>
        {entry.display_name}
        <div className="meta">{facts.join(" · ")}</div>
      </td>
      <td>
        <strong>{wordOf(entry.action)}</strong>
        {entry.part2 && <div className="meta">{t("audit.part2")}</div>}
        {entry.break_glass_reason && (
          <div className="meta">{t("audit.glass", { reason: reasonOf(entry.break_glass_reason) })}</div>
        )}
      </td>
      <td className="num">{t("audit.people", { count: entry.people })}</td>
      <td>
        <OutcomeChip outcome={entry.outcome} />
      </td>
    </tr>
  );
}

const looks = {
  success: { tone: "plain", Icon: IconCircleCheck },
  not_modified: { tone: "plain", Icon: IconEye },
  refused: { tone: "warn", Icon: IconBan },
  failed: { tone: "danger", Icon: IconAlertTriangle },
} as const;

function OutcomeChip({ outcome }: { outcome: AuditEntry["outcome"] }) {
  const { t } = useTranslation();
  const { tone, Icon } = looks[outcome];
  return (
    <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(`audit.outcomes.${outcome}`)}
    </Chip>
  );
}
