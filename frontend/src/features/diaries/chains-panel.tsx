import { Button } from "@mantine/core";
import { IconCircleCheck, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { ChainForm } from "./chain-form";
import { ChainWords } from "./chain-words";
import classes from "./diaries.module.css";
import { alertDayQuery, chainQuery, chainsQuery } from "./queries";

type Props = {
  participantId: string;
  today: LocalDate;
  mayWrite: boolean;
  /** The alert about which one is to be written. */
  about: string | undefined;
  onAboutClosed: () => void;
};

/** How single behaviors came about. The words stand in the drawer only. */
export function ChainsPanel({ participantId, today, mayWrite, about, onAboutClosed }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const chains = useQuery(chainsQuery(participantId));
  const [open, setOpen] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const alertDay = useQuery({ ...alertDayQuery(about ?? ""), enabled: about !== undefined });
  const begun = mayWrite && (starting || (about !== undefined && !alertDay.isPending));
  const close = () => {
    setStarting(false);
    if (about !== undefined) onAboutClosed();
  };
  return (
    <Panel
      title={t("diaries.chains.title")}
      hint={t("diaries.chains.hint")}
      actions={mayWrite && <Button onClick={() => setStarting(true)}>{t("diaries.chains.start")}</Button>}
    >
      {chains.isPending ? (
        <LoadingRows rows={2} />
      ) : chains.isError && !chains.data ? (
        <ErrorState error={chains.error} onRetry={() => void chains.refetch()} />
      ) : chains.data.length === 0 ? (
        <PanelNote>{t("diaries.chains.none")}</PanelNote>
      ) : (
        <ul className={`${classes.rows} ${classes.inPanel}`}>
          {chains.data.map((one) => {
            const date = formatDate(one.happened_on, locale);
            return (
              <li key={one.id}>
                <div>
                  <strong className="num">{date}</strong>{" "}
                  <span className="meta">
                    {t("diaries.chains.row", { count: one.link_count, name: one.written_by_name })}
                  </span>{" "}
                  <Chip
                    tone={one.status === "done" ? "ok" : "plain"}
                    icon={
                      one.status === "done" ? (
                        <IconCircleCheck size={14} stroke={1.75} aria-hidden />
                      ) : (
                        <IconPencil size={14} stroke={1.75} aria-hidden />
                      )
                    }
                  >
                    {t(`diaries.chains.status.${one.status}`)}
                  </Chip>
                </div>
                <Button aria-label={t("diaries.chains.open", { date })} onClick={() => setOpen(one.id)}>
                  {t("diaries.chains.show")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <FormDrawer title={t("diaries.chains.start")} opened={begun} onClose={close}>
        {begun && (
          <ChainForm
            participantId={participantId}
            alertId={about}
            happenedOn={alertDay.data ?? today}
            today={today}
            onClose={close}
          />
        )}
      </FormDrawer>
      <FormDrawer title={t("diaries.chains.title")} opened={open !== null} onClose={() => setOpen(null)}>
        {open && (
          <Opened
            participantId={participantId}
            id={open}
            today={today}
            mayWrite={mayWrite}
            onClose={() => setOpen(null)}
          />
        )}
      </FormDrawer>
    </Panel>
  );
}

type OpenedProps = { participantId: string; id: string; today: LocalDate; mayWrite: boolean; onClose: () => void };

/** A draft is gone on with; what is done is read. */
function Opened({ participantId, id, today, mayWrite, onClose }: OpenedProps) {
  const chain = useQuery(chainQuery(participantId, id));
  if (chain.isPending) return <LoadingRows rows={6} />;
  if (chain.isError && !chain.data) return <ErrorState error={chain.error} onRetry={() => void chain.refetch()} />;
  return mayWrite && chain.data.status === "draft" ? (
    <ChainForm
      participantId={participantId}
      chain={chain.data}
      happenedOn={chain.data.happened_on}
      today={today}
      onClose={onClose}
    />
  ) : (
    <ChainWords participantId={participantId} chain={chain.data} mayWrite={mayWrite} />
  );
}
