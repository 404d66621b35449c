import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Roster as RosterAnswer, SessionCard, SignedIn } from "@/api/types";
import { ClosingDialog } from "@/features/attendance/closing-dialog";
import { Roster } from "@/features/attendance/roster";
import { openFor, unmarked } from "@/features/attendance/rules";
import { SessionHead } from "@/features/attendance/session-head";
import { useMarking } from "@/features/attendance/use-marking";
import { closingText } from "@/features/attendance/words";
import { DeliveryStrip } from "@/features/delivery/delivery-strip";
import { phaseOf } from "@/lib/session-time";
import { wallClock } from "@/lib/time";

type Props = {
  roster: RosterAnswer;
  timeZone: string;
  now: Date;
  me: SignedIn;
  discreet: boolean;
  onDiscreet: (discreet: boolean) => void;
  extra: ReactNode;
};

/** One session: what it is, what it delivered, who came. At most one button is filled: the next step. */
export function SessionPanel({ roster, timeZone, now, me, discreet, onDiscreet, extra }: Props) {
  const { t } = useTranslation();
  const marking = useMarking(roster);
  const [closing, setClosing] = useState(false);
  const { session } = roster;
  const may = (permission: string) => me.permissions.includes(permission);
  const begun = phaseOf(session, now) !== "ahead";
  const open = openFor(session, wallClock(now, timeZone).date);
  const left = unmarked(marking.rows).length;
  const mayMark = may("attendance:mark");
  const closable = may("attendance:close") && open && begun && marking.rows.length > 0;
  const over = phaseOf(session, now) === "over";
  return (
    <>
      <SessionHead
        session={session}
        discreet={discreet}
        onDiscreet={onDiscreet}
        actions={
          <>
            {extra}
            {marking.rows.length > 0 && (
              <Button
                renderRoot={(props) => (
                  <Link to="/sessions/$sessionId/sheet" params={{ sessionId: session.id }} {...props} />
                )}
              >
                {t("session.sheet")}
              </Button>
            )}
            {closable && (
              <Button variant={over && left === 0 ? "filled" : "default"} onClick={() => setClosing(true)}>
                {t(closingText(session))}
              </Button>
            )}
          </>
        }
      />
      <DeliveryStrip
        session={session}
        rows={marking.rows}
        delivery={roster.delivery}
        mayRecord={may("delivery:write") && session.status !== "cancelled" && begun}
        urgent={session.status === "closed"}
      />
      <Roster roster={roster} marking={marking} timeZone={timeZone} now={now} discreet={discreet} mayMark={mayMark} />
      <ClosingDialog
        session={session}
        rows={marking.rows}
        timeZone={timeZone}
        opened={closing}
        onClose={() => setClosing(false)}
      />
    </>
  );
}

/** A session whose roster this person may not see: what the schedule says of it. */
SessionPanel.Facts = function Facts({ session }: { session: SessionCard }) {
  return <SessionHead session={session} discreet={undefined} onDiscreet={() => {}} actions={null} />;
};
