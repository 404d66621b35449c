import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDuration } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./checks-panel.module.css";
import { useCitation } from "./citations";
import type { Checks } from "./use-checks";
import type { Check, CheckCode } from "./week-check";

type Props = { judged: Checks /** Whether the form holds figures that can be judged. */; readable: boolean };

/** Each rule the plan is judged by: kept or not, the figures, and the text behind it. */
export function ChecksPanel({ judged, readable }: Props) {
  const { t } = useTranslation();
  const broken = judged.checks.filter((check) => !check.kept).length;
  return (
    <ListPanel title={t("programs.check.title")}>
      {judged.forbidden ? (
        <NoRows>{t("programs.check.forbidden")}</NoRows>
      ) : judged.error ? (
        <ErrorState error={judged.error} onRetry={judged.retry} />
      ) : judged.pending ? (
        <LoadingRows rows={3} height={36} />
      ) : !readable ? (
        <NoRows>{t("programs.check.unreadable")}</NoRows>
      ) : (
        <>
          <p className={classes.verdict} role="status">
            {broken === 0 ? t("programs.check.allKept") : t("programs.check.broken_count", { count: broken })}
          </p>
          <ul>
            {[...judged.checks]
              .sort((a, b) => Number(a.kept) - Number(b.kept))
              .map((check) => (
                <Row key={`${check.code} ${check.phase ?? ""}`} check={check} />
              ))}
          </ul>
          <p className={`meta ${classes.hint}`}>{t("programs.check.hint")}</p>
        </>
      )}
    </ListPanel>
  );
}

const inHours = new Set<CheckCode>(["weekMinimum", "weekMaximum", "shapeMinutes", "longestDay"]);

function Row({ check }: { check: Check }) {
  const { t } = useTranslation();
  const citationOf = useCitation();
  const { locale } = useLanguage();
  const figure = (value: number | undefined) =>
    value === undefined ? "" : inHours.has(check.code) ? formatDuration(value) : String(value);
  const text = t(`programs.check.${check.code}`, {
    planned: figure(check.planned),
    limit: figure(check.limit),
    least: figure(check.least),
    most: figure(check.limit),
  });
  const said = check.phase
    ? `${t("programs.check.inPhase", { phase: t(`programs.phases.phase.${check.phase}`) })} ${text}`
    : text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  const isShape = check.code === "shapeDays" || check.code === "shapeMinutes";
  return (
    <li className={classes.row} data-broken={!check.kept || undefined}>
      {check.kept ? (
        <span className={classes.kept}>
          <IconCircleCheck size={16} stroke={1.75} aria-hidden />
          <span className="unseen">{t("programs.check.kept")}: </span>
        </span>
      ) : (
        <Chip tone="warn" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
          {t("programs.check.broken")}
        </Chip>
      )}
      <span>
        {said}
        <span className={`meta ${classes.source}`}>
          {check.source
            ? `${t("programs.check.source", { citation: citationOf(check.source.citation) })} (${t(
                `programs.check.confidence.${check.source.confidence}`,
              )})`
            : t(isShape ? "programs.check.house" : "programs.check.own")}
        </span>
      </span>
    </li>
  );
}
