import { ActionIcon, Button } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useTherapyWords } from "@/api/therapy-words";
import type { Course, CourseEntry, CourseTarget } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./courses.module.css";
import { EndDialog, SettleDialog, VoidDialog } from "./dialogs";
import { Folded } from "./folded";
import { NoteDialog } from "./note-dialog";
import { courseQuery, useFollowVersion, useReopenCourse, useReopenTarget } from "./queries";
import { everythingNoted, type GroupEntry } from "./rules";
import { PlaceLine, Ratings, TargetState } from "./standing";
import { isDetail, TargetDialog } from "./target-dialog";

type Props = {
  participantId: string;
  courseId: string;
  modalityKey: string;
  today: string;
  mayWrite: boolean;
};
type Asked =
  | { what: "note" | "target" | "end" }
  | { what: "settle"; target: CourseTarget }
  | { what: "void"; entry: CourseEntry };

/** Everything of one course. What a participant said stays folded until somebody asks for it. */
export function CourseDetail({ participantId, courseId, modalityKey, today, mayWrite }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { data: course, ...query } = useQuery({ ...courseQuery(participantId, courseId), select: useTherapyWords() });
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!course) {
    return query.isPending ? (
      <LoadingRows rows={6} />
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const close = () => setAsked(null);
  const entries = everythingNoted(course);
  const running = course.ended_on === null;
  const mayChange = mayWrite && running;
  return (
    <>
      <section className={classes.part}>
        <header>
          <h3>{t("courses.objective")}</h3>
          {mayWrite && <CourseAct course={course} onEnd={() => setAsked({ what: "end" })} />}
        </header>
        <p>{course.objective ?? t("courses.noObjective")}</p>
        {course.place && (
          <p>
            <PlaceLine place={course.place} />
          </p>
        )}
        {course.ratings.length > 0 && <Ratings ratings={course.ratings} />}
        <Version course={course} mayChange={mayChange} />
        {course.ended_on && course.stop_reason && (
          <p className="meta num">
            {t("courses.ended", {
              date: formatDate(course.ended_on, locale),
              reason: t(`courses.reasons.${course.stop_reason}`),
            })}
          </p>
        )}
        {course.stop_note && <p>{course.stop_note}</p>}
      </section>
      <section className={classes.part}>
        <header>
          <h3>{t("courses.targets")}</h3>
          {mayChange && <Button onClick={() => setAsked({ what: "target" })}>{t("courses.addTarget")}</Button>}
        </header>
        {course.words.length === 0 ? (
          <p className="meta">{t("courses.noTargets")}</p>
        ) : (
          <ul className={classes.rows}>
            {course.words.map((target) => (
              <TargetRow
                key={target.id}
                course={course}
                target={target}
                mayChange={mayChange}
                onSettle={() => setAsked({ what: "settle", target })}
              />
            ))}
          </ul>
        )}
      </section>
      <section className={classes.part}>
        <header>
          <h3>{t("courses.entries")}</h3>
          {mayWrite && (
            <Button variant="filled" onClick={() => setAsked({ what: "note" })}>
              {t("courses.note")}
            </Button>
          )}
        </header>
        {entries.length === 0 ? (
          <p className="meta">{t("courses.noEntries")}</p>
        ) : (
          <ul className={classes.rows}>
            {entries.map((entry) =>
              "id" in entry ? (
                <EntryRow
                  key={entry.id}
                  course={course}
                  entry={entry}
                  onVoid={mayWrite ? () => setAsked({ what: "void", entry }) : undefined}
                />
              ) : (
                <EntryRow key={`${entry.session_id} ${entry.noted_on}`} course={course} entry={entry} />
              ),
            )}
          </ul>
        )}
      </section>
      {asked?.what === "note" && <NoteDialog course={course} today={today} onClose={close} />}
      {asked?.what === "target" && (
        <TargetDialog course={course} modalityKey={modalityKey} today={today} onClose={close} />
      )}
      {asked?.what === "end" && <EndDialog course={course} today={today} onClose={close} />}
      {asked?.what === "settle" && <SettleDialog course={course} target={asked.target} today={today} onClose={close} />}
      {asked?.what === "void" && <VoidDialog participantId={participantId} entry={asked.entry} onClose={close} />}
    </>
  );
}

function CourseAct({ course, onEnd }: { course: Course; onEnd: () => void }) {
  const { t } = useTranslation();
  const reopen = useReopenCourse(course);
  return course.ended_on === null ? (
    <Button onClick={onEnd}>{t("courses.end")}</Button>
  ) : (
    <Button loading={reopen.isPending} onClick={() => reopen.mutate()}>
      {t("courses.reopenCourse")}
    </Button>
  );
}

/** Which published version of the therapy it follows; the newest is taken up when somebody says so. */
function Version({ course, mayChange }: { course: Course; mayChange: boolean }) {
  const { t } = useTranslation();
  const follow = useFollowVersion(course);
  const { protocol_version: version, newest_version: newest } = course;
  if (newest === 1) return null;
  return (
    <div className={classes.version}>
      <span className="meta num">
        {version === newest ? t("courses.version", { version }) : t("courses.older", { version, newest })}
      </span>
      {mayChange && version !== newest && (
        <Button loading={follow.isPending} onClick={() => follow.mutate(newest)}>
          {t("courses.follow", { newest })}
        </Button>
      )}
    </div>
  );
}

type TargetProps = { course: Course; target: CourseTarget; mayChange: boolean; onSettle: () => void };

function TargetRow({ course, target, mayChange, onSettle }: TargetProps) {
  const { t } = useTranslation();
  const reopen = useReopenTarget(course.participant_id);
  const standing = course.targets.find((one) => one.id === target.id);
  const number = target.number;
  const named = (key: string) => (isDetail(key) ? t(`courses.details.${key}`) : key.replaceAll("_", " "));
  return (
    <li>
      <div className={classes.wide}>
        <strong className="num">{t("courses.target", { number })}</strong>{" "}
        <span className="meta">
          {t(`courses.kinds.${target.kind}`)} · {t(`courses.statuses.${target.status}`)}
        </span>
        {standing && target.status === "open" && <TargetState target={standing} />}
        {standing?.place && (
          <div>
            <PlaceLine place={{ ...standing.place, target: null }} />
          </div>
        )}
        {standing && standing.ratings.length > 0 && <Ratings ratings={standing.ratings} />}
        <Folded summary={t("courses.words", { number })}>
          {() => (
            <>
              <p>{target.label}</p>
              {Object.entries(target.details).map(([key, words]) => (
                <p key={key}>
                  <span className="meta">{named(key)}</span>
                  <br />
                  {words}
                </p>
              ))}
              {target.settled_despite && <p>{t("courses.despite", { why: target.settled_despite })}</p>}
            </>
          )}
        </Folded>
      </div>
      {mayChange &&
        (target.status === "open" ? (
          <ActionIcon
            aria-label={t("courses.settle", { number })}
            title={t("courses.settle", { number })}
            onClick={onSettle}
          >
            <IconCheck size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        ) : (
          <ActionIcon
            aria-label={t("courses.reopen", { number })}
            title={t("courses.reopen", { number })}
            loading={reopen.isPending}
            onClick={() => reopen.mutate(target)}
          >
            <IconRefresh size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        ))}
    </li>
  );
}

type EntryProps = {
  course: Course;
  entry: CourseEntry | GroupEntry;
  /** Of what was recorded with a group there is none: its entry is changed where the group is. */
  onVoid?: (() => void) | undefined;
};

function EntryRow({ course, entry, onVoid }: EntryProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const date = formatDate(entry.noted_on, locale);
  const own = "id" in entry;
  const number = own && course.words.find((one) => one.id === entry.target_id)?.number;
  const { phases, records } = course.protocol;
  const phase = phases.find(({ key }) => key === entry.phase)?.name ?? entry.phase;
  const said = (value: unknown) =>
    typeof value === "boolean" ? t(value ? "records.yes" : "records.no") : String(value);
  const figures = records.filter(({ key, kind }) => key in entry.values && kind !== "text");
  const words = records.filter(({ key, kind }) => key in entry.values && kind === "text");
  return (
    <li>
      <div>
        <strong className="num">{date}</strong>{" "}
        <span className="meta num">
          {[phase, number && t("courses.target", { number }), !own && t("courses.withGroup")]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <div className="num">{figures.map(({ key, name }) => `${name}: ${said(entry.values[key])}`).join(" · ")}</div>
        {words.length > 0 && (
          <Folded summary={words.map(({ name }) => name).join(", ")}>
            {() => words.map(({ key }) => <p key={key}>{said(entry.values[key])}</p>)}
          </Folded>
        )}
      </div>
      {onVoid && (
        <ActionIcon aria-label={t("courses.void", { date })} title={t("courses.void", { date })} onClick={onVoid}>
          <IconArrowBackUp size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
