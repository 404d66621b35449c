import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAlarmed } from "@/api/alerts";
import type { Roster as RosterAnswer, SessionCard, SignedIn } from "@/api/types";
import { Roster } from "@/features/attendance/roster";
import { openFor, unmarked } from "@/features/attendance/rules";
import { SessionHead } from "@/features/attendance/session-head";
import { useMarking } from "@/features/attendance/use-marking";
import { closingText } from "@/features/attendance/words";
import { DeliveryStrip } from "@/features/delivery/delivery-strip";
import { phaseOf } from "@/lib/session-time";
import { wallClock } from "@/lib/time";
import { useFocusPassed } from "@/lib/use-focus-passed";

import { kindColour } from "@/ui/kind";
import { useLater } from "@/ui/use-later";

type Props = {
  roster: RosterAnswer;
  timeZone: string;
  now: Date;
  me: SignedIn;
  discreet: boolean;
  extra: ReactNode;
};

const loadClosing = () => import("@/features/attendance/closing-dialog").then((module) => module.ClosingDialog);

/** One session: what it is, what it delivered, who came. At most one button is filled: the next step. */
export function SessionPanel({ roster, timeZone, now, me, discreet, extra }: Props) {
  const { t } = useTranslation();
  const marking = useMarking(roster);
  const [closing, setClosing] = useState(false);
  const ClosingDialog = useLater(loadClosing);
  const passFocus = useFocusPassed();
  const { session } = roster;
  const may = (permission: string) => me.permissions.includes(permission);
  const begun = phaseOf(session, now) !== "ahead";
  const open = openFor(session, wallClock(now, timeZone).date);
  const left = unmarked(marking.rows).length;
  const mayMark = may("attendance:mark");
  const alarmed = useAlarmed(may("alert:read"));
  const closable = may("attendance:close") && open && begun && marking.rows.length > 0;
  const group = kindColour(session.service_kind) === "group" && open;
  const over = phaseOf(session, now) === "over";
  return (
    <>
      <SessionHead
        session={session}
        reader={me.account.staff_id}
        discreet={discreet}
        actions={
          <>
            {extra}
            {group && !over && (
              <Button component="a" href={`/wall/${session.id}`} target="_blank">
                {t("room.wall")}
              </Button>
            )}
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
              <Button
                variant={over && left === 0 ? "filled" : "default"}
                onClick={(event) => {
                  passFocus(event);
                  setClosing(true);
                }}
              >
                {t(closingText(session))}
              </Button>
            )}
          </>
        }
      />
      {!discreet && (
        <DeliveryStrip
          session={session}
          rows={marking.rows}
          delivery={roster.delivery}
          mayRecord={may("delivery:write") && session.status !== "cancelled" && begun}
          urgent={session.status === "closed"}
        />
      )}
      <Roster
        roster={roster}
        marking={marking}
        timeZone={timeZone}
        now={now}
        discreet={discreet}
        mayMark={mayMark}
        alarmed={alarmed}
      />
      {ClosingDialog && (
        <ClosingDialog
          session={session}
          rows={marking.rows}
          timeZone={timeZone}
          discreet={discreet}
          opened={closing}
          onClose={() => setClosing(false)}
        />
      )}
    </>
  );
}

/** A session whose roster this person may not see: what the schedule says of it. */
SessionPanel.Facts = function Facts({ session, discreet }: { session: SessionCard; discreet: boolean }) {
  return <SessionHead session={session} discreet={discreet} actions={null} />;
};
