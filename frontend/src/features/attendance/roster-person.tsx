import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";

import type { Outcome, RosterRow, SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDuration, formatTime, wallClock } from "@/lib/time";
import { AlertChip } from "@/ui/alert-chip";
import { AttendanceControl } from "./attendance-control";
import { FlagChip, LookLater } from "./flag-chip";
import type { MarkDetails } from "./mark-details";
import classes from "./roster.module.css";
import { type Choice, choiceOf, choices, type MarkDraft } from "./rules";

type Props = {
  row: RosterRow;
  /** Full, or what they are called while a group can see the screen. */
  name: string;
  /** The session, while what a choice asks for is open. */
  session: SessionCard | undefined;
  timeZone: string;
  discreet: boolean;
  editable: boolean;
  /** An alert about them is open. */
  alarmed: boolean;
  /** What was chosen here and met another's mark. */
  mine: { outcome: Outcome | null } | undefined;
  /** What a choice asks for; null until it has been fetched. */
  Details: typeof MarkDetails | null;
  onChoose: (row: RosterRow, choice: Choice) => void;
  onDetails: (row: RosterRow, draft: MarkDraft) => void;
  onOpen: (bookingId: string | null) => void;
  onMove: (from: HTMLElement, step: 1 | -1) => void;
  onKeepTheirs: (bookingId: string) => void;
  onUseMine: (bookingId: string) => void;
};

/**
 * One person: their name and standing, the four choices, minutes, and below what a choice asks for. Marking somebody
 * draws them anew and nobody else: a roster of twelve has to answer at once on a slow machine.
 */
export const RosterPerson = memo(function RosterPerson(props: Props) {
  const { row, name, session, timeZone, discreet, editable, alarmed, mine, Details } = props;
  const { t } = useTranslation();
  const { attendance } = row;
  const opened = session !== undefined;
  const word = (outcome: Outcome | null) => (outcome ? t(`roster.${outcome}`) : t("roster.noMark"));

  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>) => {
    if (event.key === "Escape" && opened) {
      props.onOpen(null);
      event.currentTarget.querySelector<HTMLElement>('[role="radio"][tabindex="0"]')?.focus();
      return;
    }
    const target = event.target as HTMLElement;
    if (["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const choice = choices[Number(event.key) - 1];
    if (choice && editable) {
      event.preventDefault();
      props.onChoose(row, choice);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      props.onMove(event.currentTarget, event.key === "ArrowDown" ? 1 : -1);
    }
  };

  return (
    <li className={classes.person} onKeyDown={onKeyDown}>
      <div className={classes.row}>
        <div>
          <div className={classes.name}>
            <strong>{name}</strong>
            {!discreet && row.pronouns && <span>{row.pronouns}</span>}
          </div>
          {!discreet && <Standing row={row} />}
        </div>
        <div className={classes.flags}>
          {alarmed && !discreet && <AlertChip />}
          {discreet
            ? (alarmed || row.flags.length > 0) && <LookLater />
            : row.flags.map((flag) => <FlagChip key={flag.code} flag={flag} />)}
          {!discreet && <MarkFacts row={row} timeZone={timeZone} />}
        </div>
        <div className={classes.attendance}>
          <AttendanceControl
            name={name}
            value={choiceOf(attendance)}
            disabled={!editable}
            onChoose={(choice) => props.onChoose(row, choice)}
          />
        </div>
        <div className={classes.minutes}>
          {discreet ? null : attendance && editable ? (
            <button
              type="button"
              className={classes.detailsButton}
              data-provisional={attendance.provisional || undefined}
              aria-expanded={opened}
              title={t("roster.details", { name })}
              onClick={() => props.onOpen(opened ? null : row.booking_id)}
            >
              {attendance.minutes}
              <span className="unseen">
                {" "}
                {t("roster.minutesLong")}, {t("roster.details", { name })}
              </span>
            </button>
          ) : (
            <span className="num">{attendance ? attendance.minutes : "–"}</span>
          )}
        </div>
      </div>
      {mine && (
        <div className={classes.strip} role="alert">
          <p>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
            {attendance
              ? t("roster.conflict", {
                  name,
                  theirs: t(`roster.${attendance.outcome}`),
                  mine: word(mine.outcome),
                })
              : t("roster.conflictUnmarked", { name, mine: word(mine.outcome) })}
          </p>
          <Button onClick={() => props.onKeepTheirs(row.booking_id)}>{t("roster.keepTheirs")}</Button>
          <Button onClick={() => props.onUseMine(row.booking_id)}>{t("roster.useMine")}</Button>
        </div>
      )}
      {session && editable && Details && (
        <Details
          row={row}
          name={name}
          session={session}
          timeZone={timeZone}
          discreet={discreet}
          onSave={(draft) => props.onDetails(row, draft)}
          onClose={() => props.onOpen(null)}
        />
      )}
    </li>
  );
});

/** Where the person stands in their program and week. */
function Standing({ row }: { row: RosterRow }) {
  const { t } = useTranslation();
  const { week } = row;
  const facts: string[] = [];
  if (row.day_number !== null) {
    facts.push(
      row.day_total === null
        ? t("roster.dayOnly", { day: row.day_number })
        : t("roster.day", { day: row.day_number, total: row.day_total }),
    );
  }
  if (week?.target_minutes) {
    const done = formatDuration(week.countable_minutes + week.provisional_minutes);
    facts.push(t("roster.hours", { done, target: formatDuration(week.target_minutes) }));
  }
  return <div className="meta num">{facts.join(" · ")}</div>;
}

/** What is particular about a mark: when they came or left, how they took part, why they did not come. */
function MarkFacts({ row, timeZone }: { row: RosterRow; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { attendance, checked_in_at } = row;
  const at = (instant: string) => formatTime(wallClock(new Date(instant), timeZone).time, locale);
  const facts: string[] = [];
  if (checked_in_at) facts.push(t("roster.checkedIn", { time: at(checked_in_at) }));
  if (attendance?.outcome === "late" && attendance.arrived_at) {
    facts.push(t("roster.arrived", { time: at(attendance.arrived_at) }));
  }
  if (attendance?.outcome === "left_early" && attendance.left_at) {
    facts.push(t("roster.left", { time: at(attendance.left_at) }));
  }
  if (attendance?.mode === "video") facts.push(t("roster.video"));
  if (attendance?.absence_reason) facts.push(t(`reason.${attendance.absence_reason}`));
  return facts.length > 0 && <span className="meta num">{facts.join(" · ")}</span>;
}
