import { Button } from "@mantine/core";
import { IconAlertTriangle, IconLockOpen, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChartAuditEntry } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatTime, wallClock } from "@/lib/time";
import { breakGlassReasons, rolesOf } from "@/lib/vocabulary";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import { auditQuery } from "./queries";
import classes from "./record.module.css";
import { whatWasDone } from "./rules";

/** Who looked at or changed anything of this person. Asked for by a button, as looking is itself recorded. */
export function AuditPanel({ participantId, timeZone }: { participantId: string; timeZone: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const entries = useInfiniteQuery({ ...auditQuery(participantId), enabled: shown });
  const all = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t("record.audit")}
      hint={t("record.auditHint")}
      actions={
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "record.hideAudit" : "record.showAudit")}
        </Button>
      }
    >
      {!shown ? null : entries.isPending ? (
        <LoadingRows rows={6} />
      ) : entries.isError && all.length === 0 ? (
        <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />
      ) : all.length === 0 ? (
        <PanelNote>{t("record.noAudit")}</PanelNote>
      ) : (
        <>
          <TableScroll label={t("record.audit")}>
            <thead>
              <tr>
                {(["when", "who", "what", "result"] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`record.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {all.map((entry) => (
                <AuditRow key={entry.id} entry={entry} timeZone={timeZone} />
              ))}
            </tbody>
          </TableScroll>
          {entries.hasNextPage && (
            <div className={classes.more}>
              <Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
                {t("state.more")}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function AuditRow({ entry, timeZone }: { entry: ChartAuditEntry; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const at = wallClock(new Date(entry.at), timeZone);
  const { act, area } = whatWasDone(entry);
  const reasons = breakGlassReasons
    .filter((reason) => entry.break_glass_reason?.split(", ").includes(reason))
    .map((reason) => t(`restricted.reasonOf.${reason}`));
  const held = rolesOf(entry.roles).map((role) => t(`role.${role}`));
  return (
    <tr>
      <td>
        {formatDate(at.date, locale)}, {formatTime(at.time, locale)}
      </td>
      <td>
        {entry.display_name ?? t("record.itself")}
        <div className="meta">
          {[...held, entry.client === "token" && t("record.byToken")].filter(Boolean).join(", ")}
        </div>
      </td>
      <td>
        {t(`record.act.${act}`)}: {t(`record.area.${area}`)}
        {entry.break_glass_reason && (
          <div>
            <Chip tone="warn" icon={<IconLockOpen size={14} stroke={1.75} aria-hidden />}>
              {t("record.withReason")}
            </Chip>
            <div className="meta">{reasons.join(", ")}</div>
          </div>
        )}
      </td>
      <td>
        {entry.outcome === "refused" ? (
          <Chip tone="danger" icon={<IconX size={14} stroke={1.75} aria-hidden />}>
            {t("record.outcome.refused")}
          </Chip>
        ) : entry.outcome === "failed" ? (
          <Chip tone="warn" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
            {t("record.outcome.failed")}
          </Chip>
        ) : (
          t(`record.outcome.${entry.outcome}`)
        )}
      </td>
    </tr>
  );
}
