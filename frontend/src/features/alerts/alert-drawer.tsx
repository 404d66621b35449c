import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { AlertEvent, OpenedAlert } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDay } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Facts } from "@/ui/panel";

import { CloseForm, HandOverForm } from "./alert-forms";
import classes from "./alerts.module.css";
import { alertQuery, useTakeAlert } from "./queries";
import { useAlertProblem, useAlertWords, useDueWords, useWhen } from "./words";

type Form = "close" | "hand";
type Props = {
  id: string;
  /** What was asked for where the alert was listed. */
  begin?: Form | undefined;
  timeZone: string;
  mayWork: boolean;
  onClose: () => void;
};

/** One alert: what it is about, who answers for it, and what may be done. Opening it is noted. */
export default function AlertDrawer({ id, begin, timeZone, mayWork, onClose }: Props) {
  const { t } = useTranslation();
  const alert = useQuery(alertQuery(id, mayWork));
  return (
    <FormDrawer
      opened
      onClose={onClose}
      title={alert.data ? t("alerts.drawer.title", { name: alert.data.participant_name }) : t("alerts.title")}
    >
      {alert.isPending ? (
        <LoadingRows rows={6} />
      ) : alert.isError && !alert.data ? (
        <ErrorState error={alert.error} onRetry={() => void alert.refetch()} />
      ) : (
        <Opened key={id} alert={alert.data} begin={begin} timeZone={timeZone} mayWork={mayWork} />
      )}
    </FormDrawer>
  );
}

type OpenedProps = Pick<Props, "begin" | "timeZone" | "mayWork"> & { alert: OpenedAlert };

function Opened({ alert, begin, timeZone, mayWork }: OpenedProps) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const words = useAlertWords();
  const dueWords = useDueWords(timeZone);
  const when = useWhen(timeZone);
  const { answered } = alert;
  const opener = alert.events.find((one) => one.kind === "opened");
  const seen = alert.events.filter((one) => one.kind === "seen");
  return (
    <div className={classes.stack}>
      <div className={classes.answer}>
        <p>
          {alert.risk_level
            ? t("alerts.screen", { level: t(`alerts.level.${alert.risk_level}`) })
            : answered
              ? t("alerts.drawer.question", { item: answered.item, instrument: answered.instrument_name })
              : words(alert)}
        </p>
        {answered && (
          <>
            {answered.question && <p>{answered.question[language] ?? answered.question.en}</p>}
            <p>
              <strong>
                {answered.value === null
                  ? t("alerts.drawer.blank")
                  : (answered.answer?.[language] ?? answered.answer?.en ?? answered.value)}
              </strong>
            </p>
          </>
        )}
        {alert.source === "not_stored" && <p>{t("alerts.drawer.lost")}</p>}
        {alert.note && <p>{alert.note}</p>}
      </div>
      {alert.status === "open" && mayWork && <Acts alert={alert} begin={begin} />}
      <Facts
        unknown={t("alerts.drawer.unknown")}
        facts={[
          {
            name: t("alerts.drawer.opened"),
            value: t("alerts.drawer.openedAt", { when: when(alert.opened_at), by: opener?.by?.name ?? "" }),
          },
          ...(alert.about_on ? [{ name: t("alerts.drawer.aboutOn"), value: formatDay(alert.about_on, locale) }] : []),
          { name: t("alerts.drawer.owner"), value: alert.owner.name },
          { name: t("alerts.drawer.backup"), value: alert.backup?.name },
          ...(alert.status === "open" ? [{ name: t("alerts.drawer.due"), value: dueWords(alert) }] : []),
          {
            name: t("alerts.drawer.seen"),
            value: seen.length > 0 ? seen.map((one) => one.by?.name).join(", ") : t("alerts.drawer.nobody"),
          },
          ...(alert.action
            ? [{ name: t("alerts.drawer.done"), value: `${t(`alerts.action.${alert.action}`)}. ${alert.action_note}` }]
            : []),
        ]}
      />
      <section>
        <h3>{t("alerts.drawer.history")}</h3>
        <ol className={`${classes.history} num`}>
          {alert.events.map((event) => (
            <li key={event.kind + event.at + (event.by?.account_id ?? "")}>
              <EventWords event={event} /> · {when(event.at)}
              {event.note && <p>{event.note}</p>}
            </li>
          ))}
        </ol>
      </section>
      {alert.source === "diary" ? (
        <>
          <Link
            to="/participants/$participantId"
            params={{ participantId: alert.participant_id }}
            search={{ tab: "diary" }}
          >
            {t("alerts.drawer.diary")}
          </Link>
          <Link
            to="/participants/$participantId"
            params={{ participantId: alert.participant_id }}
            search={{ tab: "diary", chain: alert.id }}
          >
            {t("alerts.drawer.chain")}
          </Link>
        </>
      ) : (
        <Link
          to="/participants/$participantId"
          params={{ participantId: alert.participant_id }}
          search={{ tab: "measures" }}
        >
          {t("alerts.drawer.chart")}
        </Link>
      )}
      {mayWork && alert.status === "open" && (
        <Link
          to="/participants/$participantId"
          params={{ participantId: alert.participant_id }}
          search={{ tab: "measures", plan: alert.id }}
        >
          {t("alerts.drawer.plan")}
        </Link>
      )}
    </div>
  );
}

function EventWords({ event }: { event: AlertEvent }) {
  const { t } = useTranslation();
  const what = t(`alerts.event.${event.kind}`);
  if (event.by && event.to) return t("alerts.eventTo", { what, by: event.by.name, to: event.to.name });
  if (event.by) return t("alerts.eventBy", { what, by: event.by.name });
  return event.to ? t("alerts.clockTo", { what, to: event.to.name }) : what;
}

function Acts({ alert, begin }: { alert: OpenedAlert; begin: Form | undefined }) {
  const { t } = useTranslation();
  const problem = useAlertProblem();
  const take = useTakeAlert(alert.id);
  const [form, setForm] = useState<Form | null>(begin === "close" && !alert.may_close ? null : (begin ?? null));
  if (form === "close") return <CloseForm alert={alert} onDone={() => setForm(null)} />;
  if (form === "hand") return <HandOverForm alert={alert} onDone={() => setForm(null)} />;
  return (
    <>
      {take.error && (
        <p className={classes.problem} role="alert">
          {problem(take.error)}
        </p>
      )}
      {!alert.may_close && <p>{t("alerts.readOnly")}</p>}
      <div className={classes.actions}>
        {alert.may_close && (
          <Button variant="filled" onClick={() => setForm("close")}>
            {t("alerts.close.open")}
          </Button>
        )}
        {alert.may_close && (!alert.acknowledged_at || alert.gone_up) && (
          <Button
            loading={take.isPending}
            onClick={() => take.mutate(undefined, { onSuccess: () => announce(t("alerts.taken")) })}
          >
            {t("alerts.take")}
          </Button>
        )}
        <Button onClick={() => setForm("hand")}>{t("alerts.handOver.open")}</Button>
      </div>
    </>
  );
}
