import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BreakGlassUse, SignedIn } from "@/api/types";
import { announce } from "@/lib/announce";
import { focusMain } from "@/lib/focus-main";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { nameOf } from "@/lib/names";
import { useNow } from "@/lib/use-now";
import { FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";

import { useOperationWord } from "./operation-words";
import { looksQuery, oneUseQuery, useEndUse } from "./queries";
import { ReviewForm, useUseProblem } from "./review-form";
import { stateOf } from "./rules";
import classes from "./uses.module.css";

type Props = { useId: string | undefined; me: SignedIn; timeZone: string; onClose: () => void };

/** One use of a restricted record, with the form of whoever reviews it. */
export function UseDialog({ useId, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("uses.title")} opened={useId !== undefined} onClose={rest.onClose}>
      {useId !== undefined && <Opened key={useId} useId={useId} {...rest} />}
    </FormDialog>
  );
}

function Opened({ useId, me, timeZone, onClose }: Props & { useId: string }) {
  const { t } = useTranslation();
  const query = useQuery(oneUseQuery(useId));
  const now = useNow();
  if (query.isPending) return <LoadingRows rows={14} height={36} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const use = query.data;
  const open = stateOf(use, now) === "open";
  const may = (permission: string) => me.permissions.includes(permission);
  const own = use.account_id === me.account.id;
  const reviewed = () => {
    announce(t("uses.saved"));
    onClose();
    // Where the dialog was led to by a link, nothing of this page had focus before.
    setTimeout(() => {
      if (document.activeElement === document.body) focusMain();
    });
  };
  return (
    <div className={classes.body}>
      <Facts use={use} now={now} timeZone={timeZone} />
      <div className={classes.acts}>
        {may("participant:read") && (
          <Button
            renderRoot={(props) => (
              <Link to="/participants/$participantId" params={{ participantId: use.participant_id }} {...props} />
            )}
          >
            {t("uses.chart")}
          </Button>
        )}
        {open && may("break_glass:review") && <EndNow use={use} />}
      </div>
      {may("audit:chart") && <Looks use={use} timeZone={timeZone} />}
      {use.finding !== null ? null : own ? (
        <p className="meta">{t("uses.own")}</p>
      ) : may("break_glass:review") ? (
        <ReviewForm useId={use.id} open={open} onReviewed={reviewed} onCancel={onClose} />
      ) : (
        <p className="meta">{t("uses.notReviewer")}</p>
      )}
    </div>
  );
}

function Facts({ use, now, timeZone }: { use: BreakGlassUse; now: Date; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const at = (instant: string) => formatInstant(instant, timeZone, locale);
  const when = at(use.ended_at ?? use.expires_at);
  const facts: [name: string, value: ReactNode, wide?: boolean][] = [
    [t("uses.who"), use.account_name],
    [t("uses.whose"), nameOf(use.participant)],
    [t("uses.opened"), at(use.opened_at)],
    [
      t("uses.state"),
      use.ended_by_name
        ? t("uses.endedBy", { when, name: use.ended_by_name })
        : t(`uses.stateOf.${stateOf(use, now)}`, { when }),
    ],
    [t("uses.why"), t(`restricted.reasonOf.${use.reason}`)],
    [t("uses.explanation"), use.explanation, true],
  ];
  if (use.finding !== null) {
    facts.push([t("uses.finding"), t(`uses.findingOf.${use.finding}`)]);
    if (use.reviewed_at !== null) {
      const by = { name: use.reviewed_by_name, when: at(use.reviewed_at) };
      facts.push([t("uses.reviewedBy"), t("uses.reviewedAt", by)]);
    }
    if (use.note !== null) facts.push([t("uses.noteIs"), use.note, true]);
  }
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value, wide]) => (
        <div key={name} data-wide={wide || undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Closes the record before its time is over; the use stays to be reviewed. */
function EndNow({ use }: { use: BreakGlassUse }) {
  const { t } = useTranslation();
  const problem = useUseProblem();
  const end = useEndUse(use.id);
  return (
    <>
      <Button
        loading={end.isPending}
        onClick={() => end.mutate(undefined, { onSuccess: () => announce(t("uses.closedNow")) })}
      >
        {t("uses.closeNow")}
      </Button>
      {end.isError && <span role="alert">{problem(end.error)}</span>}
    </>
  );
}

/** What its holder looked at. Asked for by a button, as looking is itself recorded. */
function Looks({ use, timeZone }: { use: BreakGlassUse; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const wordOf = useOperationWord();
  const [shown, setShown] = useState(false);
  const looks = useQuery({ ...looksQuery(use), enabled: shown });
  return (
    <>
      <div className={classes.acts}>
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "uses.hideLooks" : "uses.showLooks")}
        </Button>
      </div>
      {!shown ? null : looks.isPending ? (
        <LoadingRows rows={3} />
      ) : looks.isError ? (
        <ErrorState error={looks.error} onRetry={() => void looks.refetch()} />
      ) : looks.data.entries.length === 0 ? (
        <p className="meta">{t("uses.noLooks")}</p>
      ) : (
        <ul className={classes.looks} aria-label={t("uses.looks")}>
          {looks.data.entries.map((entry) => (
            <li key={entry.id}>
              <span className="num">{formatInstant(entry.at, timeZone, locale)}</span>
              <span>
                {wordOf(entry.action)}
                {entry.outcome === "refused" && ` (${t("uses.refused")})`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {shown && looks.data && !looks.data.all && <p className="meta">{t("uses.looksMore")}</p>}
    </>
  );
}
