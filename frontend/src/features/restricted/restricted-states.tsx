import { Button } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import { announce } from "@/lib/announce";
import { focusMain } from "@/lib/focus-main";
import { useLanguage } from "@/lib/i18n";
import { formatTime, wallClock } from "@/lib/time";
import { EmptyState, PageHead } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";
import { useLater } from "@/ui/use-later";

import { openUntilQuery, useCloseGlass, useEndGlass } from "./queries";
import classes from "./restricted.module.css";

const loadDialog = () => import("./break-glass-dialog").then((module) => module.BreakGlassDialog);
const loadNothing = () => new Promise<never>(() => {});

type Props = { participantId: string; mayBreakGlass: boolean };

/** In place of a chart that is not there, or not this person's to see: which of the two is not said. */
export function RestrictedRecord({ participantId, mayBreakGlass }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const Dialog = useLater(mayBreakGlass ? loadDialog : loadNothing, opened);
  return (
    <>
      <PageHead title={t("nav.participants")} />
      <EmptyState
        icon={<IconLock size={24} stroke={1.5} aria-hidden />}
        title={t("restricted.title")}
        hint={t(mayBreakGlass ? "restricted.hintMay" : "restricted.hint")}
        action={
          mayBreakGlass ? (
            <Button onClick={() => setOpened(true)}>{t("restricted.openWithReason")}</Button>
          ) : (
            <Button component={Link} to="/participants">
              {t("restricted.toList")}
            </Button>
          )
        }
      />
      {Dialog && (
        <Dialog participantId={participantId} opened={opened} onClose={() => setOpened(false)} onOpened={focusMain} />
      )}
    </>
  );
}

/** Above a record that was opened with a reason: until when, that it is reviewed, and how to close it before. */
export function OpenNotice({ participantId, now, timeZone }: { participantId: string; now: Date; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const open = useQuery(openUntilQuery(participantId));
  const close = useCloseGlass(participantId);
  const end = useEndGlass();
  const problemText = useProblemText();
  const over = open.data != null && Date.parse(open.data.expires_at) <= now.getTime();
  useEffect(() => {
    if (over) close();
  }, [over, close]);
  if (!open.data || over) return null;
  const closeNow = (useId: string) =>
    end.mutateAsync(useId).then(closed, (error: unknown) => {
      // Somebody else closed it, or its hour went by: it is as wanted.
      if (hasCode(error, "ended-already")) closed();
    });
  const closed = () => {
    close();
    announce(t("restricted.closed"));
    focusMain();
  };
  const { id, expires_at } = open.data;
  const { time } = wallClock(new Date(expires_at), timeZone);
  return (
    <div className={classes.notice}>
      <IconLockOpen size={16} stroke={1.75} aria-hidden />
      <p>{t("restricted.openUntil", { time: formatTime(time, locale) })}</p>
      <Button size="compact-xs" loading={end.isPending} onClick={() => void closeNow(id)}>
        {t("restricted.closeNow")}
      </Button>
      {end.isError && !hasCode(end.error, "ended-already") && <span role="alert">{problemText(end.error)}</span>}
    </div>
  );
}
