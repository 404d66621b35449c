import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { Outcome } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { calledNames } from "@/lib/names";
import { useStore } from "@/lib/store";
import { formatDay, formatTimeRange } from "@/lib/time";
import { kindColour } from "@/ui/kind";
import { useProblemText } from "@/ui/problem-text";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./outbox-notice.module.css";
import type { Kept } from "./outbox-rules";
import { outbox } from "./outbox-state";
import { rosterQuery } from "./queries";

/** Marks that met another's, and marks that were refused: each stays until a person has decided. */
export function OutboxDialog({ entries, onClose }: { entries: Kept[]; onClose: () => void }) {
  const { t } = useTranslation();
  const sessions = [...new Set(entries.map((one) => one.session))];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("outbox.title")}
      size={560}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {sessions.length === 0 && <p>{t("outbox.nothing")}</p>}
      {sessions.map((session) => (
        <OfSession key={session} session={session} entries={entries.filter((one) => one.session === session)} />
      ))}
      <div className={classes.end}>
        <Button data-autofocus onClick={onClose}>
          {t("state.close")}
        </Button>
      </div>
    </Modal>
  );
}

/** Names are the roster's, and only what people are called: a group may see this screen. */
function OfSession({ session, entries }: { session: string; entries: Kept[] }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const { data } = useQuery({ ...rosterQuery(session), retry: false });
  const names = calledNames(data?.rows ?? []);
  const nameOf = (booking: string) =>
    names[data?.rows.findIndex((row) => row.booking_id === booking) ?? -1] ?? t("outbox.someone");
  const card = data?.session;
  const title = card && (kindColour(card.service_kind) === "group" ? titleOf(card) : t(`kind.${card.service_kind}`));
  return (
    <section className={classes.session}>
      {card && (
        <h3>
          {title}, {formatDay(card.local_date, locale)}, {formatTimeRange(card.local_start, card.local_end, locale)}
        </h3>
      )}
      <ul>
        {entries.map((one) => (
          <Entry key={one.sequence} one={one} name={nameOf(one.booking)} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ one, name }: { one: Kept; name: string }) {
  const { t } = useTranslation();
  const box = useStore(outbox);
  const refusalText = useRefusalText();
  const outcome = (given: Outcome | undefined) => (given ? t(`roster.${given}`) : t("outbox.noMark"));
  const mine = t("outbox.mine", { outcome: outcome(one.mark?.outcome) });
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p>
          {one.state === "conflict"
            ? `${t("outbox.theirs", { outcome: outcome(one.theirs?.outcome) })} · ${mine}`
            : `${mine}. ${refusalText(one)}`}
        </p>
      </div>
      <div className={classes.actions}>
        {one.state === "conflict" ? (
          <>
            <Button aria-label={t("outbox.keepTheirsOf", { name })} onClick={() => void box?.keepTheirs(one.sequence)}>
              {t("outbox.keepTheirs")}
            </Button>
            <Button aria-label={t("outbox.useMineOf", { name })} onClick={() => void box?.useMine(one.sequence)}>
              {t("outbox.useMine")}
            </Button>
          </>
        ) : (
          <Button aria-label={t("outbox.dismissOf", { name })} onClick={() => void box?.dismiss(one.sequence)}>
            {t("outbox.dismiss")}
          </Button>
        )}
      </div>
    </li>
  );
}

function useRefusalText(): (one: Kept) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return ({ refusal }) => {
    const { status, code } = refusal ?? { status: 500, code: "unexpected" };
    if (code === "arrival-needed") return t("outbox.arrivalNeeded");
    if (code === "departure-needed") return t("outbox.departureNeeded");
    if (code === "booking-not-on-roster") return t("outbox.notOnRoster");
    const text = problemText(new ProblemError({ type: "about:blank", title: code, status, code }));
    return status === 422 && text === t("problem.unexpected") ? t("outbox.invalid") : text;
  };
}
