import { Button } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { focusMain } from "@/lib/focus-main";
import { useLanguage } from "@/lib/i18n";
import { formatTime, wallClock } from "@/lib/time";
import { EmptyState } from "@/ui/page";

import { BreakGlassDialog } from "./break-glass-dialog";
import { openUntilQuery, useCloseGlass } from "./queries";
import classes from "./restricted.module.css";

type Props = { participantId: string; mayBreakGlass: boolean };

/** In place of a chart that is not there, or not this person's to see: which of the two is not said. */
export function RestrictedRecord({ participantId, mayBreakGlass }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
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
      <BreakGlassDialog
        participantId={participantId}
        opened={opened}
        onClose={() => setOpened(false)}
        onOpened={focusMain}
      />
    </>
  );
}

/** Above a record that was opened with a reason: until when, and that it is reviewed. */
export function OpenNotice({ participantId, now, timeZone }: { participantId: string; now: Date; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const open = useQuery(openUntilQuery(participantId));
  const close = useCloseGlass(participantId);
  const over = open.data != null && Date.parse(open.data.expires_at) <= now.getTime();
  useEffect(() => {
    if (over) close();
  }, [over, close]);
  if (!open.data || over) return null;
  const { time } = wallClock(new Date(open.data.expires_at), timeZone);
  return (
    <p className={classes.notice}>
      <IconLockOpen size={16} stroke={1.75} aria-hidden />
      {t("restricted.openUntil", { time: formatTime(time, locale) })}
    </p>
  );
}
