import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCloudX, IconUsers } from "@tabler/icons-react";
import { type CSSProperties, startTransition, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Alarmed } from "@/api/alerts";
import type { Roster as RosterAnswer, RosterRow } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { calledNames, nameOf } from "@/lib/names";
import { phaseOf } from "@/lib/session-time";
import { useShortcut } from "@/lib/shortcuts";
import { formatTime, wallClock } from "@/lib/time";
import { useFocusPassed } from "@/lib/use-focus-passed";
import { useStable } from "@/lib/use-stable";
import { Key } from "@/ui/key";
import { EmptyState } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";
import { useLater } from "@/ui/use-later";

import classes from "./roster.module.css";
import { RosterPerson } from "./roster-person";
import { type Choice, isAway, type MarkDraft, openFor, unmarked } from "./rules";
import type { Marking } from "./use-marking";

type Props = {
  roster: RosterAnswer;
  marking: Marking;
  timeZone: string;
  now: Date;
  /** A group can see the screen: names and attendance, nothing else. */
  discreet: boolean;
  mayMark: boolean;
  /** Participants about whom an alert is open. */
  alarmed: Alarmed;
};

const loadDetails = () => import("./mark-details").then((module) => module.MarkDetails);

/** Who was expected, and what became of each: one click or key for a person, one for all the rest. */
export function Roster({ roster, marking, timeZone, now, discreet, mayMark, alarmed }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const list = useRef<HTMLOListElement>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const Details = useLater(loadDetails);
  const { session } = roster;
  const { rows } = marking;
  const today = wallClock(now, timeZone).date;
  const editable = mayMark && openFor(session, today);
  const left = unmarked(rows).length;

  const names = discreet ? calledNames(rows) : rows.map(nameOf);

  const choose = useStable((row: RosterRow, choice: Choice) => {
    const draft: MarkDraft = { booking_id: row.booking_id, outcome: choice };
    const asksMore = choice === "late" || (isAway(choice) && !discreet);
    // The mark itself is seen first; what it asks for follows.
    startTransition(() => setOpened(asksMore ? row.booking_id : null));
    announce(
      t("roster.markedOne", { name: names[rows.indexOf(row)] ?? row.chosen_name, outcome: t(`roster.${choice}`) }),
    );
    if (choice === "late") {
      // Only the person at the door knows when somebody came to a session that is over.
      if (phaseOf(session, now) !== "running") return;
      draft.arrived_at = now.toISOString();
    }
    marking.mark(row, draft);
  });
  const details = useStable(marking.mark);
  const keepTheirs = useStable(marking.keepTheirs);
  const takeMine = useStable(marking.takeMine);

  const markRest = () => {
    setOpened(null);
    marking.markRest();
  };

  useShortcut("p", () => editable && markRest(), { shift: true });

  const passFocus = useFocusPassed(() => list.current?.querySelector<HTMLElement>('[role="radio"][tabindex="0"]'));

  const move = useStable((from: HTMLElement, step: 1 | -1) => {
    const people = [...(list.current?.children ?? [])];
    const next = people[people.indexOf(from) + step];
    next?.querySelector<HTMLElement>('[role="radio"][tabindex="0"]')?.focus();
  });

  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
        title={t("roster.empty")}
        hint={t("roster.emptyHint")}
      />
    );
  }
  return (
    <section className={classes.roster} data-room={discreet || undefined} aria-label={t("roster.title")}>
      <div className={classes.toolbar}>
        <h2>{t("roster.title")}</h2>
        <span className="num">{t("roster.marked", { marked: rows.length - left, total: rows.length })}</span>
        <span className={`meta num ${classes.state}`}>
          {marking.savedAt &&
            !marking.saving &&
            marking.waiting === 0 &&
            marking.unsaved.size === 0 &&
            t("roster.savedAt", { time: formatTime(wallClock(marking.savedAt, timeZone).time, locale) })}
        </span>
        {editable && marking.canUndo && (
          <Button
            variant="subtle"
            leftSection={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
            aria-label={t("roster.undoLast")}
            onClick={(event) => {
              passFocus(event);
              marking.undoLast();
            }}
          >
            {t("roster.undo")}
          </Button>
        )}
        {editable && left > 0 && (
          <Button
            variant={left > 1 ? "filled" : "default"}
            rightSection={<Key>⇧P</Key>}
            onClick={(event) => {
              passFocus(event);
              markRest();
            }}
          >
            {t("roster.markRest")}
          </Button>
        )}
      </div>
      {marking.unsaved.size > 0 && (
        <div className={classes.unsaved} role="alert">
          <IconCloudX size={16} stroke={1.75} aria-hidden />
          <span>
            {t("roster.notSavedCount", { count: marking.unsaved.size })}. {problemText(marking.error)}
          </span>
          <Button onClick={marking.retryUnsaved}>{t("roster.retry")}</Button>
        </div>
      )}
      {marking.shortened && (
        <div className={classes.unsaved} role="alert">
          <IconCloudX size={16} stroke={1.75} aria-hidden />
          <span>{t("roster.shortened")}</span>
        </div>
      )}
      {/* Before a group it is the mark above the day that says it, in no words about anybody. */}
      {alarmed.unread && !discreet && (
        <p className={classes.note} role="status">
          {t("roster.alertsUnread")}
        </p>
      )}
      <div className={classes.columns} aria-hidden>
        <span>{t("roster.participant")}</span>
        <span>{!discreet && t("roster.flags")}</span>
        <span>{t("roster.attendance")}</span>
        <span>{!discreet && t("roster.minutes")}</span>
      </div>
      <ol ref={list} className={classes.people} style={{ "--half": Math.ceil(rows.length / 2) } as CSSProperties}>
        {rows.map((row, index) => (
          <RosterPerson
            key={row.booking_id}
            row={row}
            name={names[index] ?? row.chosen_name}
            session={opened === row.booking_id ? session : undefined}
            timeZone={timeZone}
            discreet={discreet}
            editable={editable}
            alarmed={alarmed.ids.has(row.participant_id)}
            mine={marking.conflicts.get(row.booking_id)}
            Details={Details}
            onChoose={choose}
            onDetails={details}
            onOpen={setOpened}
            onMove={move}
            onKeepTheirs={keepTheirs}
            onUseMine={takeMine}
          />
        ))}
      </ol>
      {editable && <p className={`meta ${classes.keys}`}>{t("roster.keys")}</p>}
      {session.status === "closed" && <p className={classes.note}>{t("roster.closedHint")}</p>}
      {session.status === "cancelled" && <p className={classes.note}>{t("roster.cancelledHint")}</p>}
      {session.status === "scheduled" && session.local_date > today && (
        <p className={classes.note}>{t("roster.aheadHint")}</p>
      )}
    </section>
  );
}
