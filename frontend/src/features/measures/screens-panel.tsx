import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleMinus, IconInfoCircle, IconUrgent } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RiskScreen } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatMoment } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import classes from "./measures.module.css";
import { screensQuery } from "./queries";
import { saidYes } from "./rules";
import { VoidScreenDialog } from "./void-screen-dialog";

const looks = {
  none: { tone: "plain", Icon: IconCircleMinus },
  low: { tone: "plain", Icon: IconInfoCircle },
  moderate: { tone: "warn", Icon: IconAlertTriangle },
  high: { tone: "danger", Icon: IconUrgent },
} as const;

/** Every risk screen of a person, the youngest first: what is new is read beside what is known. */
export function ScreensPanel({ participantId, mayVoid }: { participantId: string; mayVoid: boolean }) {
  const { t } = useTranslation();
  const screens = useInfiniteQuery(screensQuery(participantId));
  const [voiding, setVoiding] = useState<RiskScreen>();
  if (screens.isPending) return <LoadingRows rows={2} />;
  if (screens.isError && !screens.data) {
    return <ErrorState error={screens.error} onRetry={() => void screens.refetch()} />;
  }
  const all = screens.data.pages.flatMap((page) => page.items);
  return (
    <Panel title={t("history.screens")}>
      {all.length === 0 ? (
        <PanelNote>{t("history.noScreens")}</PanelNote>
      ) : (
        <TableScroll label={t("history.screensTable")}>
          <thead>
            <tr>
              <th scope="col">{t("history.column.when")}</th>
              <th scope="col">{t("history.column.level")}</th>
              <th scope="col">{t("history.column.said")}</th>
              <th scope="col">{t("history.column.by")}</th>
              {mayVoid && <td />}
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <ScreenRow key={one.id} screen={one} onVoid={mayVoid ? () => setVoiding(one) : undefined} />
            ))}
          </tbody>
        </TableScroll>
      )}
      {screens.hasNextPage && (
        <div className={classes.more}>
          <Button loading={screens.isFetchingNextPage} onClick={() => void screens.fetchNextPage()}>
            {t("history.moreScreens")}
          </Button>
        </div>
      )}
      {voiding && <VoidScreenDialog screen={voiding} onClose={() => setVoiding(undefined)} />}
    </Panel>
  );
}

type RowProps = { screen: RiskScreen; onVoid: (() => void) | undefined };

function ScreenRow({ screen, onVoid }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const when = formatMoment(new Date(screen.screened_at), locale);
  const { tone, Icon } = looks[screen.level];
  const said = saidYes(screen).map((question) => t(`measures.screen.q.${question}`));
  const lines = [
    ...(said.length > 0
      ? [t("history.question", { question: said.join(", "), answer: t("measures.screen.yes") })]
      : []),
    ...(screen.behaviour === "no"
      ? []
      : [
          t("history.question", {
            question: t("measures.screen.q.behaviour"),
            answer: t(`measures.screen.behaviour.${screen.behaviour}`),
          }),
        ]),
  ];
  return (
    <tr className={screen.voided_at === null ? undefined : classes.voided}>
      <th scope="row" className="num">
        {when}
      </th>
      <td>
        <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
          {t(`measures.screen.level.${screen.level}`)}
        </Chip>
      </td>
      <td>
        {(lines.length > 0 ? lines : [t("history.nothing")]).map((line) => (
          <div key={line}>{line}</div>
        ))}
        {screen.void_reason !== null && <strong>{t("history.voidedFor", { reason: screen.void_reason })}</strong>}
        <div className="meta">{t(screen.since_last_contact ? "history.sinceLast" : "history.lifetime")}</div>
      </td>
      <td>{screen.screened_by_name}</td>
      {onVoid && (
        <td data-figure>
          {screen.voided_at === null && (
            <Button variant="subtle" aria-label={t("history.voidNamed", { when })} onClick={onVoid}>
              {t("history.void")}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
